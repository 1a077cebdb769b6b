"""A thousand broken documents, every encoding, bombs, giants and hostile names: one line each, and nothing else suffers."""

from __future__ import annotations

import os
import random
import resource
import time
import unicodedata
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from unittest import mock

import index.sources
from corpus.errors import PlanFileError
from corpus.limits import LIMITS
from corpus.reader import read_plan
from index.listing import PlanFile
from index.store import Store
from index.update import update
from tests.faults.experiment import Experiment, Trials
from tests.faults.plans import StubEncoder, generated_plan, write_plans
from tests.file_samples import PLAN_LINES, docx_of, html_of, pdf_of
from ui.texts import code_text

MUTANT_SECONDS = 90


def _seeds(folder: Path) -> dict[str, bytes]:
    """One plan in each of four kinds of file."""
    plan = folder / "kilde.md"
    plan.write_text(generated_plan(7, 3, 5), encoding="utf-8")
    pages = [
        PLAN_LINES,
        *([(72, 100 + 20 * line, 11, f"Ålen på øen røges i {line} timer på Ærø.") for line in range(20)] for _ in range(3)),
    ]
    return {".txt": plan.read_bytes(), ".pdf": pdf_of(pages), ".docx": docx_of(plan), ".html": html_of(plan).encode("utf-8")}


def _mutations(seeds: dict[str, bytes]) -> dict[str, Callable[[bytes, random.Random], bytes]]:
    def put(data: bytes, at: int, new: bytes) -> bytes:
        return data[:at] + new + data[at + len(new) :]

    def number(data: bytes, dice: random.Random) -> bytes:
        digits = [at for at, byte in enumerate(data) if 48 <= byte < 58] or [0]
        at = dice.choice(digits)
        return data[:at] + dice.choice([b"-1", b"4294967296", b"100000000000"]) + data[at + 1 :]

    return {
        "flip": lambda data, dice: put(data, at := dice.randrange(len(data)), bytes([data[at] ^ 1 << dice.randrange(8)])),
        "noise": lambda data, dice: put(data, dice.randrange(len(data)), dice.randbytes(50)),
        "cut": lambda data, dice: data[: dice.randrange(len(data))],
        "twice": lambda data, dice: data + data,
        "zeros": lambda data, dice: put(data, dice.randrange(len(data)), bytes(512)),
        "number": number,
        "splice": lambda data, dice: data[: dice.randrange(len(data))] + dice.choice(list(seeds.values()))[dice.randrange(2000) :],
        "glued": lambda data, dice: data + dice.choice(list(seeds.values())),
        "turned": lambda data, dice: data[::-1],
        "other bytes": lambda data, dice: dice.randbytes(len(data)),
    }


