"""Passages: whole sentences of one section."""

from __future__ import annotations

import re

from corpus.passages import PASSAGE_CHARACTERS, cut_passages
from corpus.plan import Plan
from corpus.reader import parse_plan

LONG = " ".join(f"Åben dag nummer {n} på Ærø samler øens beboere om færger og ål." for n in range(1, 41))


def plan_of(*sections: str) -> Plan:
    body = "\n\n".join(f"## {n}. Øer\n\n{text}" for n, text in enumerate(sections, start=1))
    return parse_plan(f"# Samarbejdsplan 2031\n\nFYNS POLITI\n\n{body}\n", "fyn.md")


def test_a_short_section_is_one_passage_without_its_heading():
    plan = plan_of("Havnen er åben. Øen er rund.\n\n- Ærø\n- Strynø", "Ål røges.")
    assert [(p.section, p.text) for p in cut_passages(plan)] == [
        (0, "Samarbejdsplan 2031\n\nFYNS POLITI"),
        (1, "Havnen er åben. Øen er rund.\n- Ærø\n- Strynø"),
        (2, "Ål røges."),
    ]


def test_every_passage_is_a_slice_of_the_plan():
    plan = plan_of(LONG, "Ål røges.")
    for passage in cut_passages(plan):
        assert passage.plan == "fyn-2031"
        assert passage.text == plan.text[passage.start : passage.end]


def test_a_long_section_is_cut_between_sentences_and_near_the_limit():
    plan = plan_of(LONG)
    passages = [p for p in cut_passages(plan) if p.section == 1]
    assert [n for p in passages for n in map(int, re.findall(r"nummer (\d+) på", p.text))] == list(range(1, 41))
    assert all(p.text.startswith("Åben dag") and p.text.endswith("om færger og ål.") for p in passages)
    assert all(len(p.text) <= PASSAGE_CHARACTERS for p in passages)
    assert all(len(p.text) > PASSAGE_CHARACTERS - 70 for p in passages[:-1])


def test_a_sentence_over_the_limit_is_never_cut():
    sentence = "Åen " + "løber og løber " * 60 + "ud i havet."
    plan = plan_of(f"Kort om åen. {sentence} Kort igen.")
    assert [p.text for p in cut_passages(plan) if p.section == 1] == ["Kort om åen.", sentence, "Kort igen."]


def test_sections_without_own_text_give_no_passage():
    plan = plan_of("### 1.1. Ål\n\nÅl røges.")
    assert [(plan.sections[p.section].number, p.text) for p in cut_passages(plan)][1:] == [("1.1", "Ål røges.")]


def test_the_splitters_private_letter_in_a_plan_does_no_harm():
    plan = plan_of("Ærø \ue000 er åben. Øen er rund.")
    assert [p.text for p in cut_passages(plan) if p.section == 1] == ["Ærø \ue000 er åben. Øen er rund."]


def test_a_long_cover_stays_whole():
    names = "\n\n".join(f"Område nummer {n} ved åen" for n in range(60))
    plan = parse_plan(f"# Samarbejdsplan 2031\n\nFYNS POLITI\n\n{names}\n\n## 1. Øer\n\nÆrø.\n", "fyn.md")
    assert [plan.sections[p.section].kind for p in cut_passages(plan)] == ["cover", "body"]
