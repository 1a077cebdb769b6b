"""Four invented plans and an assistant over them, for the tests of ``rag``: Fyn 2022 and 2024, Nordsjælland 2023, and a plan of traps.

Nothing in them is taken from a plan: the projects (havnevagt, bådpatrulje, lanterner) do not exist, only the names of places do.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from corpus.plan import Plan
from index.encoder import Encoder
from index.store import Store
from index.update import update
from rag.answer import Answer
from rag.assistant import Assistant
from tests.conftest import HashingEncoder

FYN_2024 = """\
# Samarbejdsplan 2024

Kredsrådet i Fyns Politikreds

- Odense Kommune
- Svendborg Kommune
- Nyborg Kommune
- Kerteminde Kommune
- Ærø Kommune

## FORORD

Planen gælder samarbejdet på Fyn og øerne.

Odense, den 14. maj 2024

Åse Kjærlund

Politidirektør

Bo Ærenlund

Borgmester i Odense Kommune

Øjvind Sø

Borgmester i Ærø Kommune

## 1. KREDSRÅDET

Kredsrådet mødes tre gange om året på rådhuset i Nyborg. Politidirektøren er formand for rådet.

## 2. TRYGGE HAVNE

### 2.1. Havnevagten

Havnevagten er et korps af frivillige, der går aftenture langs bolværket. Odense, Nyborg og Kerteminde Kommuner har en havnevagt, \
mens der i Svendborg og Ærø Kommuner er en bådpatrulje. Havnevagten begyndte den 1. juni 2023. Der er 48 frivillige i havnevagten.

Der er ikke indkøbt hjertestartere til havnevagten.

### 2.2. Lanterner

Alle kommuner i politikredsen deltager i lanterneprojektet. Hver kommune har en cykelbutler. Samtlige kommuner på nær Ærø har \
opsat lystavler.

### 2.3. Samarbejdet FISK

I FISK (Fælles Indsats for Sikre Kajer) samarbejder politiet med havnefogederne. Det påtænkes, at Svendborg Kommune får en kajskole i 2025.

## 3. CYKELTYVERI

I 2023 blev der anmeldt 318 cykeltyverier på Fyn. Målet er højst 250 anmeldelser i 2024.

### 3.1. Stjålne cykler fundet igen

- 2021: 41
- 2022: 57
- 2023: 66
"""

FYN_2022 = """\
# Samarbejdsplan 2022

Kredsrådet i Fyns Politikreds

- Odense Kommune
- Svendborg Kommune
- Nyborg Kommune
- Kerteminde Kommune
- Ærø Kommune

## 1. KREDSRÅDET

Kredsrådet mødes to gange om året.

Bente Ågård, Borgmester i Odense Kommune

## 2. TRYGGE HAVNE

Kun Nyborg Kommune har en havnevagt. Der er 12 frivillige i havnevagten.

## 3. CYKELTYVERI

I 2021 blev der anmeldt 402 cykeltyverier på Fyn.

## 4. RÅBÅNDSKNOB

Råbåndsknob er et kursus i knob og sejlads for unge mellem 13 og 16 år i Svendborg Kommune.
"""

NORDSJAELLAND_2023 = """\
# Samarbejdsplan 2023

Kredsrådet i Nordsjællands Politikreds

- Helsingør Kommune
- Hillerød Kommune
- Hørsholm Kommune

## 1. KREDSRÅDET

Kredsrådet holder møde hvert kvartal. Rådets sekretariat ligger på Æblevej 7 i Hillerød.

## 2. SØTRYGHED

Helsingør Kommune har en havnevagt. Havnevagten ophører med udgangen af 2023.

### 2.1. Dronevagten

Politiet flyver med en drone over Øresund, når vinden tillader det. Dronevagten ledes af vicepolitikommissær Ærenfred Åkjær.
"""

# Shaped like the text on which a studied peer's citation checker accepts four claims that it must reject.
VESTSJAELLAND_2025 = """\
# Samarbejdsplan 2025

Kredsrådet i Midt- og Vestsjællands Politikreds

## 1. SAMARBEJDET

Slagelse Kommune og politiet har i 2025 aftalt at styrke ørnesamarbejdet. Der er ikke etableret en ørnerede i kommunen. \
Sorø Kommune har en ørnerede med fast bemanding.
"""

THREE = {"fyn-2022.md": FYN_2022, "fyn-2024.md": FYN_2024, "nordsjaelland-2023.md": NORDSJAELLAND_2023}
TRAPS = {"midt-og-vestsjaelland-2025.md": VESTSJAELLAND_2025}


def build(texts: dict[str, str]) -> Assistant:
    """An assistant over Markdown plans, by the same road as ``plansvar index``."""
    with tempfile.TemporaryDirectory(prefix="plansvar-") as name:
        folder = Path(name) / "planer"
        folder.mkdir()
        for file, text in texts.items():
            (folder / file).write_text(text, encoding="utf-8")
        return index_folder(folder, Path(name) / "data")


def words_alone() -> Encoder:
    """An encoder that knows no language, so that the words decide."""
    encoder = HashingEncoder(dimension=256, max_tokens=200)
    encoder.strength = "english"
    return encoder


def index_folder(folder: Path, store: Path, encoder: Encoder | None = None) -> Assistant:
    """An assistant over the plans of a folder."""
    encoder = encoder or words_alone()
    opened = Store(store)
    update(opened, folder, encoder, lambda step: None)
    return Assistant.over(opened.open().generation, encoder)


@cache
def three_plans() -> Assistant:
    """Fyn 2022, Fyn 2024 and Nordsjælland 2023; built once, a question changes nothing."""
    return build(THREE)


@cache
def traps() -> Assistant:
    """The plan of traps alone."""
    return build(TRAPS)


def plan(assistant: Assistant, name: str) -> Plan:
    return next(p for p in assistant.generation.plans if p.id == name)


def items_by_plan(answer: Answer) -> dict[str, tuple[str, ...]]:
    """Plan → the items of its statement."""
    return {s.plan: s.items for s in answer.statements}


def forms_by_plan(answer: Answer) -> dict[str, str]:
    """Plan → the form of its first statement."""
    return {s.plan: s.form for s in reversed(answer.statements)}


def said(answer: Answer) -> str:
    """Everything that the answer says: its items and its verbatim words."""
    return " | ".join(word for s in answer.statements for word in (*s.items, s.text) if word)


def assert_true_to_the_plans(answer: Answer, assistant: Assistant) -> None:
    """Every quote is a slice, every marker resolves, every statement is carried by its own plan alone."""
    plans = {p.id: p for p in assistant.generation.plans}
    assert [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    for c in answer.citations:
        assert plans[c.plan].text[c.start : c.end] == c.quote and c.quote.strip()
        assert (c.file, c.district, c.year) == (plans[c.plan].file, plans[c.plan].district, plans[c.plan].year)
        assert plans[c.plan].number_of(plans[c.plan].section_at(c.start)) == c.section
    for s in answer.statements:
        assert s.citations, s
        assert {answer.citation(n).plan for n in s.citations} == {s.plan}
    if answer.status != "answered":
        assert answer.statements == () and answer.items == ()
