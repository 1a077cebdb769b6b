from __future__ import annotations

import threading

import pytest

from corpus.errors import QuestionError
from rag.answer import Answer
from rag.assistant import Assistant
from tests.rag_plans import assert_true_to_the_plans, build, forms_by_plan, items_by_plan, plan, said, three_plans, traps


def ask(question: str, *context: str, **filters: object) -> Answer:
    answer = three_plans().answer(question, context=context, **filters)  # type: ignore[arg-type]
    assert_true_to_the_plans(answer, three_plans())
    return answer


# ---- lists


@pytest.mark.parametrize(
    ("question", "items"),
    [
        (
            "Hvilke kommuner har en havnevagt?",
            {"fyn-2024": ("Odense", "Nyborg", "Kerteminde"), "fyn-2022": ("Nyborg",), "nordsjaelland-2023": ("Helsingør",)},
        ),
        (
            "Which kommuner have a havnevagt?",
            {"fyn-2024": ("Odense", "Nyborg", "Kerteminde"), "fyn-2022": ("Nyborg",), "nordsjaelland-2023": ("Helsingør",)},
        ),
        (
            "hvilke kommuner har havnvagt",
            {"fyn-2024": ("Odense", "Nyborg", "Kerteminde"), "fyn-2022": ("Nyborg",), "nordsjaelland-2023": ("Helsingør",)},
        ),
        ("Hvilke kommuner har en bådpatrulje?", {"fyn-2024": ("Svendborg", "Ærø")}),
        ("hvilke kommuner har en badpatrulje", {"fyn-2024": ("Svendborg", "Ærø")}),
        ("Hvilke kommuner deltager i lanterneprojektet?", {"fyn-2024": ("Odense", "Svendborg", "Nyborg", "Kerteminde", "Ærø")}),
        ("Hvilke kommuner har en cykelbutler?", {"fyn-2024": ("Odense", "Svendborg", "Nyborg", "Kerteminde", "Ærø")}),
        ("Hvilke kommuner har opsat lystavler?", {"fyn-2024": ("Odense", "Svendborg", "Nyborg", "Kerteminde")}),
        ("Hvilke kommuner har en havnevagt ifølge den nyeste plan for Fyn?", {"fyn-2024": ("Odense", "Nyborg", "Kerteminde")}),
        ("Hvilke kommuner har en havnevagt i planen for Nordsjælland?", {"nordsjaelland-2023": ("Helsingør",)}),
    ],
)
def test_kommuner_per_plan(question: str, items: dict[str, tuple[str, ...]]) -> None:
    answer = ask(question)
    assert (answer.status, items_by_plan(answer)) == ("answered", items)
    assert set(answer.items) == {name for names in items.values() for name in names}


def test_all_of_them_is_proved_by_the_sentence_and_by_the_plans_own_list() -> None:
    answer = ask("Hvilke kommuner har en cykelbutler?")
    (statement,) = answer.statements
    assert statement.form == "all_items"
    sentence, listing = (answer.citation(n) for n in statement.citations)
    assert sentence.quote == "Hver kommune har en cykelbutler."
    assert all(kommune in listing.quote for kommune in statement.items) and listing.start < 200


def test_an_exception_is_left_out_and_stands_in_the_quote() -> None:
    answer = ask("Hvilke kommuner har opsat lystavler?")
    assert "Ærø" not in answer.items
    assert answer.citation(1).quote == "Samtlige kommuner på nær Ærø har opsat lystavler."


def test_the_coverage_line_says_what_was_searched_and_where_it_is_spoken_of() -> None:
    answer = ask("Hvilke kommuner har en bådpatrulje?")
    assert answer.coverage.searched == ("fyn-2024", "fyn-2022", "nordsjaelland-2023")
    assert answer.coverage.mentioning == ("fyn-2024",)


def test_an_older_plan_speaks_after_the_newer_one_and_is_marked() -> None:
    answer = ask("Hvilke kommuner har en havnevagt?", districts=("Fyn",))
    assert [(s.plan, s.older) for s in answer.statements] == [("fyn-2024", False), ("fyn-2022", True)]


