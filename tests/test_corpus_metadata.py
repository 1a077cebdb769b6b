"""District, year and kommuner, read from the plan's own words."""

from __future__ import annotations

from corpus.plan import Plan
from corpus.reader import parse_plan

BODY = "# 1. Indledning\n\nFyns Politi og kommunerne mødes på øerne.\n"


def plan_of(text: str) -> Plan:
    return parse_plan(text, "prøve.txt")


def mentions(plan: Plan) -> list[tuple[str, str, str]]:
    return [(m.kommune, m.where, plan.text[m.start : m.end]) for m in plan.kommune_mentions]


def test_a_cover_list_names_the_kommuner():
    plan = plan_of(f"Nyborg\n\nÆrø Kommune\n\nNordfyns Kommune\n\nSamarbejdsplan\n\n2031\n\nFYNS POLITI\n\n{BODY}")
    assert (plan.district, plan.year, plan.kommuner) == ("Fyn", 2031, ("Nyborg", "Ærø", "Nordfyn"))
    assert mentions(plan) == [("Nyborg", "cover", "Nyborg"), ("Ærø", "cover", "Ærø Kommune"), ("Nordfyn", "cover", "Nordfyns Kommune")]
    assert plan.contradictions == ()


def test_a_cover_line_that_is_also_an_ordinary_word_is_a_kommune():
    plan = plan_of(f"Vejen\n\nStruer\n\nÆrø\n\nSamarbejdsplan 2031\n\nFYNS POLITI\n\n{BODY}")
    assert plan.kommuner == ("Vejen", "Struer", "Ærø")


def test_a_cover_line_with_one_wrong_letter_counts_where_the_text_knows_the_name():
    plan = plan_of(f"Nybrg\n\nÆrø\n\nSamarbejdsplan 2031\n\nFYNS POLITI\n\n{BODY}\nNyborg Kommune er vært.\n")
    assert plan.kommuner == ("Nyborg", "Ærø")
    assert mentions(plan)[0] == ("Nyborg", "cover", "Nybrg")


def test_a_cover_line_with_one_wrong_letter_is_no_guess_otherwise():
    assert plan_of(f"Nybrg\n\nÆrø\n\nSamarbejdsplan 2031\n\nFYNS POLITI\n\n{BODY}").kommuner == ("Ærø",)


def test_signatures_name_the_kommuner():
    signed = "Åse Bøgh\n\nBorgmester i Ærø Kommune\n\nSøren Dam\n\nBorgmester i Nyborg Kommune\n"
    plan = plan_of(f"# SAMARBEJDSPLAN 2031\n\nFYNS POLITI\n\n# FORORD\n\nÅben plan for Fyns Politi.\n\n{signed}")
    assert mentions(plan) == [("Ærø", "signature", "Ærø"), ("Nyborg", "signature", "Nyborg")]


def test_an_unseen_district_without_cover_list_reads_them_from_the_text():
    text = (
        "# Samarbejdsplan 2031 for Bornholms naboer i Sydsjællands og Lolland-Falsters Politi\n\n# 1. Rådet\n\n"
        "Sydsjælland og Lolland-Falsters Politi leder rådet. Det åbne hus er i Næstved og Faxe.\n\n"
        "Åens både sejler gennem Faxe, Stevns, Køge, Solrød, Næstved, Ringsted, Sorø og Holbæk.\n\n"
        "Kredsrådet dækker kommunerne Faxe, Guldborgsund, Lolland, Næstved, Stevns og Vordingborg på øerne.\n"
    )
    plan = plan_of(text)
    assert plan.kommuner == ("Faxe", "Guldborgsund", "Lolland", "Næstved", "Stevns", "Vordingborg")
    assert {m.where for m in plan.kommune_mentions} == {"text"}
    assert plan.text[plan.kommune_mentions[1].start : plan.kommune_mentions[1].end] == "Guldborgsund"
    assert plan.id == "sydsjaelland-og-lolland-falster-2031"


def test_no_kommuner_named_gives_none():
    assert plan_of(f"# Samarbejdsplan 2031\n\n{BODY}").kommuner == ()


def test_the_text_counts_more_kommuner_than_the_cover_names():
    plan = plan_of(f"Nyborg\n\nÆrø\n\nAssens\n\nSamarbejdsplan 2031\n\n{BODY}\nRådet samler politikredsens fire kommuner på øen.\n")
    (found,) = plan.contradictions
    assert (found.code, found.stated, found.found) == ("kommune_count", "4", "3")
    assert plan.text[found.start : found.end] == "politikredsens fire kommuner"


def test_a_count_of_some_kommuner_is_no_contradiction():
    """Here "de to kommuner" are two of the three; "alle tre" says how many there are."""
    text = f"Nyborg\n\nÆrø\n\nAssens\n\nSamarbejdsplan 2031\n\n{BODY}\nDe to kommuner deler båd. Alle tre kommuner er med på øen.\n"
    assert plan_of(text).contradictions == ()


def test_cover_and_signatures_disagree():
    text = (
        "Nyborg\n\nÆrø\n\nSamarbejdsplan 2031\n\nFYNS POLITI\n\n# FORORD\n\nÅbent.\n\nÅse Bøgh\n\nBorgmester i Ærø Kommune\n\n"
        "Søren Dam\n\nBorgmester i Assens Kommune\n"
    )
    plan = plan_of(text)
    (found,) = plan.contradictions
    assert (found.code, found.stated, found.found) == ("cover_signatures", "Assens, Ærø", "Nyborg, Ærø")
    assert plan.kommuner == ("Nyborg", "Ærø", "Assens")


def test_the_cover_outweighs_districts_that_the_text_also_names():
    others = "Nordjyllands Politi og Bornholms Politi har også færger ved øer.\n\nNordjyllands Politi har ål.\n"
    text = f"# Samarbejdsplan 2031\n\nFYNS POLITI\n\n# 1. Færger\n\n{others}"
    assert plan_of(text).district == "Fyn"


def test_the_name_of_the_police_weighs_more_than_the_name_of_the_land():
    text = "# Samarbejdsplan 2031\n\n# 1. Færger\n\nFyns Politi tager færgen til Bornholm. På Bornholm er der klipper og åer.\n"
    assert plan_of(text).district == "Fyn"


def test_a_district_inside_a_longer_name_gets_no_vote():
    text = "# Samarbejdsplan 2031\n\n# 1. Færger\n\nSydøstjyllands Politi ligger på fastlandet. Her er åer.\n"
    assert plan_of(text).district == "Sydøstjylland"


def test_on_the_cover_the_year_beside_the_word_samarbejdsplan_wins():
    assert plan_of(f"# Trykt i 2030 på øen\n\nSamarbejdsplan for 2031\n\n{BODY}").year == 2031


def test_a_year_alone_on_the_cover_outweighs_years_in_the_text():
    assert plan_of(f"# Fyns Politi\n\n2030\n\n{BODY}\nI 2029 kom der ål. Samarbejdsplan 2031 er åben.\n").year == 2030


def test_without_a_year_on_the_cover_the_text_tells():
    assert plan_of("# Plan for Fyns Politi\n\n# 1. Ål\n\nI 2029 kom der ål. Samarbejdsplanen 2031 er åben.\n").year == 2031
    assert plan_of("# Plan for Fyns Politi\n\n# 1. Ål\n\nI 2029 kom der ål. I 2031 kom tang. I 2031 kom der åer.\n").year == 2031
