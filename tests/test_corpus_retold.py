"""The fidelity check: the five retold plans tell every fact of the originals, section by section, in words of their own.

What differs on purpose (a repaired slip of the scanner, a figure that the copy has lost) stands by name and with its reason in
``fidelity_exceptions.toml``; an exception that is no longer needed fails the test as well.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache

import pytest
from real_plans import NAMES, REPOSITORY, needs_real_plans, real_plan, retold_plan

from corpus.gazetteer import find_kommuner, fold
from corpus.plan import Plan, Section
from corpus.reader import parse_plan

LONGEST_SHARED_RUN = 8
LENGTH = (0.75, 1.3)
LENGTH_COUNTS_FROM = 200
EXCEPTIONS = REPOSITORY / "tests" / "fidelity_exceptions.toml"
ARTICLES = frozenset({"de", "den", "der", "det", "en", "et"})
MONTHS = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
NUMBER_WORDS = dict(
    zip(("to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv"), map(str, range(2, 13)), strict=True)
)
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


def pairs(original: Plan, retelling: Plan) -> list[tuple[Unit, Unit]]:
    left, right = units(original, retelling), units(retelling, original)
    assert [unit.key for unit in left] == [unit.key for unit in right], f"{original.id}: the sections differ"
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

Difference = tuple[str, str, str, str]  # section, kind, the text that has it, what


def differences(original: Plan, retelling: Plan) -> set[Difference]:
    found: set[Difference] = set()

    def note(unit: Unit, kind: str, before: set[str], after: set[str]) -> None:
        found.update((unit.key, kind, "original", what) for what in before)
        found.update((unit.key, kind, "retelling", what) for what in after)

    for unit, retold in pairs(original, retelling):
        for kind, read in KINDS.items():
            before, after = read(unit.own), read(retold.own)
            note(unit, kind, before - after, after - before)
        note(unit, "name", names(unit) - spoken(retold), names(retold) - spoken(unit))
        before, after = set(re.findall(r"\w+", unit.title.lower())), set(re.findall(r"\w+", retold.title.lower()))
        note(unit, "title", before - after, after - before)
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


def shared_runs(original: Plan, retelling: Plan) -> set[str]:
    """Every run of more than ``LONGEST_SHARED_RUN`` words that original and retelling share, each as long as it goes."""
    before, after = running_words(original), running_words(retelling)
    size = LONGEST_SHARED_RUN + 1
    seen = {tuple(before[at : at + size]) for at in range(len(before) - size + 1)}
    runs: list[tuple[int, int]] = []
    for at in range(len(after) - size + 1):
        window = tuple(after[at : at + size])
        if BREAK in window or window not in seen:
            continue
        if runs and runs[-1][1] == at + size - 1:
            runs[-1] = (runs[-1][0], at + size)
        else:
            runs.append((at, at + size))
    return {" ".join(after[start:end]) for start, end in runs}


@cache
def exceptions() -> dict[str, list[dict[str, str]]]:
    return tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8"))


# ---- the check ------------------------------------------------------------------------------------------------------


@needs_real_plans
@pytest.mark.parametrize("name", NAMES)
def test_every_section_is_retold_and_nothing_else(name):
    original, retelling = real_plan(name), retold_plan(name)
    assert (retelling.id, retelling.retold, original.retold) == (original.id, True, False)
    assert [s.number for s in retelling.sections if s.number] == [s.number for s in original.sections if s.number]
    assert len(pairs(original, retelling)) >= 15
    assert [(s.name, s.office) for s in retelling.signatories] == [(s.name, s.office) for s in original.signatories]
    assert retelling.kommuner == original.kommuner


@needs_real_plans
@pytest.mark.parametrize("name", NAMES)
def test_facts_agree_section_by_section(name):
    allowed = {(e["section"], e["kind"], e["only_in"], e["what"]) for e in exceptions()["difference"] if e["plan"] == name}
    found = differences(real_plan(name), retold_plan(name))
    assert found - allowed == set(), "a fact differs: mend the retelling, or name the difference with its reason"
    assert allowed - found == set(), f"no longer needed in {EXCEPTIONS.name}"


@needs_real_plans
@pytest.mark.parametrize("name", NAMES)
def test_length_stays_near_the_original(name):
    lengths = [(unit.key, len(unit.own), len(retold.own)) for unit, retold in pairs(real_plan(name), retold_plan(name))]
    ratios = {key: round(after / before, 2) for key, before, after in lengths if before >= LENGTH_COUNTS_FROM}
    ratios["total"] = round(sum(after for _, _, after in lengths) / sum(before for _, before, _ in lengths), 2)
    assert {key: ratio for key, ratio in ratios.items() if not LENGTH[0] <= ratio <= LENGTH[1]} == {}


@needs_real_plans
@pytest.mark.parametrize("name", NAMES)
def test_no_run_of_more_than_eight_words_is_the_originals(name):
    allowed = {e["what"] for e in exceptions()["shared_run"] if e["plan"] == name}
    found = shared_runs(real_plan(name), retold_plan(name))
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


def plan_of(text: str) -> Plan:
    return parse_plan(f"# Samarbejdsplan 2031 for Østjyllands Politi\n\n## 1. Åben havn\n\n{text}\n", "prøve.md")


ORIGINAL = plan_of(
    "Havnen på Samsø har siden den 1. maj 2031 haft 12 vagter, dog ikke om natten, jf. § 4. Både Trygfonden og SSP deltager."
)
RETOLD = "Siden den 1. maj 2031 er der 12 vagter på Samsøs havn, dog ikke om natten, jf. § 4. Deltagere er Trygfonden og SSP."


def test_a_faithful_retelling_has_no_differences():
    assert differences(ORIGINAL, plan_of(RETOLD)) == set()
    assert shared_runs(ORIGINAL, plan_of(RETOLD)) == set()


@pytest.mark.parametrize(
    ("told", "changed", "expected"),
    [
        ("12 vagter", "tolv vagter", set()),
        ("12 vagter", "10 vagter", {("number", "original", "12"), ("number", "retelling", "10")}),
        ("den 1. maj 2031", "den 1. juni 2031", {("date", "original", "1. maj 2031"), ("date", "retelling", "1. juni 2031")}),
        ("natten", "natten i 2032", {("number", "retelling", "2032"), ("year", "retelling", "2032")}),
        ("Samsøs havn", "havnen", {("kommune", "original", "Samsø")}),
        ("jf. § 4", "jf. 4", {("paragraph", "original", "§ 4")}),
        (", dog ikke om natten", " om natten", {("negation", "original", "dog"), ("negation", "original", "ikke")}),
        ("vagter på", "vagter uden pause på", {("negation", "retelling", "uden")}),
        ("Trygfonden og SSP", "fonden og SSP", {("name", "original", "trygfonden")}),
        ("og SSP", "med Ældre Sagen og SSP", {("name", "retelling", "ældre"), ("name", "retelling", "sagen")}),
        (" og SSP", "", {("abbreviation", "original", "ssp")}),
    ],
)  # fmt: skip
def test_every_kind_of_difference_is_seen(told, changed, expected):
    assert RETOLD.count(told) == 1
    assert differences(ORIGINAL, plan_of(RETOLD.replace(told, changed))) == {("1", *difference) for difference in expected}


def test_nine_words_in_a_row_are_seen_and_eight_are_not():
    original = plan_of("Åerne løber ud i havet og tager alle små både med sig. Slut.")
    assert shared_runs(original, plan_of("Her i byen: løber ud i havet og tager alle små. Nej.")) == set()
    assert shared_runs(original, plan_of("Her i byen: løber ud i havet og tager alle små både. Nej.")) == {
        "løber ud i havet og tager alle små både"
    }


def test_headings_and_signatures_are_no_shared_run():
    signed = "Åse Bøgh, Borgmester i Samsø Kommune\n\nSøren Dam, Borgmester i Odder Kommune"
    assert shared_runs(plan_of(signed), plan_of(signed)) == set()


def test_a_sub_section_that_only_one_text_has_counts_with_its_parent():
    split = plan_of(RETOLD.replace("Deltagere", "\n\n### Deltagerne\n\nDeltagere"))
    assert [unit.key for unit, _ in pairs(ORIGINAL, split)] == ["cover", "1"]
    assert differences(ORIGINAL, split) == set()


def test_facts_of_one_sentence():
    text = "Pr. 1. januar 2031 deltager to af Aarhus' og Norddjurs' skoler, jf. § 115, stk. 2, og §§ 111-113, dog uden SSP's 4,5 timer."
    assert numbers(text) == {"1", "2031", "2", "115", "111", "113", "4,5"}
    assert years(text) == {"2031"}
    assert dates(text) == {"1. januar 2031"}
    assert kommuner(text) == {"Aarhus", "Norddjurs"}
    assert paragraphs_of_law(text) == {"§ 115, stk. 2", "§§ 111-113"}
    assert abbreviations(text) == {"ssp"}
    assert negations(text) == {"dog", "uden"}


def test_names_are_capitals_inside_a_sentence_without_their_genitive():
    plan = plan_of("Trygfondens rådgivere mødes på Åtorvet. Her taler Trygfonden med Børnehusets ledere: Alle får et svar af SSP.")
    unit = Unit("1", plan, [section for section in plan.sections if section.number == "1"])
    assert names(unit) == {"trygfonden", "åtorvet", "børnehuset"}