@pytest.mark.parametrize("question", ["Hvilke kommuner har ikke en havnevagt?", "Which kommuner do not have a havnevagt?"])
def test_who_has_it_not_is_never_answered_with_who_has_it(question: str) -> None:
    assert items_by_plan(ask(question)).get("fyn-2024") != ("Odense", "Nyborg", "Kerteminde")


def test_the_plans_that_speak_of_it() -> None:
    assert set(forms_by_plan(ask("Hvilke planer omtaler havnevagten?"))) == {"fyn-2024", "fyn-2022", "nordsjaelland-2023"}
    assert set(forms_by_plan(ask("Which plans mention the dronevagt over Øresund?"))) == {"nordsjaelland-2023"}


# ---- one fact


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("Hvor mange frivillige er der i havnevagten?", {"fyn-2024": "48", "fyn-2022": "12"}),
        ("How many volunteers are there in the havnevagt?", {"fyn-2024": "48", "fyn-2022": "12"}),
        ("Hvor mange cykeltyverier blev der anmeldt i 2021?", {"fyn-2022": "402"}),
        ("Hvor ofte mødes kredsrådet?", {"fyn-2024": "tre gange", "fyn-2022": "to gange", "nordsjaelland-2023": "hvert kvartal"}),
        ("How often does the council meet in North Zealand?", {"nordsjaelland-2023": "hvert kvartal"}),
        ("Hvornår begyndte havnevagten?", {"fyn-2024": "1. juni 2023"}),
        ("When did the havnevagt start?", {"fyn-2024": "1. juni 2023"}),
        ("Hvem er borgmester i Odense?", {"fyn-2024": "Bo Ærenlund", "fyn-2022": "Bente Ågård"}),
        ("Who is the mayor of Ærø?", {"fyn-2024": "Øjvind Sø"}),
        ("Hvem er politidirektør?", {"fyn-2024": "Åse Kjærlund"}),
        ("Hvem leder dronevagten?", {"nordsjaelland-2023": "Ærenfred Åkjær"}),
        ("Hvor ligger rådets sekretariat?", {"nordsjaelland-2023": "Æblevej 7 i Hillerød"}),
        ("Hvad står FISK for?", {"fyn-2024": "Fælles Indsats for Sikre Kajer"}),
        ("What does FISK stand for?", {"fyn-2024": "Fælles Indsats for Sikre Kajer"}),
        ("Hvad er råbåndsknob?", {"fyn-2022": "kursus i knob"}),
        ("Hvad er havnevagten?", {"fyn-2024": "korps af frivillige"}),
        ("Hvordan har antallet af stjålne cykler, der er fundet igen, udviklet sig?", {"fyn-2024": "2022: 57"}),
        ("Hvordan har antallet af cykler fundet igen udviklet sig?", {"fyn-2024": "2022: 57"}),
        ("Hvor mange cykeltyverier blev der anmeldt på Fyn i 2023?", {"fyn-2024": "318"}),
        ("Hvor gamle er de unge på kurset i råbåndsknob?", {"fyn-2022": "mellem 13 og 16 år"}),
    ],
)
def test_the_fact_stands_in_the_answer_of_the_right_plan(question: str, facts: dict[str, str]) -> None:
    answer = ask(question)
    assert answer.status == "answered", (answer.reason, answer.missing)
    assert {s.plan for s in answer.statements} == set(facts)
    for name, fact in facts.items():
        assert any(fact in word for s in answer.statements if s.plan == name for word in (*s.items, s.text)), (name, said(answer))


def test_a_figure_of_a_year_that_is_also_a_plans_year() -> None:
    assert "318" in said(ask("Hvor mange cykeltyverier blev der anmeldt i 2023?"))


def test_a_figure_of_a_year_that_is_also_the_year_of_an_older_plan() -> None:
    assert "57" in said(ask("Hvor mange stjålne cykler blev fundet igen i 2022?"))


# ---- yes, no, and neither


