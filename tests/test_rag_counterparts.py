"""Lies that only the grammar shows: each rule beside a true sentence that it must let through."""

from __future__ import annotations

import pytest

from rag.answer import Language
from rag.counterparts import since_another_time, told_otherwise


@pytest.mark.parametrize(
    ("claim", "plan_words", "turn"),
    [
        ("It was moved because the shed did meet the rules.", "Den blev flyttet, fordi skuret ikke levede op til reglerne.", "negation"),
        ("It was moved because the shed did not meet the rules.", "Den blev flyttet, fordi skuret ikke levede op til reglerne.", None),
        ("The harbour watch will not have no boat.", "Havnevagten får ingen båd.", "negation"),
        ("The harbour watch will have no boat.", "Havnevagten får ingen båd.", None),
        ("The way is not a safe harbour.", "Vejen er en tryg havn med færre både, som ikke hører hjemme dér.", "negation"),
        ("The project must help that the boats must be found.", "Projektet skal hjælpe til, at bådene kan findes.", "modality"),
        ("The boats must be ready.", "Bådene skal kunne være klar.", "modality"),
        ("The boats must be ready.", "Bådene skal være klar.", None),
        ("It is decided to open on Ærø.", "Den forventes at åbne på Ærø.", "modality"),
        ("It is decided to open on Ærø.", "Det er besluttet at åbne på Ærø.", None),
        ("They meet after the trip.", "De mødes på turen.", "direction"),
        ("They meet after the trip.", "De mødes efter turen.", None),
    ],
)
def test_what_the_grammar_turns_round(claim: str, plan_words: str, turn: str | None) -> None:
    language: Language = "en"
    assert told_otherwise(claim, language, plan_words) == turn


def test_since_a_year_is_not_in_a_year() -> None:
    assert since_another_time("There has been a boat since 2024.", "For 2024 er målet en båd.")
    assert not since_another_time("There has been a boat since 2024.", "Båden har sejlet siden 2024.")
