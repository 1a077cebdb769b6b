"""The real plans and the shipped retellings are each other's test: a question about a fact gets the same fact from both.

Compared are kommuner, numbers, dates, names and abbreviations per plan, never wording. The facts are given by hand, so that two answers
that are wrong in the same way do not agree.
"""

from __future__ import annotations

import re

import pytest

from corpus.gazetteer import find_kommuner, fold
from index.encoder import load_encoder
from index.patterns import NUMBER_WORDS
from rag.answer import Answer
from rag.assistant import Assistant
from tests.rag_plans import assert_true_to_the_plans, index_folder
from tests.real_plans import FOLDER, REPOSITORY, needs_real_plans

NJ23, OJ21, OJ24, SJ17, SJ21 = "nordjylland-2023", "oestjylland-2021", "oestjylland-2024", "sydoestjylland-2017", "sydoestjylland-2021"
INFOHUSE_2024, INFOHUSE_2021 = "Norddjurs Syddjurs Favrskov Randers Aarhus", "Aarhus Randers Syddjurs Norddjurs"
NINE = "Frederikshavn Læsø Hjørring Brønderslev Jammerbugt Vesthimmerland Rebild Mariagerfjord Aalborg"

# question, plan → its kommuner
KOMMUNER = [
    ("Hvilke kommuner har et infohus?", {OJ24: INFOHUSE_2024, OJ21: INFOHUSE_2021, NJ23: NINE}),
    ("Which kommuner have an Infohus?", {OJ24: INFOHUSE_2024, OJ21: INFOHUSE_2021, NJ23: NINE}),
    ("Hvilke kommuner er med i pilotprojektet om socialt bedrageri?", {NJ23: "Aalborg Brønderslev"}),
    ("Which kommuner take part in the pilot project on social fraud?", {NJ23: "Aalborg Brønderslev"}),
    ("Which kommuner does the exit unit in East Jutland work with most closely?", {OJ24: "Aarhus Randers"}),
    ("Hvilke kommuner har nedsat et bevillingsnævn ifølge den nyeste plan for Østjylland?", {OJ24: "Aarhus Randers Odder Favrskov"}),
    ("Hvilke kommuner har et restauratørnetværk?", dict.fromkeys([OJ24, OJ21], "Aarhus Randers Odder")),
    ("Hvilke kommuner dækker Østjyllands Brandvæsen?", dict.fromkeys([OJ24, OJ21], "Aarhus Odder Samsø Skanderborg")),
    ("Hvilken kommune er udpeget til forsøget med lavere hastighedsgrænser?", {NJ23: "Aalborg"}),
    ("Hvilken kommune er med i co-creationprojektet Fri for Indbrud?", {NJ23: "Hjørring"}),
    ("Which municipality started the project against drugs called No drugs more hugs?", {NJ23: "Frederikshavn"}),
]  # fmt: skip

# question, plan → what its answer must say; "a|b" is one or the other
FACTS = [
    ("Hvor mange tryghedskameraer råder Østjyllands Politi over?", {OJ24: "45"}),
    ("How many safety cameras does East Jutland Police have?", {OJ24: "45"}),
    ("Hvor ofte holder lokalrådene møde i Østjylland?", dict.fromkeys([OJ24, OJ21], "4 gange om året|4 gange årligt")),
    ("Hvor mange konfliktråd blev der gennemført i 2018?", {OJ24: "49"}),
    ("Hvor mange konfliktråd blev der gennemført i 2022?", {OJ24: "21"}),
    ("Hvor mange klasser gennemgår Social Pejling hvert år?", {OJ21: "250"}),
    ("Med hvor mange procent steg indbrud i boliger i Nordjylland?", {NJ23: "39"}),
    ("Hvor mange nye nærpolitistationer giver nærhedsreformen?", {NJ23: "20"}),
    ("Hvor mange udviklingsplatforme har projektet i Frederikshavn?", {NJ23: "7"}),
    ("Hvad er målet for antallet af dræbte i trafikken frem mod 2030?", {SJ21: "90"}),
    ("Hvor længe løber projektet Tryk i Sydøstjylland?", {SJ21: "2 ½ år"}),
    ("Hvad er adressen på Offerrådgivningen?", {OJ24: "Fredensgade 25|Frendsgade 25"}),
    ("Hvor ofte holdes der infohus-netværksmøde?", dict.fromkeys([OJ24, OJ21], "2 gange om året|2 gange årligt")),
    ("How often does the council in North Jutland discuss youth crime?", {NJ23: "årligt"}),
    ("Hvornår udløb satspuljemidlerne til det fælles udrykningsteam?", {OJ24: "efteråret 2021"}),
    ("Hvornår begyndte PANTHER I?", {SJ17: "2016"}),
    ("Hvornår skal lokalrådene i Nordjylland senest lægge handleplanen fast?", {NJ23: "1. februar 2023"}),
    ("Hvornår åbnede nærstationerne i Aars og Brønderslev?", {NJ23: "september 2021|efteråret 2021"}),
    ("Hvornår forventes projektet om socialbedrageri afsluttet?", {NJ23: "september 2023"}),
    ("Since when has the gang exit programme existed?", {OJ24: "2012"}),
    ("Hvornår trådte aftalen om ungdomskriminalitet i kraft?", {SJ21: "1. januar 2019"}),
    ("Hvornår forventes dataindsamlingen om færdselsuheld i Nordjylland afsluttet?", {NJ23: "2026"}),
    ("Hvad er åbningstiden for Offerrådgivningen i Aarhus?", {OJ24: "16-19"}),
    ("Hvornår blev bandepakke III's initiativ 30 til et lokalt samarbejde i Sydøstjylland?", {SJ21: "2018"}),
    ("Hvem er borgmester i Odder?", {OJ24: "Lone Jakobi", OJ21: "Uffe Jensen"}),
    ("Who is the mayor of Favrskov?", {OJ24: "Lars Storgaard", OJ21: "Nils Borring"}),
    ("Hvem er politidirektør i Østjylland?", {OJ24: "Kirsten Dyrman Nielsen", OJ21: "Kirsten Dyrman Nielsen"}),
    ("Hvem står for driften af Offerrådgivningen?", {OJ24: "bestyrelsen"}),
    ("Hvem er projektansvarlig for Tryk i Sydøstjylland?", {SJ21: "Dansk Stalking Center"}),
    ("Who coordinates SSP Østjylland?", {OJ24: "Østjyllands Politi"}),
    ("Hvad står PSP for i Østjylland?", {OJ24: "Politi, sociale myndigheder og psykiatri"}),
    ("What does SSP stand for?", {OJ24: "Skole, Socialforvaltning og Politi"}),
    ("Hvad står TÆK for?", {OJ24: "Team for Æresrelateret Kriminalitet"}),
    ("What does DKS stand for?", {SJ21: "Kriminalpræventive Sekretariat"}),
    ("Hvad står SUB for?", {OJ21: "Særligt Udsatte Boligområder"}),
    ("Hvad står EAE for?", {SJ17: "Efterretnings- og Analyseenheden"}),
    ("Hvad står CHI for?", {SJ21: "Crime Harm Index"}),
    ("Hvor finder Offerrådgivningens personlige rådgivning sted i Aarhus?", {OJ24: "Fredensgade 25|Frendsgade 25"}),
    ("Hvad er telefonnummeret til Nordjyllands Politi?", {NJ23: "9630 1448|96301448"}),
    ("Hvem tager sig af sager om stalking i Østjylland?", {OJ24: "STÆR"}),
]  # fmt: skip

