"""What the numbers cannot tell. Printed in every report, with the figures of this very run."""

from __future__ import annotations

from eval.measures import PRIMARY
from eval.results import OURS, Results
from eval.statistics import wilson


def limits(results: Results) -> list[str]:
    """Danish sentences, the most important first."""
    golds = [one.gold for one in results.ours.scored]
    verified = sum(one.verified for one in golds)
    first = sum(one.style == "question_first" for one in golds)
    unanswerable = sum(not one.answerable for one in golds)
    found = [
        f"Spørgsmål og facit er skrevet af projektet selv; {verified} af {len(golds)} er efterset af en fagperson. "
        + ("Kald sættet et guldsæt, når de er det; indtil da er det sølv." if verified < len(golds) else ""),
        f"{len(results.setup.plans)} planer er hele verden her. Tallene siger intet om planer fra andre kredse.",
        f"{first} af {len(golds)} spørgsmål er skrevet, som man ville spørge uden planen i hånden; resten følger planens ord og er lettere "
        "at finde svar på.",
        _unanswerable(unanswerable),
        *_detectable(results),
        "Matcherne er regler på ord, tal og datoer. Et rigtigt svar i uventede ord kan tælle som forkert, og et svar kan ramme ordene "
        "uden at være godt skrevet. Deres enighed med menneskers dom er ikke målt.",
        "Svarene gengiver planernes egne ord. At de er tro mod planen, er derfor givet på forhånd og ikke en kvalitet; om planen selv har "
        "ret, er ikke målt.",
        "Rivalerne viser sætninger eller passager og siger aldrig ja eller nej, heller ikke oracle. Med en sprogmodel ville de svare "
        "anderledes.",
        "Rivalernes tærskel for at afstå er valgt, så flest spørgsmål på dev bliver rigtige (P1). På dev er de derfor sat lidt for "
        "højt, og deres P2 falder, når de afstår meget.",
        _sections(results),
    ]
    if any(one.name == OURS for one in results.systems) and "dev" in results.ours.by_split:
        found.insert(3, "Ordlister og tærskler er tilpasset dev. Kun tallene på test siger noget om nye spørgsmål.")
    return [one.strip() for one in found if one.strip()]


def _unanswerable(n: int) -> str:
    if not n:
        return "Ingen ubesvarlige spørgsmål er med; om programmet kan tie, er ikke målt."
    highest = wilson(0, n).high
    return f"{n} spørgsmål er ubesvarlige. Selv uden et eneste falsk svar kunne den sande andel være {100 * highest:.0f} %."


def _detectable(results: Results) -> list[str]:
    """The largest minimal detectable effect per primary measure over the rivals."""
    largest: dict[str, float] = {}
    for rows in results.comparisons.values():
        for name, one in rows.items():
            largest[name] = max(largest.get(name, 0.0), one.detectable)
    if not largest:
        return []
    parts = ", ".join(f"{name} {100 * largest[name]:.0f}" for name in PRIMARY if name in largest)
    return [f"Mindste forskel, som sættet kan skelne (80 % styrke), i procentpoint: {parts}. Mindre forskelle er ikke forbedringer."]


def _sections(results: Results) -> str:
    loose = [plan.id for plan in results.setup.plans if not plan.exact]
    if not loose:
        return ""
    return (
        f"I {', '.join(loose)} er teksten en anden end den, facit peger ind i. Der tæller en kilde, når den ligger i rette afsnit, "
        "og en passage, når den også rummer oplysningen; det er mildere end sammenligning tegn for tegn."
    )
