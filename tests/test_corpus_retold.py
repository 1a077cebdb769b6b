"""The fidelity check: the five retold plans tell every fact of the originals, section by section, in words of their own.

What differs on purpose (a repaired slip of the scanner, a figure that the copy has lost) stands by name and with its reason in
``fidelity_exceptions.toml``; an exception that is no longer needed fails the test as well.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import pytest
from real_plans import NAMES, REPOSITORY, needs_real_plans, real_plan, retold_plan

from corpus.gazetteer import find_kommuner, fold
from corpus.plan import Plan, Section
from corpus.reader import parse_plan

pytestmark = needs_real_plans

LONGEST_SHARED_RUN = 8
LENGTH = (0.75, 1.3)
LENGTH_COUNTS_FROM = 200
EXCEPTIONS = REPOSITORY / "tests" / "fidelity_exceptions.toml"
ARTICLES = frozenset({"de", "den", "der", "det", "en", "et"})
MONTHS = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
NUMBER_WORDS = {word: str(number) for number, word in enumerate("to tre fire fem seks syv otte ni ti elleve tolv".split(), start=2)}
NEGATIONS = ("ikke", "ingen", "intet", "uden", "på nær", "undtagen", "bortset fra", "mens", "dog", "endnu", "aldrig", "hverken")


@dataclass
class Unit:
    """A section that both texts have, with the unnumbered sub-sections that only one of them has."""

    key: str
    plan: Plan
    sections: list[Section] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.plan.text[self.sections[0].start : self.sections[0].body_start]

    @property
    def own(self) -> str:
        """The text under the heading, with the headings of the sub-sections that only this text has."""
        first, *more = self.sections
        parts = [self.plan.text[first.body_start : first.end], *(self.plan.text[s.start : s.end] for s in more)]
        return "\n".join(part.strip() for part in parts if part.strip())

    def sentences(self) -> Iterator[str]:
        wanted = {s.index for s in self.sections}
        for sentence in self.plan.sentences:
            if sentence.section in wanted and sentence.kind != "heading":
                yield self.plan.text[sentence.start : sentence.end]


def keyed(plan: Plan) -> list[tuple[str, Section]]:
    """Every section with its key: its number, or the number before it and its title's letters."""
    keys, anchor = [], ""
    for section in plan.sections:
        if section.kind == "cover":
            key = "cover"
        elif section.number:
            key = anchor = section.number
        else:
            key = f"{anchor}/{re.sub(r'[^a-z0-9]', '', fold(section.title))}"
        keys.append((key, section))
    return keys


def units(plan: Plan, other: Plan) -> list[Unit]:
    shared = {key for key, _ in keyed(plan)} & {key for key, _ in keyed(other)}
    result: list[Unit] = []
    for key, section in keyed(plan):
        if key in shared or section.number or not result:
            result.append(Unit(key, plan))
        result[-1].sections.append(section)
    return result


def pairs(name: str) -> list[tuple[Unit, Unit]]:
    original, retelling = real_plan(name), retold_plan(name)
    left, right = units(original, retelling), units(retelling, original)
    assert [u.key for u in left] == [u.key for u in right], f"{name}: the sections differ"
    return list(zip(left, right, strict=True))


# ---- what a section says, kind by kind ------------------------------------------------------------------------------


def numbers(text: str) -> set[str]:
    digits = re.findall(r"\d+(?:[.,]\d+)*|½", text)
    words = re.findall(r"[a-zæøå]+", text.lower())
    return {number.rstrip(".,") for number in digits} | {NUMBER_WORDS[word] for word in words if word in NUMBER_WORDS}


def years(text: str) -> set[str]:
    return set(re.findall(r"\b(?:19|20)\d\d\b", text))


def dates(text: str) -> set[str]:
    pattern = rf"\b((?:\d{{1,2}}\.\s+)?(?:{MONTHS})(?:\s+(?:19|20)\d\d)?)\b"
    return {re.sub(r"\s+", " ", match).lower() for match in re.findall(pattern, text, re.IGNORECASE)}


def kommuner(text: str) -> set[str]:
    return {hit.name for hit in find_kommuner(text)}