SILENT = [
    ("Hvad siger planen for Fyn om infohuse?", "no_such_plan"),
    ("Hvor mange droner har politiet?", "not_mentioned"),
    ("Which kommuner have a zebra crossing programme for horses?", "unsure"),
]

# What neither or only one corpus answers today.
KNOWN = {
    "Hvor mange tryghedskameraer råder Østjyllands Politi over?": "the real plans: declined, the figure's sentence says »kameraer« alone",
    "Hvor længe løber projektet Tryk i Sydøstjylland?": "the project is named two sentences before the one that says how long",
}

pytestmark = needs_real_plans


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return index_folder(FOLDER, tmp_path_factory.mktemp("rigtige") / "data", load_encoder())


@pytest.fixture(scope="session")
def retold(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return index_folder(REPOSITORY / "corpus" / "plans", tmp_path_factory.mktemp("genfortalte") / "data", load_encoder())


def rows(table: list[tuple[str, dict[str, str]]]) -> list[object]:
    return [pytest.param(*row, marks=pytest.mark.xfail(strict=True, reason=KNOWN[row[0]])) if row[0] in KNOWN else row for row in table]


def ask(assistant: Assistant, question: str) -> Answer:
    answer = assistant.answer(question)
    assert_true_to_the_plans(answer, assistant)
    return answer


def kommuner(answer: Answer) -> dict[str, set[str]]:
    """Plan → the kommuner of its list."""
    return {s.plan: {hit.name for item in s.items for hit in find_kommuner(item)} for s in answer.statements if s.items}


def plain(words: str) -> str:
    """Words with numbers in digits, one kind of blank and dash, folded: what is compared."""
    digits = re.sub(r"[\wæøåÆØÅ]+", lambda m: str(NUMBER_WORDS.get(m.group().lower(), m.group())), words)
    return fold(re.sub(r"\s+", " ", re.sub(r"\s*[-–]\s*(?=\d)", "-", digits)))


def says(answer: Answer, plan: str, fact: str) -> bool:
    words = plain(" | ".join(word for s in answer.statements if s.plan == plan for word in (*s.items, s.text)))
    return any(re.search(rf"(?<![\d.,]){re.escape(plain(one))}(?![\d]|[.,]\d)", words) for one in fact.split("|"))


def test_there_are_enough_questions_of_both_languages_and_all_kinds() -> None:
    questions = [question for question, _ in KOMMUNER + FACTS]
    assert len(questions) == len(set(questions)) >= 40 and len(KNOWN) <= 6


@pytest.mark.parametrize(("question", "expected"), rows(KOMMUNER))
def test_both_corpora_name_the_same_kommuner(real: Assistant, retold: Assistant, question: str, expected: dict[str, str]) -> None:
    wanted = {plan: set(names.split()) for plan, names in expected.items()}
    assert kommuner(ask(retold, question)) == wanted
    assert kommuner(ask(real, question)) == wanted


@pytest.mark.parametrize(("question", "expected"), rows(FACTS))
def test_both_corpora_give_the_same_fact(real: Assistant, retold: Assistant, question: str, expected: dict[str, str]) -> None:
    for answer in (ask(retold, question), ask(real, question)):
        assert answer.status == "answered", (answer.reason, answer.missing)
        for plan, fact in expected.items():
            assert says(answer, plan, fact), (plan, fact, [(s.plan, s.items, s.text) for s in answer.statements])


@pytest.mark.parametrize(("question", "reason"), SILENT)
def test_both_corpora_are_silent_for_the_same_reason(real: Assistant, retold: Assistant, question: str, reason: str) -> None:
    for answer in (ask(retold, question), ask(real, question)):
        assert (answer.status, answer.reason) == ("abstained", reason)