@pytest.mark.parametrize(
    ("question", "forms"),
    [
        ("Har Nyborg Kommune en havnevagt?", {"fyn-2024": "yes", "fyn-2022": "yes"}),
        ("Does Nyborg have a havnevagt?", {"fyn-2024": "yes", "fyn-2022": "yes"}),
        ("Deltager Ærø Kommune i lanterneprojektet?", {"fyn-2024": "yes"}),
        ("Har Ærø Kommune opsat lystavler?", {"fyn-2024": "no"}),
        ("Er der indkøbt hjertestartere til havnevagten?", {"fyn-2024": "no"}),
        ("Har Svendborg Kommune en kajskole?", {"fyn-2024": "quote"}),
    ],
)
def test_a_verdict_needs_the_sentence_that_gives_it(question: str, forms: dict[str, str]) -> None:
    assert forms_by_plan(ask(question)) == forms


@pytest.mark.parametrize(
    "question",
    ["Har Svendborg Kommune en havnevagt?", "Does Ærø have a havnevagt?", "Har Ærø Kommune en kajskole?", "Har Nyborg en bådpatrulje?"],
)
def test_there_is_no_yes_for_a_kommune_that_the_sentence_does_not_name(question: str) -> None:
    assert "yes" not in {s.form for s in ask(question).statements}


def test_what_is_about_to_end_is_not_a_plain_yes() -> None:
    assert "yes" not in {s.form for s in ask("Findes havnevagten stadig i Helsingør?").statements}


def test_a_question_that_denies_gets_the_words_and_no_verdict() -> None:
    assert {s.form for s in ask("Er havnevagten i Helsingør ikke ophørt?").statements} <= {"quote"}


# ---- the four claims that a studied peer's checker accepts (notes/peers.md, section 7)


def probe(question: str) -> Answer:
    answer = traps().answer(question)
    assert_true_to_the_plans(answer, traps())
    return answer


@pytest.mark.parametrize(
    "question",
    [
        "Har Slagelse Kommune en ørnerede med fast bemanding?",
        "Har Slagelse Kommune etableret en ørnerede i kommunen?",
        "Har Køge Kommune en ørnerede siden 2019?",
        "Har politiet lukket ørnereden i kommunen?",
    ],
)
def test_the_four_probes_get_no_yes(question: str) -> None:
    assert "yes" not in {s.form for s in probe(question).statements}


@pytest.mark.parametrize(
    "question",
    [
        pytest.param(
            "Har Slagelse Kommune en ørnerede med fast bemanding?",
            marks=pytest.mark.xfail(strict=True, reason="the answer about Slagelse quotes the sentence about Sorø"),
        ),
        "Har Slagelse Kommune etableret en ørnerede i kommunen?",
    ],
)
def test_an_answer_about_one_kommune_does_not_quote_another(question: str) -> None:
    assert "Sorø" not in said(probe(question))


def test_the_sentence_that_says_no_carries_the_no() -> None:
    answer = probe("Har Slagelse Kommune etableret en ørnerede i kommunen?")
    assert forms_by_plan(answer) == {"midt-og-vestsjaelland-2025": "no"}


def test_the_right_claims_about_the_same_text() -> None:
    assert forms_by_plan(probe("Har Sorø Kommune en ørnerede?")) == {"midt-og-vestsjaelland-2025": "yes"}
    assert probe("Hvilke kommuner har en ørnerede?").items == ("Sorø",)
    køge = probe("Har Køge Kommune en ørnerede siden 2019?")
    assert (køge.reason, køge.missing) == ("no_such_plan", ("Køge",))


# ---- silence


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Hvad siger planen om ulvejagt på øen?", ("ulvejagt",)),
        ("Har kommunerne en kattepension?", ("kattepension",)),
        ("Hvem leder rumstationen over Øresund?", ("rumstationen",)),
        ("Which kommuner have a zebra hospital?", ("zebra",)),
    ],
)
def test_what_no_plan_speaks_of_is_not_mentioned(question: str, missing: tuple[str, ...]) -> None:
    answer = ask(question)
    assert (answer.status, answer.reason) == ("abstained", "not_mentioned")
    assert set(missing) <= set(answer.missing)
    assert answer.coverage.searched == ("fyn-2024", "fyn-2022", "nordsjaelland-2023") and answer.coverage.mentioning == ()


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Hvad siger planen for Bornholm om havnevagten?", ("Bornholm",)),
        ("What does the plan for South Zealand say about the havnevagt?", ("Sydsjælland og Lolland-Falster",)),
        ("Har Aalborg Kommune en havnevagt?", ("Aalborg",)),
        ("Hvad siger planen fra 2019 om havnevagten?", ("2019",)),
        ("Hvad siger samarbejdsplan 2023 for Fyn om havnevagten?", ("2023",)),
    ],
)
def test_a_plan_that_is_not_here_is_said_to_be_missing(question: str, missing: tuple[str, ...]) -> None:
    answer = ask(question)
    assert (answer.status, answer.reason, answer.missing) == ("abstained", "no_such_plan", missing)
    assert set(answer.available) == {"fyn-2022", "fyn-2024", "nordsjaelland-2023"}


