"""Yes and no: a false one is the worst answer there is, so each rule has a question that it must not answer."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from rag.question import kind_of
from tests.rag_plans import assert_true_to_the_plans, build

TEXT = """\
# Samarbejdsplan 2024

Kredsrådet i Fyns Politikreds

- Odense Kommune
- Nyborg Kommune
- Ærø Kommune

## 1. Bådklubben

Bådklubben er et tilbud til unge med en dom bag sig. Bådklubben tager også imod unge fra andre kommuner. \
Deltagerne i Bådklubben skal bære redningsvest.

## 2. Havnebadet

Hvor havnebadet i Nyborg skal ligge, er endnu ikke fastlagt. Havnebadet i Nyborg åbner i 2025. \
Antallet af druknede i havnene er faldende. \
På landsplan er antallet af stjålne både steget. Færre kajakker bliver stjålet, men anmeldelserne af kajakker viser en stigning. \
Tyveri af årer viser et mindre fald. \
Tyveri af ankre er ikke steget.

## 3. Broerne

Odense og Nyborg Kommuner har en brovagt, mens havnefogeden har opgaven i Ærø Kommune.

## 4. Kajrådet

Kajrådet ledes af en bestyrelse, som vælger sin formand selv efter samråd med politiet. Brorådet er kun for de ansatte på broen.

## 5. Kajtilsynet

Kajrådet vil i 2024 også drøfte kajtilsynet med havnefogederne. Kajtilsynet i Odense er nu en permanent ordning. \
Kajrådet skal hjælpe unge ind i sejlerkurset. Alle kajhuse ligger i Odense Kommune. \
Det samlede antal anmeldte tyverier på kajerne i Fyns Politikreds viste et mindre fald i 2023.
"""


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return build({"fyn-2024.md": TEXT})


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("Er Bådklubben kun for unge fra Odense?", "no"),
        ("Is the Bådklubben only for young people from Odense?", "no"),
        ("Tager Bådklubben også imod unge fra andre kommuner?", "yes"),
        ("Skal deltagerne i Bådklubben bære redningsvest?", "yes"),
        ("Er det fastlagt, hvor havnebadet i Nyborg skal ligge?", "no"),
        ("Has it been decided where the havnebad in Nyborg will be?", "no"),
        ("Er antallet af druknede i havnene stigende?", "no"),
        ("Er tyveri af årer steget?", "no"),
        ("Har Ærø Kommune en brovagt?", "no"),
        ("Is the kajtilsyn in Odense going to end?", "no"),
        ("Ligger der kajhuse uden for Odense Kommune?", "no"),
        ("Is the total number of reported thefts on the kajer of the Funen district up in 2023?", "no"),
        ("Har Nyborg Kommune en brovagt?", "yes"),
        ("Er Brorådet kun for ansatte på broen?", "yes"),
    ],
)
def test_the_deciding_word_decides(assistant: Assistant, question: str, form: str) -> None:
    answer = assistant.answer(question)
    assert_true_to_the_plans(answer, assistant)
    assert [one.form for one in answer.statements][:1] == [form], [one.text for one in answer.statements]


@pytest.mark.parametrize(
    "question",
    [
        # The clause does not name who is asked about.
        "Leder politiet Kajrådet?",
        "Do the police lead the Kajråd?",
        # What is left when the named is taken away.
        "Er der en brovagt uden for Nyborg Kommune?",
        # Neither is said.
        "Er Kajrådet kun for fiskere?",
        "Er Havnebadet stadig i Nyborg?",
        # To talk about it is not to go on with it, and what a council must do is no demand on a person.
        "Fortsætter drøftelserne om kajtilsynet i 2024?",
        "Do you have to be young to get into the sejlerkursus that the Kajråd helps with?",
        # Neither up nor down.
        "Er tyveri af ankre steget?",
        # Of both ways.
        "Stiger antallet af stjålne kajakker?",
        # Of the whole country.
        "Stiger antallet af stjålne både?",
        # Where it will be is open, and that denies nothing.
        "Ligger der et havnebad i Nyborg Kommune?",
    ],
)
def test_what_no_word_decides_gets_no_verdict(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert not {one.form for one in answer.statements} & {"yes", "no"}, [(one.form, one.text) for one in answer.statements]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Is the number of reports rising?", "yesno"),
        ("Afgøres sagerne af nævnet hver måned?", "yesno"),
        ("Bruges den mobile station til arrangementer?", "yesno"),
        ("exit kun for bandemedlemmer?", "yesno"),
        ("gåprøver obligatorisk", "yesno"),
        ("lokalråd i alle kommuner?", "yesno"),
        ("Can you tell me who leads the council?", "who"),
        ("Kan du sige, hvornår rådet mødes?", "date"),
        ("Er der forskel på planerne i 2017 og 2021?", "compare"),
        ("Er der kommet flere infohuse i Østjylland siden 2021?", "compare"),
        ("Does the plan say how many cameras there are?", "count"),
        ("kontakter i Aarhus", "describe"),
        ("Hvilke kommuner har kun et lokalråd?", "kommuner"),
    ],
)
def test_a_question_that_begins_with_its_verb_asks_for_yes_or_no_and_no_other_does(question: str, kind: str) -> None:
    assert kind_of(question) == kind


def test_whether_there_are_opening_hours_is_not_when(assistant: Assistant) -> None:
    from rag.question import analyse

    assert analyse("Har stationen faste åbningstider?").asked == ()
    assert analyse("Hvad er stationens åbningstider?").asked == ("hours",)
