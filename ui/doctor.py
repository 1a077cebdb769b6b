"""``plansvar doctor``: whether everything that the program stands on is as it should be, and what to do where it is not."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from corpus.errors import PlansvarError, StoreError
from rag.answer import Language
from ui.options import DEFAULT_STORE, AsJson, Debug, EncoderName, LanguageName, Store, language_of
from ui.output import say_json, table
from ui.texts import error_text, text

if TYPE_CHECKING:
    from index.generation import Generation

Level = Literal["ok", "warning", "error"]
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Below this the machine itself is in trouble soon, whatever the index needs.
LITTLE_SPACE = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """``key`` is a sentence of ``texts_doctor`` that says what was found and, where it is not ok, what to do."""

    level: Level
    key: str
    values: dict[str, object]
    error: PlansvarError | None = None

    def sentence(self, language: Language) -> str:
        """The finding in words."""
        return error_text(self.error, language) if self.error is not None else text(f"doctor.{self.key}", language, **self.values)


@dataclass(slots=True)
class Patient:
    """What is examined; ``generation`` is there from the check of the store on."""

    store: Path
    plans: Path
    encoder: str | None
    generation: Generation | None = None


def doctor_command(
    plans: Annotated[Path | None, typer.Option("--plans", metavar="MAPPE", help=text("cli.option.plans", "da"))] = None,
    as_json: AsJson = False,
    store: Store = DEFAULT_STORE,
    encoder: EncoderName = None,
    language: LanguageName = None,
    debug: Debug = False,
) -> None:
    """Check the installation, the index and the plan folder."""
    spoken = language_of(language)
    patient = Patient(store, plans if plans is not None else store / "plans", encoder)
    found = [(name, one) for name, check in CHECKS.items() for one in _examined(check, patient)]
    errors = [name for name, one in found if one.level == "error"]
    if as_json:
        checks = [{"check": name, "level": one.level, "message": one.sentence(spoken)} for name, one in found]
        say_json({"ok": not errors, "checks": checks})
    else:
        rows = [
            (text(f"doctor.name.{name}", spoken), text(f"doctor.level.{one.level}", spoken), one.sentence(spoken)) for name, one in found
        ]
        table([text(f"table.{head}", spoken) for head in ("check", "state", "note")], rows)
    if errors:
        raise PlansvarError("doctor_failed", count=len(errors), names=[text(f"doctor.name.{name}", spoken) for name in errors])


def _examined(check: Callable[[Patient], Iterator[Finding]], patient: Patient) -> list[Finding]:
    """A check that fails itself is a finding, and the others go on."""
    try:
        return list(check(patient))
    except PlansvarError as error:
        return [Finding("error", "", {}, error)]
    except Exception as error:
        return [Finding("error", "failed", {"kind": type(error).__name__})]


def _python(patient: Patient) -> Iterator[Finding]:
    from importlib.metadata import metadata

    from packaging.specifiers import SpecifierSet

    wanted = metadata("plansvar")["Requires-Python"] or ""
    found = ".".join(map(str, sys.version_info[:3]))
    fits = SpecifierSet(wanted).contains(found, prereleases=True)
    yield Finding("ok" if fits else "error", "python" if fits else "python_old", {"found": found, "wanted": wanted})


def _packages(patient: Patient) -> Iterator[Finding]:
    from importlib.metadata import PackageNotFoundError, requires, version

    from packaging.requirements import Requirement

    count, wrong = 0, []
    for line in requires("plansvar") or ():
        wanted = Requirement(line)
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": ""}):
            continue
        count += 1
        try:
            found = version(wanted.name)
        except PackageNotFoundError:
            wrong.append(f"{wanted.name} – ({wanted.specifier})")
            continue
        if not wanted.specifier.contains(found, prereleases=True):
            wrong.append(f"{wanted.name} {found} ({wanted.specifier})")
    yield Finding("error", "packages_wrong", {"wrong": wrong}) if wrong else Finding("ok", "packages", {"count": count})


def _encoder(patient: Patient) -> Iterator[Finding]:
    from index.encoder import load_encoder

    # The hashes of the packaged weights and of the adapter are compared in here.
    encoder = load_encoder(patient.encoder)
    yield Finding("ok", "encoder", {"name": encoder.id, "sha256": encoder.weights_sha256[:16]})


def _store(patient: Patient) -> Iterator[Finding]:
    from index.store import Store as PlanStore

    store = PlanStore(patient.store)
    try:
        opened = store.open()
    except StoreError as error:
        if error.code != "store_missing":
            raise
        yield Finding("warning", "", {}, error)
        return
    patient.generation = opened.generation
    if opened.damaged_file is not None:
        yield Finding("error", "", {}, StoreError("fell_back", file=opened.damaged_file))
        return
    damaged = [check.file for check in store.verify() if not check.ok]
    if damaged:
        yield Finding("error", "", {}, StoreError("verify_failed", store=patient.store, files=damaged))
        return
    yield Finding("ok", "store", {"count": len(opened.generation.plans), "generation": opened.generation.id})


def _store_encoder(patient: Patient) -> Iterator[Finding]:
    from ui.service import encoder_for

    if patient.generation is not None:
        encoder = encoder_for(patient.generation, patient.encoder)
        yield Finding("ok", "store_encoder", {"name": encoder.id})


def _disk(patient: Patient) -> Iterator[Finding]:
    """A new generation is written beside the old one, so there must be room for it before anything can be taken away."""
    place = next(folder for folder in (patient.store, *patient.store.absolute().parents) if folder.exists())
    if not os.access(place, os.W_OK):
        yield Finding("error", "disk_closed", {"folder": place})
        return
    free = shutil.disk_usage(place).free
    needed = sum(record.bytes for record in patient.generation.manifest.files) if patient.generation is not None else 0
    needed += 50_000_000
    values: dict[str, object] = {"free": round(free / 1e6), "needed": round(needed / 1e6), "folder": place}
    if free < needed:
        yield Finding("error", "disk_full", values)
    else:
        yield Finding("warning", "disk_little", values) if free < LITTLE_SPACE else Finding("ok", "disk", values)


def _plan_folder(patient: Patient) -> Iterator[Finding]:
    from index.listing import plan_files
    from index.sources import file_sha256

    files, _ = plan_files(patient.plans)
    manifest = patient.generation.manifest if patient.generation is not None else None
    known: set[tuple[str, str]] = set()
    if manifest is not None:
        known |= {(one.file, one.source_sha256) for one in manifest.plans} | {(one.file, one.source_sha256) for one in manifest.others}
    values: dict[str, object] = {"folder": patient.plans, "store": patient.store}
    if not files:
        yield Finding("warning", "folder_gone" if known else "folder_none", values)
        return
    kept = [record.file for record in manifest.plans if record.kept] if manifest is not None else []
    there = {(file.name, file_sha256(file)) for file in files if file.name not in kept}
    new, gone = {name for name, _ in there - known}, {name for name, _ in known if name not in kept} - {file.name for file in files}
    if kept:
        yield Finding("warning", "folder_kept", {**values, "files": kept})
    if manifest is not None and (new or gone):
        yield Finding("warning", "folder_news", {**values, "new": len(new), "gone": len(gone)})
    elif not kept:
        yield Finding("ok", "folder", {**values, "count": len(files)})


def _gold(patient: Patient) -> Iterator[Finding]:
    from importlib import resources

    from eval.anchors import Places, retold_plans
    from eval.gold import load_gold

    gold = load_gold(Path(str(resources.files("eval").joinpath("gold"))))
    if patient.generation is None:
        yield Finding("ok", "gold_alone", {"count": len(gold.questions)})
        return
    plans = {plan.id: plan for plan in patient.generation.plans}
    missing = sorted(frozenset().union(*(one.plans for one in gold.questions)) - plans.keys())
    if missing:
        yield Finding("warning", "gold_other", {"plans": missing})
        return
    places = Places(plans, retold_plans())
    anchors = {anchor for one in gold.questions for nugget in one.nuggets for anchor in nugget.evidence}
    lost = [anchor for anchor in anchors if (place := places.of(anchor)) is None or not place.sections]
    values: dict[str, object] = {"count": len(gold.questions), "anchors": len(anchors), "lost": len(lost)}
    yield Finding("warning", "gold_lost", values) if lost else Finding("ok", "gold", values)


def _browser(patient: Patient) -> Iterator[Finding]:
    named = os.environ.get("CHROMIUM", "")
    found = named if named and Path(named).exists() else next(filter(None, map(shutil.which, _BROWSERS)), None)
    yield Finding("ok", "browser" if found else "browser_none", {"found": found or ""})


CHECKS: dict[str, Callable[[Patient], Iterator[Finding]]] = {
    "python": _python,
    "packages": _packages,
    "encoder": _encoder,
    "store": _store,
    "store_encoder": _store_encoder,
    "disk": _disk,
    "folder": _plan_folder,
    "gold": _gold,
    "browser": _browser,
}