def test_half_an_answer_is_not_passed_off_as_the_whole() -> None:
    answer = ask("Hvilke kommuner på Fyn og Bornholm har en havnevagt?")
    assert (answer.status, answer.reason, answer.missing) == ("abstained", "no_such_plan", ("Bornholm",))


def test_a_detail_that_the_plan_does_not_give_is_not_made_up() -> None:
    answer = ask("Hvor mange frivillige er der i havnevagten i Nordsjælland?")
    assert answer.status == "abstained" and answer.statements == ()


# ---- conversation


@pytest.mark.parametrize(
    ("context", "question", "items"),
    [
        (("Hvilke kommuner har en havnevagt på Fyn?",), "Og i Nordsjælland?", {"nordsjaelland-2023": ("Helsingør",)}),
        (("Hvilke kommuner har en havnevagt på Fyn?",), "Og i 2022?", {"fyn-2022": ("Nyborg",)}),
        (("Which kommuner have a havnevagt on Funen?",), "And in North Zealand?", {"nordsjaelland-2023": ("Helsingør",)}),
        (("Hvilke kommuner har en havnevagt på Fyn?", "Og i Nordsjælland?"), "Og i 2022 på Fyn?", {"fyn-2022": ("Nyborg",)}),
    ],
)
def test_a_follow_up_takes_over_the_topic(context: tuple[str, ...], question: str, items: dict[str, tuple[str, ...]]) -> None:
    answer = ask(question, *context)
    assert items_by_plan(answer) == items
    assert "havnevagt" in answer.understood.rewritten and answer.question == question


def test_a_follow_up_that_points_back_asks_for_another_fact() -> None:
    assert "1. juni 2023" in said(ask("Hvornår begyndte den?", "Hvilke kommuner har en havnevagt på Fyn?"))


def test_a_new_topic_leaves_the_old_one() -> None:
    answer = ask("Hvem leder dronevagten?", "Hvilke kommuner har en havnevagt på Fyn?")
    assert answer.understood.rewritten == "" and {s.plan for s in answer.statements} == {"nordsjaelland-2023"}


# ---- filters, language, what belongs to every answer


def test_a_plan_left_out_is_neither_read_nor_counted_and_the_older_one_stays_old() -> None:
    answer = ask("Hvilke kommuner har en havnevagt?", without_plans=("fyn-2024",))
    assert items_by_plan(answer) == {"fyn-2022": ("Nyborg",), "nordsjaelland-2023": ("Helsingør",)}
    assert "fyn-2024" not in answer.coverage.searched
    assert next(one for one in answer.statements if one.plan == "fyn-2022").older


def test_filters_keep_other_plans_out_of_answer_and_coverage() -> None:
    answer = ask("Hvilke kommuner har en havnevagt?", districts=("fyn",), years=(2022,))
    assert items_by_plan(answer) == {"fyn-2022": ("Nyborg",)} and answer.coverage.searched == ("fyn-2022",)


@pytest.mark.parametrize(
    ("filters", "code"), [({"districts": ("Atlantis på Ærø",)}, "district_unknown"), ({"years": (1999,)}, "year_unknown")]
)
def test_an_unknown_filter_is_an_error(filters: dict[str, object], code: str) -> None:
    with pytest.raises(QuestionError) as caught:
        ask("Hvilke kommuner har en havnevagt?", **filters)
    assert caught.value.code == code


@pytest.mark.parametrize("question", ["", "?", "å" * 2001])
def test_a_question_that_is_none_is_an_error(question: str) -> None:
    with pytest.raises(QuestionError):
        ask(question)