def mutants(trials: Trials) -> None:
    """``count`` mutated files in one folder with five sound plans: as many lines as files, and the sound plans as if they were alone."""
    folder, alone = trials.folder / "planer", trials.folder / "alene"
    write_plans(folder, range(100, 105))
    write_plans(alone, range(100, 105))
    seeds = _seeds(trials.folder)
    mutations = _mutations(seeds)
    for number in range(trials.count):
        suffix = list(seeds)[number % len(seeds)]
        name, mutate = trials.dice.choice(list(mutations.items()))
        shown = trials.dice.choice(list(seeds)) if trials.dice.random() < 0.1 else suffix
        (folder / f"ødelagt-{number:04}-{name}{shown}").write_bytes(mutate(seeds[suffix], trials.dice))
    whole = Store(trials.folder / "andet")
    update(whole, alone, StubEncoder(), lambda step: None)
    store, slowest, last = Store(trials.folder / "lager"), [0.0], [time.monotonic()]

    def advance(step: object) -> None:
        now = time.monotonic()
        slowest[0], last[0] = max(slowest[0], now - last[0]), now

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    careless = mock.patch.object(index.sources, "_reading", _without_isolation) if trials.planted else nullcontext()
    try:
        with careless:
            report = update(store, folder, StubEncoder(), advance)
    except Exception as error:
        trials.check(False, f"the batch ended: {type(error).__name__}")
        return
    files = sorted(path.name for path in folder.iterdir())
    told = sorted(line.file for line in report.lines)
    trials.check(told == files, f"{len(told)} lines for {len(files)} files")
    states: dict[str, int] = {}
    for line in report.lines:
        sentence = code_text(line.code, {"file": line.file, "plan": line.plan, **line.values}, "da") if line.code else ""
        named = not line.code or (line.file in sentence and "kode:" not in sentence and "?" not in sentence)
        trials.check(named, f"{line.file}: {line.state} {line.code} {sentence}")
        states[line.code or line.state] = states.get(line.code or line.state, 0) + 1
    controls = {plan.id: plan for plan in whole.open().generation.plans}
    found = {plan.id: plan for plan in store.open().generation.plans}
    trials.check(all(found.get(name) == plan for name, plan in controls.items()), "a sound plan suffered")
    trials.check(slowest[0] < MUTANT_SECONDS, f"one file took {slowest[0]:.0f} s")
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000
    trials.check(grown < 50 + trials.count / 20, f"the memory grew by {grown:.0f} MB")
    trials.detail |= {
        "files": len(files),
        "lines": len(told),
        "became": states,
        "slowest s": round(slowest[0], 2),
        "memory MB": round(grown),
    }


def _without_isolation(file: PlanFile) -> index.sources.Reading:
    """The planted fault: a file that cannot be read is nobody's business."""
    try:
        plan = replace(read_plan(file.path), file=file.name)
    except PlanFileError as error:
        raise RuntimeError(error.code) from error
    return index.sources.Reading(plan, (), ())


# ---- encodings

SENTENCE = "Æblerne på øen er blå, og ålen går til Ærø – »sådan« siger de i Åbenrå; prisen er 5 € i år."


def encodings(trials: Trials) -> None:
    """Text in every encoding comes back letter by letter, or is refused; it is never changed."""
    forms: dict[str, Callable[[str], bytes]] = {
        "utf-8": lambda text: text.encode("utf-8"),
        "utf-8 with mark": lambda text: text.encode("utf-8-sig"),
        "utf-16 le with mark": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
        "utf-16 be with mark": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
        "utf-16 le": lambda text: text.encode("utf-16-le"),
        "utf-16 be": lambda text: text.encode("utf-16-be"),
        "windows-1252": lambda text: text.encode("cp1252"),
        "iso-8859-1": lambda text: text.replace("€", "kr").replace("–", "-").encode("latin-1"),
        "letters apart": lambda text: unicodedata.normalize("NFD", text).encode("utf-8"),
        "cr only": lambda text: text.replace("\n", "\r").encode("utf-8"),
        "crlf": lambda text: text.replace("\n", "\r\n").encode("cp1252"),
        "cp850": lambda text: text.replace("€", "kr").replace("–", "-").encode("cp850"),
        "mac": lambda text: text.encode("mac_roman"),
        "utf-8 twice": lambda text: text.encode("utf-8").decode("cp1252", "ignore").encode("utf-8"),
        "nul between": lambda text: b"\0".join(bytes([byte]) for byte in text.encode("utf-8")),
        "nul here and there": lambda text: b"\0".join(text.encode("utf-8")[at : at + 100] for at in range(0, 10_000, 100)),
        "half a letter": lambda text: text.encode("utf-8")[:-3] + b"\xc3",
        "lone surrogates": lambda text: (text + "\ud800").encode("utf-8", "surrogatepass"),
    }
    garbled = trials.planted
    for sentences in (1, 40, 400)[: max(1, trials.count)]:
        said = [f"{SENTENCE[:-1]} nummer {number}." for number in range(sentences)]
        text = "# Samarbejdsplan 2031\n\nFYNS POLITI\n\n## 1. Havn\n\n" + "\n\n".join(said) + "\n"
        for name, form in forms.items():
            path = trials.folder / f"{name}.txt"
            path.write_bytes(form(text.encode("utf-8").decode("cp1252", "replace")) if garbled and name == "utf-8" else form(text))
            try:
                plan = read_plan(path)
            except PlanFileError as error:
                trials.check(name not in _WELL_KNOWN, f"{name}, {sentences}: {error.code}")
                trials.note(f"refused: {name}")
                continue
            except Exception as error:
                trials.check(False, f"{name}, {sentences}: {type(error).__name__}")
                continue
            plain = plan.text.replace("kr i år", "€ i år").replace("-", "–") if name in ("iso-8859-1", "cp850") else plan.text
            # What is garbled before it comes here, and what only looks like UTF-16, must not get in either.
            lost = sum(one not in plain for one in said)
            # Of a file that is cut in a letter the last sentence may be lost, and no other.
            allowed = 1 if name in ("half a letter", "lone surrogates") else 0
            trials.check(lost <= allowed, f"{name}, {sentences}: {lost} sentences changed: {plan.text[60:130]!r}")


