from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
import simplemma

from index.compounds import CompoundSplitter
from index.danish import STOPWORDS, stem, tokens
from index.synonyms import entries, find_synonyms, key_words

ROOT = Path(__file__).resolve().parents[1]
TABLES = tomllib.loads((ROOT / "index" / "synonyms.toml").read_text(encoding="utf-8"))
LINES = [(area, key, official) for area, table in TABLES.items() for key, official in table.items()]
PHRASES = [(area, phrase) for area, key, _ in LINES for phrase in key.split("|")]


def words_of(question: str) -> list[str]:
    return [token.word.lower() for token in tokens(question)]


def found(question: str) -> list[tuple[str, str]]:
    """What was found in a question, and its first official word."""
    words = words_of(question)
    return [(" ".join(words[m.start : m.end]), m.danish[0]) for m in find_synonyms(words)]


# ---- finding phrases


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("betale", [("betale", "finansiere")]),
        ("betalte", [("betalte", "finansiere")]),
        ("bøllerne", [("bøllerne", "urostifter")]),
        ("køretøjerne", [("køretøjerne", "bil")]),
        ("øvelser", [("øvelser", "træning")]),
        ("netpatruljen", [("netpatruljen", "politiets online patrulje")]),
        ("tømmer", []),
        ("", []),
    ],
)
def test_an_inflected_word_is_found(question: str, expected: list[tuple[str, str]]) -> None:
    assert found(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("øje", []),
        ("holder politiet øje", []),
        ("holder øje med", [("holder øje med", "overvåge")]),
        ("slog sig sammen", [("slog sig sammen", "samarbejde")]),
        ("har lov til", [("har lov til", "tilladelse")]),
        ("kører for stærkt", [("kører for stærkt", "hastighed")]),
        ("brækker ind og stjæler", [("brækker ind", "indbrud i privat beboelse"), ("stjæler", "tyveri")]),
    ],
)
def test_a_phrase_is_found_whole_and_in_every_form(question: str, expected: list[tuple[str, str]]) -> None:
    assert found(question) == expected


def test_a_phrase_beats_the_words_in_it() -> None:
    assert found("snydt") != [] and found("bliver snydt") == [("bliver snydt", "bedrageri")]
    assert [text for text, _ in found("folk bliver snydt i telefonen")] == ["folk", "snydt i telefonen"]


def test_the_longest_phrase_may_be_limited() -> None:
    words = words_of("holder øje med")
    assert [(m.start, m.end) for m in find_synonyms(words)] == [(0, 3)]
    assert (0, 3) not in [(m.start, m.end) for m in find_synonyms(words, longest=2)]


def test_a_form_that_is_listed_itself_is_not_taken_for_its_lemma() -> None:
    # simplemma's lemmas of "dyrt", "ældre" and "ansatte" are "dyr", "gammel" and "ansætte".
    assert found("dyrt") != [] and found("dyr") == []
    assert found("ældre") == [("ældre", "senior")] and found("gammel") == []
    assert found("ansatte") == [("ansatte", "medarbejder")] and found("ansætter") == [("ansætter", "rekruttere")]


def test_matches_do_not_overlap_and_leave_the_words_alone() -> None:
    words = words_of("Hvem betaler, når strømerne holder øje med de ældre i Ærøskøbing?")
    before = list(words)
    matches = find_synonyms(words)
    assert matches and words == before
    assert all(first.end <= second.start for first, second in zip(matches, matches[1:], strict=False))
    assert find_synonyms(words) == matches


# ---- the data itself

# Reviewed by hand: right Danish that neither simplemma nor a shipped plan knows and that does not split.
REVIEWED = frozenset(
    (
        "alcapone bidragssnyd covid ekspartner fartdæmpende festmiljø fodpatrulje forsyningsmæssig gåprøve hundelov jobcenter "
        "lommepengejob mitid målevogn nabonetværk nabovagt nemid nærbetjent pct restaurationssted serveringssted sexarbejde "
        "sexkrænkelse straffesagskæde tlf tungvogn udrykningstid zoneforbud"
    ).split()
)


def test_it_covers_the_language() -> None:
    assert len(LINES) >= 1_000
    assert len({phrase for _, phrase in PHRASES}) >= 1_000
    assert len(TABLES) >= 20


def test_no_key_stands_twice() -> None:
    seen: dict[str, str] = {}
    twice = []
    for area, phrase in PHRASES:
        if phrase in seen:
            twice.append(f"{phrase}: {seen[phrase]} and {area}")
        seen[phrase] = area
    assert twice == []


def test_a_key_is_lower_case_and_short_enough_to_be_found() -> None:
    assert [p for _, p in PHRASES if not re.fullmatch(r"[a-zæøåé0-9][a-zæøåé0-9./,-]*( [a-zæøåé0-9./,-]+)*", p)] == []
    assert [p for _, p in PHRASES if len(key_words(p)) > 5] == []


def test_every_key_finds_itself_with_all_its_alternatives() -> None:
    lost = []
    for _, key, official in LINES:
        for phrase in key.split("|"):
            matches = find_synonyms(words_of(phrase))
            if len(matches) != 1 or matches[0].end != len(words_of(phrase)) or matches[0].danish != tuple(official):
                lost.append(phrase)
    assert lost == []


def keys_of(text: str) -> tuple[str, ...]:
    return tuple(stem(token.word) for token in tokens(text))


def test_no_key_is_its_own_alternative() -> None:
    """Not in another inflection either: the search stems, so that such an alternative says nothing."""
    assert [key for key, official in entries().items() if keys_of(key) in {keys_of(word) for word in official}] == []


def test_alternatives_are_one_to_six_and_differ() -> None:
    wrong = [key for _, key, official in LINES if not 1 <= len(official) <= 6 or len({keys_of(w) for w in official}) != len(official)]
    assert wrong == []
    odd = [word for _, _, official in LINES for word in official if not re.fullmatch(r"[A-Za-zÆØÅæøåé0-9§., -]+", word)]
    assert odd == []


def test_no_key_is_only_how_a_question_asks() -> None:
    # English lends the stop words "had" and "it", which are topics in Danish.
    assert {phrase for _, phrase in PHRASES if phrase in STOPWORDS} == {"had", "it"}


@cache
def unknown_words() -> frozenset[str]:
    """Words of the alternatives that simplemma does not know, no shipped plan uses and that do not split."""
    plans = sorted((ROOT / "corpus" / "plans").glob("*.md"))
    words = [token.word.lower() for plan in plans for token in tokens(plan.read_text(encoding="utf-8"))]
    in_plans, splitter = set(words), CompoundSplitter(words)
    unknown = set()
    for official in entries().values():
        for part in re.findall(r"[A-Za-zÆØÅæøåé]+", " ".join(official)):
            low = part.lower()
            if not (part.isupper() or low in in_plans or simplemma.is_known(low, lang="da") or splitter.parts(low)):
                unknown.add(low)
    return frozenset(unknown)


def test_every_alternative_is_danish() -> None:
    assert unknown_words() == REVIEWED, "review what is new, take out of the list what is gone"