def paragraphs_of_law(text: str) -> set[str]:
    return {re.sub(r"\s+", " ", match) for match in re.findall(r"§+\s*\d+(?:\s*-\s*\d+)?(?:,?\s*stk\.\s*\d+)?", text)}


def without_genitive(word: str) -> str:
    return re.sub(r"['’]?s$", "", word.lower())


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:['’]s)?", text)


def is_abbreviation(word: str) -> bool:
    """Two capitals or more, and not a word shouted in capitals ("SÆRLIGE INDSATSER")."""
    return sum(letter.isupper() for letter in word) >= 2 and (len(word) <= 6 or not word.isupper())


def abbreviations(text: str) -> set[str]:
    return {without_genitive(word) for word in words(text) if is_abbreviation(word)}


def negations(text: str) -> set[str]:
    lowered = re.sub(r"\s+", " ", text.lower())
    return {word for word in NEGATIONS if re.search(rf"\b{word}\b", lowered)}


@cache
def name_words(plan: Plan) -> frozenset[str]:
    """Words that the plan somewhere writes with a capital though they open neither a sentence nor what follows a colon."""
    found = set()
    for sentence in plan.sentences:
        if sentence.kind in ("prose", "item"):
            inner = plan.text[sentence.start : sentence.end].split(maxsplit=1)[1:]
            found |= {without_genitive(word) for word in words(re.sub(r":\s+\S+", ":", " ".join(inner))) if word[0].isupper()}
    return frozenset(found)


def names(unit: Unit) -> set[str]:
    """The unit's capitalised words that are names in its plan; abbreviations and kommuner have kinds of their own."""
    capitalised = {without_genitive(word) for word in words(unit.own) if word[0].isupper() and not is_abbreviation(word)}
    return (capitalised & name_words(unit.plan)) - ARTICLES - {name.lower() for name in kommuner(unit.own)}


def spoken(unit: Unit) -> set[str]:
    return {without_genitive(word) for word in words(unit.title + " " + unit.own)}


KINDS = {
    "number": numbers, "year": years, "date": dates, "kommune": kommuner,
    "paragraph": paragraphs_of_law, "abbreviation": abbreviations, "negation": negations,
}  # fmt: skip


# ---- differences and their exceptions -------------------------------------------------------------------------------

Difference = tuple[str, str, str, str, str]  # plan, section, kind, the text that has it, what


def differences(name: str) -> set[Difference]:
    found: set[Difference] = set()

    def note(unit: Unit, kind: str, before: set[str], after: set[str]) -> None:
        found.update((name, unit.key, kind, "original", what) for what in before)
        found.update((name, unit.key, kind, "retelling", what) for what in after)

    for original, retelling in pairs(name):
        for kind, read in KINDS.items():
            before, after = read(original.own), read(retelling.own)
            note(original, kind, before - after, after - before)
        note(original, "name", names(original) - spoken(retelling), names(retelling) - spoken(original))
        before, after = set(re.findall(r"\w+", original.title.lower())), set(re.findall(r"\w+", retelling.title.lower()))
        note(original, "title", before - after, after - before)
    return found


BREAK = "|"


def running_words(plan: Plan) -> list[str]:
    """The words of the plan's own text; headings, the cover and the signatures are names and titles and break a run."""
    tokens: list[str] = []
    for sentence in plan.sentences:
        if sentence.kind in ("heading", "signature") or plan.sections[sentence.section].kind == "cover":
            tokens.append(BREAK)
        else:
            tokens += re.findall(r"\w+", plan.text[sentence.start : sentence.end].lower())
    return tokens


def shared_runs(name: str) -> set[str]:
    """Every run of more than ``LONGEST_SHARED_RUN`` words that original and retelling share, each as long as it goes."""
    original, retelling = running_words(real_plan(name)), running_words(retold_plan(name))
    size = LONGEST_SHARED_RUN + 1
    seen = {tuple(original[at : at + size]) for at in range(len(original) - size + 1)}
    runs: list[tuple[int, int]] = []
    for at in range(len(retelling) - size + 1):
        window = tuple(retelling[at : at + size])
        if BREAK in window or window not in seen:
            continue
        if runs and runs[-1][1] == at + size - 1:
            runs[-1] = (runs[-1][0], at + size)
        else:
            runs.append((at, at + size))
    return {" ".join(retelling[start:end]) for start, end in runs}


@cache
def exceptions() -> dict[str, list[dict[str, str]]]:
    return tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8"))


# ---- the check ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_section_is_retold_and_nothing_else(name):
    original, retelling = real_plan(name), retold_plan(name)
    assert (retelling.id, retelling.retold, original.retold) == (original.id, True, False)
    assert [s.number for s in retelling.sections if s.number] == [s.number for s in original.sections if s.number]
    assert len(pairs(name)) >= 15
    assert [(s.name, s.office) for s in retelling.signatories] == [(s.name, s.office) for s in original.signatories]
    assert retelling.kommuner == original.kommuner


@pytest.mark.parametrize("name", NAMES)
def test_facts_agree_section_by_section(name):
    allowed = {(e["plan"], e["section"], e["kind"], e["only_in"], e["what"]) for e in exceptions()["difference"] if e["plan"] == name}
    found = differences(name)
    assert found - allowed == set(), "a fact differs: mend the retelling, or name the difference with its reason"
    assert allowed - found == set(), f"no longer needed in {EXCEPTIONS.name}"


@pytest.mark.parametrize("name", NAMES)
def test_length_stays_near_the_original(name):
    lengths = [(unit.key, len(unit.own), len(retold.own)) for unit, retold in pairs(name)]
    ratios = {key: round(after / before, 2) for key, before, after in lengths if before >= LENGTH_COUNTS_FROM}
    ratios["total"] = round(sum(after for _, _, after in lengths) / sum(before for _, before, _ in lengths), 2)
    assert {key: ratio for key, ratio in ratios.items() if not LENGTH[0] <= ratio <= LENGTH[1]} == {}


@pytest.mark.parametrize("name", NAMES)
def test_no_run_of_more_than_eight_words_is_the_originals(name):
    allowed = {e["what"] for e in exceptions()["shared_run"] if e["plan"] == name}
    found = shared_runs(name)
    assert found - allowed == set(), "say it in other words, or list the run as a fixed title or a list of names"
    assert allowed - found == set(), f"no longer needed in {EXCEPTIONS.name}"


def test_every_exception_has_a_reason_and_a_plan():
    keys = {"plan", "section", "kind", "only_in", "what", "reason"}
    for entry in exceptions()["difference"]:
        assert set(entry) == keys and all(entry.values()), entry
        assert entry["plan"] in NAMES and entry["only_in"] in ("original", "retelling"), entry
        assert entry["kind"] in {*KINDS, "name", "title"}, entry
    for entry in exceptions()["shared_run"]:
        assert set(entry) == {"plan", "what", "reason"} and all(entry.values()), entry
        assert entry["plan"] in NAMES and len(entry["what"].split()) > LONGEST_SHARED_RUN, entry


# ---- the check itself sees what it should see -----------------------------------------------------------------------


def unit_of(text: str) -> Unit:
    body = f"# Samarbejdsplan 2031 for Østjyllands Politi\n\n## 1. Indledning\n\n{text}\n"
    plan = parse_plan(body, "prøve.md")
    return Unit("1", plan, [section for section in plan.sections if section.number == "1"])


def test_readers_of_facts():
    text = "Pr. 1. januar 2031 deltager to af Aarhus' og Norddjurs' skoler, jf. § 115, stk. 2, og §§ 111-113, dog uden SSP's 4,5 timer."
    assert numbers(text) == {"1", "2031", "2", "115", "111", "113", "4,5"}
    assert years(text) == {"2031"}
    assert dates(text) == {"1. januar 2031"}
    assert kommuner(text) == {"Aarhus", "Norddjurs"}
    assert paragraphs_of_law(text) == {"§ 115, stk. 2", "§§ 111-113"}
    assert abbreviations(text) == {"ssp"}
    assert negations(text) == {"dog", "uden"}


def test_names_are_capitals_inside_a_sentence_without_their_genitive():
    unit = unit_of("Trygfondens rådgivere mødes på Åtorvet. Her taler Trygfonden med Børnehusets ledere: Alle får et svar af SSP.")
    assert names(unit) == {"trygfonden", "åtorvet", "børnehuset"}