_WELL_KNOWN = ("utf-8", "utf-8 with mark", "utf-16 le with mark", "utf-16 be with mark", "windows-1252", "letters apart", "cr only", "crlf")

# ---- bombs, giants, names


def bombs(trials: Trials) -> None:
    """Files that grow without end when they are opened, and files that are too large: each is refused with its sentence, and soon."""
    from tests.test_corpus_bad_files import BAD

    names = list(BAD)[: trials.count]
    # The planted fault: no limits but those of the clock. What is a bomb is then read.
    limits = replace(LIMITS, elements=10**9, unpacked=10**10, depth=10**9, pages=10**9) if trials.planted else LIMITS
    small = replace(limits, seconds=20) if trials.planted else replace(LIMITS, elements=30_000, depth=60, unpacked=3_000_000, pages=20)
    for name in names:
        if trials.planted and name not in ("afsnit.docx", "dyb.docx", "lidt-dyb.html", "bred.html", "lang.pdf"):
            continue
        data, sentence = BAD[name]
        _refused(trials, name, data, small, sentence)
    if trials.count >= len(BAD):
        _giants(trials)


def _refused(trials: Trials, name: str, data: bytes, limits: object, sentence: str, seconds: float = 30) -> None:
    path, began = trials.folder / name, time.monotonic()
    path.write_bytes(data)
    try:
        read_plan(path, limits)  # type: ignore[arg-type]
        told = "read as if nothing were wrong"
    except PlanFileError as error:
        told = code_text(error.code, error.values, "da")
    took = time.monotonic() - began
    path.unlink()
    trials.check(told == f"»{name}« {sentence}" and took < seconds, f"{name}, {took:.1f} s: {told}")


def _giants(trials: Trials) -> None:
    limit = LIMITS.bytes // 1_000_000
    big = f"fylder 200 MB. Grænsen er {limit} MB. Del den op, eller gem den som ren tekst."
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    for name in ("stor.txt", "stor.pdf", "stor.docx", "stor.html"):
        path, began = trials.folder / name, time.monotonic()
        with path.open("wb") as file:
            file.truncate(200_000_000)
        try:
            read_plan(path)
            told = "read"
        except PlanFileError as error:
            told = code_text(error.code, error.values, "da")
        trials.check(told == f"»{name}« {big}" and time.monotonic() - began < 2, f"{name}: {told}")
        path.unlink()
    began = time.monotonic()
    pages = [[(72.0, 80.0, 11.0, f"Side {number} på Ærø.")] for number in range(10_000)]
    _refused(trials, "ti-tusind.pdf", pdf_of(pages), LIMITS, "har 10.000 sider. Grænsen er 2.000. Del den op.", 90)
    trials.detail["10,000 pages s"] = round(time.monotonic() - began, 1)
    began = time.monotonic()
    path = trials.folder / "to-tusind.pdf"
    lines = [[(72.0, 300.0, 11.0, f"Havnen nummer {number} på Ærø har {7 * number} bådpladser.")] for number in range(1, 2_000)]
    path.write_bytes(pdf_of([PLAN_LINES, *lines]))
    text = read_plan(path).text
    lost = [number for number in range(1, 2_000) if f"nummer {number} på Ærø har {7 * number} bådpladser." not in text]
    trials.check(not lost, f"{len(lost)} of 2,000 pages were not read")
    trials.detail["2,000 pages s"] = round(time.monotonic() - began, 1)
    trials.detail["children MB"] = round(max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1000)


