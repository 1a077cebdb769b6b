"""Whatever the blocks: every span is the plan's own words, sections tile the text, passages hold every sentence once."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.assemble import Assembly, assemble
from corpus.blocks import Block, parse_blocks
from corpus.passages import cut_passages
from corpus.plan import Plan
from corpus.reader import parse_plan
from corpus.sentences import split_sentences

WORDS = [
    *("Ærø", "ål", "Åen", "rådet", "på", "og", "havn!", "Borgmester", "(SSP)", "–", "”øen.”"),
    *("bl.a.", "nr.", "3", "2031.", "mv.", "kl.", "9.30", "§", "d."),
]
LONG_WORDS = ["ungdomskriminalitetsnævnsmøde", "på", "Ærø.", "Åben"]

runs = st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(" ".join)
long_runs = st.lists(st.sampled_from(LONG_WORDS), min_size=40, max_size=90).map(" ".join)
names = st.sampled_from(["Åse Bøgh", "Søren Dam", "Åse Bøgh, Borgmester i Ærø Kommune", "Mia Ødegaard, Politidirektør"])
numbers = st.sampled_from(["", "", "1", "1.1", "2", "05.1", "3.1.1"])
headings = st.builds(Block, kind=st.just("heading"), text=runs, level=st.integers(0, 4), number=numbers, page=st.none() | st.integers(1, 9))
bodies = st.builds(Block, kind=st.sampled_from(["paragraph", "item"]), text=runs | long_runs, page=st.none() | st.integers(1, 9))
signatures = st.builds(Block, kind=st.just("signature"), text=names)
plans_of_blocks = st.lists(headings | bodies | signatures, min_size=1, max_size=25)

noise = st.text("æø *_-#|.1\t", max_size=12)
lines = st.one_of(runs, runs.map("- {}".format), runs.map("## 1. {}".format), runs.map("**{}**".format), st.just(""), st.just("7"), noise)
files = st.lists(lines, max_size=25).map("\n".join)

quick = settings(max_examples=100, deadline=None)


def as_plan(built: Assembly) -> Plan:
    parts = {
        "sections": tuple(built.sections),
        "sentences": tuple(built.sentences),
        "signatories": tuple(built.signatories),
        "pages": tuple(built.pages),
    }
    nothing = {"kommuner": (), "kommune_mentions": (), "contradictions": ()}
    return Plan(id="oe-2031", file="ø.txt", title="Øen", district="Fyn", year=2031, text=built.text, retold=False, **parts, **nothing)


def check_spans(built: Assembly) -> None:
    for part in [*built.sentences, *built.signatories]:
        words = built.text[part.start : part.end]
        assert words and words == words.strip()
    for signatory in built.signatories:
        assert built.text[signatory.start : signatory.end] == ", ".join(filter(None, (signatory.name, signatory.office)))
    for first, second in itertools.pairwise(built.sentences):
        assert first.end <= second.start
        assert first.section <= second.section
    for position, sentence in enumerate(built.sentences):
        section = built.sections[sentence.section]
        assert sentence.index == position and section.start <= sentence.start and sentence.end <= section.end
        assert sentence.lead is None or built.sentences[sentence.lead].section == sentence.section


def check_tiling(built: Assembly) -> None:
    borders = [(0, 0), *((section.start, section.end) for section in built.sections), (len(built.text), len(built.text))]
    for (_, before), (after, _) in itertools.pairwise(borders):
        assert before <= after
        assert built.text[before:after].strip(" \n-") == "", "words outside every section"
    for position, section in enumerate(built.sections):
        assert section.index == position and section.start <= section.body_start <= section.end
        assert built.text[section.start : section.end].strip()


def check_passages(plan: Plan) -> None:
    covered: list[int] = []
    for passage in cut_passages(plan):
        assert passage.text == plan.text[passage.start : passage.end] == passage.text.strip() != ""
        inside = [s for s in plan.sentences if passage.start <= s.start and s.end <= passage.end]
        assert inside and {s.section for s in inside} == {passage.section}
        assert (inside[0].start, inside[-1].end) == (passage.start, passage.end), "a passage begins or ends inside a sentence"
        covered += [s.index for s in inside]
    assert covered == [s.index for s in plan.sentences if s.kind != "heading"]


@quick
@given(plans_of_blocks)
def test_spans_of_any_blocks(blocks):
    built = assemble(blocks, [])
    check_spans(built)
    check_tiling(built)
    check_passages(as_plan(built))


@quick
@given(plans_of_blocks)
def test_no_word_of_the_blocks_is_lost_or_added(blocks):
    words = []
    for block in blocks:
        words += [block.number if "." in block.number else f"{block.number}."] if block.number else []
        words += block.text.split()
    assert [word for word in assemble(blocks, []).text.split() if word != "-"] == words


@quick
@given(files)
def test_spans_of_any_file(text):
    plan = parse_plan(f"# Samarbejdsplan 2031 for Fyns Politi\n\nØen er rund og åben.\n\n{text}\n", "ø.md")
    built = Assembly(plan.text, list(plan.sections), list(plan.sentences), list(plan.signatories), list(plan.pages))
    check_spans(built)
    check_tiling(built)
    check_passages(plan)


@quick
@given(files)
def test_blocks_are_stripped_and_never_empty(text):
    for block in parse_blocks(text)[0]:
        assert block.text == " ".join(block.text.split()) != ""


@quick
@given(runs)
def test_sentences_hold_every_letter_but_the_blanks_between(text):
    spans = split_sentences(text)
    assert "".join(text[start:end] for start, end in spans).replace(" ", "") == text.replace(" ", "")
    assert all(text[first[1] : second[0]].isspace() for first, second in itertools.pairwise(spans))