def test_the_language_is_that_of_the_question_unless_it_is_chosen() -> None:
    assert ask("Which kommuner have a bådpatrulje?").language == "en"
    assert ask("Hvilke kommuner har en bådpatrulje?").language == "da"
    chosen = ask("Hvilke kommuner har en bådpatrulje?", language="en")
    assert chosen.language == "en" and chosen.items == ("Svendborg", "Ærø")


def test_an_answer_says_how_it_was_understood_and_where_it_comes_from() -> None:
    answer = ask("hvilke kommuner har havnvagt på fyn")
    assert (answer.understood.kind, answer.understood.districts) == ("kommuner", ("Fyn",))
    assert ("havnvagt", "havnevagt") in answer.understood.corrected
    assert answer.generation == three_plans().generation.id and 0 <= answer.confidence <= 1
    assert 0 < answer.seconds.total < 5 and answer.seconds.retrieve + answer.seconds.read == pytest.approx(answer.seconds.total)


MANY = [
    "havnevagt", "Hvad er havnevagten på Ærø?", "cykler", "Kredsrådet?", "Hvor er båden på åen?", "Hvem er formand for rådet?",
    "What is the goal for bicycle theft?", "Is there a drone over the Øresund?", "planen", "Ærø", "2023", "Fyn", "politi", "hvad?",
    "Hvad er forskellen på 2022 og 2024?", "Har alle kommuner en cykelbutler?", "Nævn alt om havne", "How long?", "§ 113", "SØTRYGHED",
]  # fmt: skip


@pytest.mark.parametrize("question", MANY)
def test_no_answer_cites_a_wrong_plan_or_a_wrong_word_or_runs_long(question: str) -> None:
    answer = ask(question)
    for s in answer.statements:
        if s.form in ("quote", "yes", "no", "unnamed"):
            assert s.text == " … ".join(answer.citation(n).quote for n in s.citations)
        for item in s.items:
            source = plan(three_plans(), s.plan).text
            assert all(part in source for part in item.split(", ")), item
    assert len(said(answer)) < 1500


def test_the_same_question_has_the_same_answer_from_every_thread() -> None:
    found: list[Answer] = []
    threads = [threading.Thread(target=lambda: found.append(ask("Hvilke kommuner har en havnevagt?"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8 and len({(a.statements, a.citations, a.items) for a in found}) == 1


def test_search_ranks_every_passage_of_the_plans_in_scope() -> None:
    hits = three_plans().search("havnevagt på åen", k=100, districts=("Fyn",))
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert {hit.passage.plan for hit in hits} == {"fyn-2022", "fyn-2024"}
    assert "havnevagt" in hits[0].passage.text.lower()
    assert len(three_plans().search("havnevagt", k=2)) == 2


def test_one_plan_is_enough_and_its_silence_is_its_own() -> None:
    small: Assistant = build(
        {"fyn.md": "# Samarbejdsplan 2024\n\nKredsrådet i Fyns Politikreds\n\n## 1. ÅER\n\nÆrø Kommune har en ålekvase.\n"}
    )
    answer = small.answer("Hvilke kommuner har en ålekvase?")
    assert answer.items == ("Ærø",) and answer.citation(1).quote == "Ærø Kommune har en ålekvase."
    assert small.answer("Hvilke kommuner har en havnevagt?").reason == "not_mentioned"


@pytest.mark.parametrize(
    "question",
    [
        "Jeg skal sende mødeindkaldelser og kørselsvejledning ud til havnevagterne på Fyn. Hvilke kommuner har sådan en vagt?",
        "I send letters and parking permits to the harbour watch on Funen. Which municipalities have such a watch?",
    ],
)
def test_such_a_thing_is_the_very_one_that_was_told_of(question: str) -> None:
    answer = ask(question, years=[2024])
    assert items_by_plan(answer) == {"fyn-2024": ("Odense", "Nyborg", "Kerteminde")}
    assert {word.lower() for word in answer.understood.topic} <= {"havnevagterne", "harbour watch"}


def test_such_a_thing_that_was_not_told_of_is_asked_for_itself() -> None:
    answer = ask("Jeg skal skrive til havnevagterne. Hvilke kommuner har sådan en trampolin?")
    assert (answer.status, answer.missing) == ("abstained", ("trampolin",))