NAMES = (
    "-rf ærø.md", "$(touch ål).md", "a\nb.md", "plan\u202efdp.md", "'; DROP TABLE--.md", "%s%n.md", "--kind.md", "å" * 120 + ".md",
    "CON.md", "a\tb.md", " .md", "..md", "...md", "~.md", "*.md", "?.md", "\\..\\..\\a.md", "C:\\plan.md", "a\x1b[2J.md",
    "<img src=x>.md", "{file}.md", "a\u0301.md", "\u200b.md", "\ufeff.md", "plan.md\r.md", "`id`.md", "&amp;.md", "a;b.md", "|.md",
    "#.md", "Å.md", "A\u030a.md", "\udcff.md",
)  # fmt: skip


def hostile_names(trials: Trials) -> None:
    """Names that want to be more than names, and links that lead out: one line each, nothing outside is read or written."""
    folder, outside = trials.folder / "planer", trials.folder / "udenfor"
    outside.mkdir()
    (outside / "hemmelig.md").write_text(generated_plan(5).replace("1900", "1999") + "\nKANARIE på Ærø.\n", encoding="utf-8")
    write_plans(folder, [0])
    for number, name in enumerate(NAMES[: trials.count]):
        Path(os.fsdecode(os.fsencode(str(folder)) + b"/" + name.encode("utf-8", "surrogateescape"))).write_text(
            generated_plan(20 + number), encoding="utf-8"
        )
    (folder / "genvej.md").symlink_to(outside / "hemmelig.md")
    (folder / "mappe").symlink_to(outside)
    os.mkfifo(folder / "rør.md")
    before = sorted(path.name for path in trials.folder.iterdir())
    careless = mock.patch.object(Path, "is_symlink", lambda path: False)
    with careless if trials.planted else nullcontext():
        report = update(Store(trials.folder / "planer" / ".lager"), folder, StubEncoder(), lambda step: None)
    visible = [name for name in NAMES[: trials.count] if not name.startswith(".")]
    # A plan, the names that are not hidden, two links and a pipe.
    trials.check(len(report.lines) == 1 + len(visible) + 3, f"{len(report.lines)} lines for {len(visible)} names")
    for line in report.lines:
        sentence = code_text(line.code, {"file": line.file, **line.values}, "da") if line.code else ""
        trials.check("\x1b" not in sentence and "\n" not in sentence, f"{line.file!r}: {sentence!r}")
    texts = " ".join(plan.text for plan in Store(trials.folder / "planer" / ".lager").open().generation.plans)
    trials.check("KANARIE" not in texts, "a file outside was read")
    trials.check(sorted(path.name for path in trials.folder.iterdir()) == before, "something was written outside")
    links = {line.file: line.code for line in report.lines if line.code == "file_link"}
    trials.check(set(links) == {"genvej.md", "mappe", "rør.md"}, f"links: {links}")


EXPERIMENTS = (
    Experiment("F9", "1,000 broken documents: 1,000 lines that name them, sound plans untouched", mutants, 1000, 8, 8),
    Experiment("F9c", "text in every encoding comes back letter by letter or is refused", encodings, 3, 1, 1),
    Experiment("F10", "bombs and giants are refused by name, and soon", bombs, 1000, 3, 1000),
    Experiment("F10n", "a hostile name is only a name, and no link leads out", hostile_names, 1000, 1000, 1000),
)
