"""The Danish words of the evaluation: faults in gold files, labels of the report. Names of measures stay as the field writes them."""

from __future__ import annotations

from eval.records import Fault

FAULTS = {
    "yaml": "er ikke gyldig YAML: {detail}",
    "not_utf8": "er ikke gyldig UTF-8",
    "not_a_list": "filen skal være en liste af spørgsmål, der hver begynder med »- id:«",
    "not_a_mapping": "skal være felter med navn og værdi {detail}",
    "key_twice": "feltet »{detail}« står to gange",
    "unknown_field": "ukendt felt »{detail}«",
    "field_missing": "feltet »{detail}« mangler eller er tomt",
    "not_text": "»{detail}« skal være tekst",
    "not_list": "»{detail}« skal være en liste",
    "not_number": "er ikke et tal: {detail}",
    "bad_id": "id »{detail}« må kun have små bogstaver a–z, tal og bindestreg",
    "bad_choice": "ugyldig værdi: {detail}",
    "bad_regex": "regulært udtryk kan ikke læses: {detail}",
    "bad_date": "datoen »{detail}« skal skrives som 2024-03-04, 2024-03, 2024 eller --03-31",
    "empty_matcher": "matcheren kræver ingenting",
    "id_twice": "samme id står allerede i {detail}",
    "anchor_plan": "evidens peger på en plan, der ikke er genfortalt: {detail}",
    "anchor_section": "evidens peger på et afsnit, der ikke findes: {detail}",
    "anchor_quote": "evidensens ord står ikke i afsnittet: {detail}",
    "matcher_rejects": "matcheren afviser både sin egen evidens og sin egen tekst: {detail}",
    "matcher_accepts": "matcheren godtager en distraktor: {detail}",
    "matcher_forbids": "evidens rammes af et forbudt udsagn: {detail}",
    "matcher_generic": "matcheren godtager for mange passager ({detail})",
    "no_vital": "spørgsmålet skal kunne besvares, men har ingen vital nugget",
    "no_evidence": "vital nugget uden evidens: {detail}",
    "no_reason": "forventer afståelse, men nævner ingen årsag",
    "has_nuggets": "forventer afståelse, men har nuggets",
    "cluster_split": "klyngen »{detail}« ligger i to splits",
    "question_twice": "samme spørgsmål som {detail}",
    "leak": "testspørgsmålets ord står i {detail}",
    "proposal": "er et forslag, som ingen har gennemset: udfyld det, og slet linjen »status: proposal«",
    "feedback_json": "er ikke et JSON-objekt",
    "feedback_verdict": "»verdict« skal være up eller down",
    "feedback_span": "»start« og »end« skal være hele tal med start før end: {detail}",
    "feedback_long": "»{detail}« er for lang",
}


def fault_text(fault: Fault) -> str:
    """One line for a person: "infohuse.yaml:12: infohus-liste: feltet »cluster« mangler eller er tomt".

    >>> fault_text(Fault("a.yaml", 3, "q1", "bad_date", "3/4"))
    'a.yaml:3: q1: datoen »3/4« skal skrives som 2024-03-04, 2024-03, 2024 eller --03-31'
    """
    words = FAULTS[fault.code].format(detail=fault.detail).strip()
    return ": ".join(part for part in (f"{fault.file}:{fault.line}", fault.id, words) if part)


REMOVED = "[fjernet]"

# What the reviewer of a proposal fills in: above the record, and above the field of that name.
PROPOSAL_COMMENTS = {
    "head": (
        "Forslag til guldsættet fra en tommel ned. Ikke gennemset, og aldrig scoret, så længe »status: proposal« står her.",
        "Gennemse: fjern navne på personer, udfyld de tomme felter, og tilføj »split: dev«.",
        "Aldrig test: spørgsmålet er valgt, fordi svaret fejlede.",
        "Slet til sidst linjen »status: proposal«, og flyt spørgsmålet ind i en fil i guldsættet.",
    ),
    "kind": ("Udfyld kind: {kinds}",),
    "expect": ("Udfyld expect: answered eller abstained; ved abstained også reasons, og ingen nuggets.",),
    "nuggets": (
        "Udfyld for hver oplysning i det rigtige svar: text (oplysningen i ord) og match (hvad svaret skal sige).",
        "Slet og tilføj efter behov.",
        "Evidensen er de steder, det dårlige svar henviste til: kontrollér, at ordene bærer oplysningen og står i den genfortalte plan.",
    ),
}

OUTCOMES = {"right": "rigtigt", "declined": "afstået", "wrong": "forkert"}

STAGES = {
    "": "",
    "parsing": "indlæsning: oplysningen findes ikke i den indlæste tekst",
    "retrieval": "søgning: stedet kom ikke med blandt de fundne passager",
    "reading": "læsning: stedet blev fundet, men oplysningen blev ikke sagt rigtigt",
    "citing": "kildehenvisning: oplysningen blev sagt uden henvisning til rette sted",
    "abstaining": "afståelse: der blev svaret, hvor der skulle afstås, eller omvendt",
}

SYSTEMS = {
    "plansvar": "Plansvar",
    "always_decline": "afstår altid",
    "top_sentence": "bedste BM25-sætning",
    "bm25": "BM25",
    "dense": "dense",
    "hybrid": "hybrid (RRF)",
    "tutorial_2": "LangChain-tutorial, k = 2",
    "tutorial_4": "LangChain-tutorial, k = 4",
    "oracle": "oracle (evidensen vist)",
    "previous": "forrige kørsel",
}

MEASURES = {
    "grounded_success": "P1 · andel spørgsmål behandlet rigtigt",
    "grounded_vital_recall": "P2 · vitale oplysninger sagt med rette kilde",
    "false_answers": "P3 · ubesvarlige spørgsmål, der blev besvaret (lavest er bedst)",
    "evidence_recall_4000c": "P4 · evidens i de første 4.000 tegn",
    "evidence_recall_2000c": "evidens i de første 2.000 tegn",
    "evidence_recall_at_5": "evidens i 5 passager",
    "evidence_recall_at_10": "evidens i 10 passager",
    "evidence_recall_at_20": "evidens i 20 passager",
    "ndcg_at_10": "nDCG@10",
    "rr_at_10": "RR@10",
    "declined": "afstået, hvor der kunne svares (af alle)",
    "wrong": "forkert (af alle)",
    "over_refusal": "over-refusal: afstået (af de besvarlige)",
    "vital_recall_uncited": "vitale oplysninger sagt, kilde uanset",
    "list_f1": "list-F1",
    "list_exact": "lister præcis rigtige",
    "exact_numbers": "tal og datoer præcis rigtige",
    "citation_validity": "citation validity (invariant)",
    "citation_recall": "citation recall",
    "citation_precision": "citation precision, nedre grænse",
    "citation_precision_upper": "citation precision, øvre grænse",
    "wrong_plan": "kilder i forkert plan",
    "wrong_year": "kilder i forkert år",
    "uncited_answers": "svar uden kilde",
    "augrc": "AUGRC (øvre grænse; lavest er bedst)",
    "characters_median": "svarlængde, median (tegn)",
    "characters_p95": "svarlængde, p95 (tegn)",
    "stability": "samme udfald for alle formuleringer",
}

SLICES = {"kind": "spørgsmålstype", "language": "sprog", "style": "skrivemåde", "split": "split", "plan": "plan"}

# Rows of the table of the retrieval: as it is, without one of its parts, and with misspelt questions.
RECALLS = {
    "whole": "Som den er",
    "words": "Uden ordene",
    "parts": "Uden sammensatte ords led",
    "headings": "Uden overskrifter",
    "context": "Uden kreds, år og kommuner",
    "grams": "Uden bogstavfølger",
    "sentences": "Uden bedste sætning",
    "dense": "Uden vektorer",
    "glossary": "Uden engelsk ordliste",
    "corrections": "Uden rettelse af ord",
    "swapped": "To bogstaver byttet om i længste ord",
    "ae_oe_aa": "æ, ø, å skrevet ae, oe, aa",
    "a_o_a": "æ, ø, å skrevet a, o, a",
}
ALONE = {
    "only_lexical": "Kun ordene (BM25 med danske felter)",
    "only_dense": "Kun tekstmodellen",
    "dense_unseen": "– om kredse, den ikke er tilpasset på",
    "dense_seen": "– om de øvrige kredse",
    "packaged": "Kun den engelske tekstmodel, som den leveres",
    "english": "Engelsk mod engelsk: den tilpassede tekstmodel",
    "english_packaged": "Engelsk mod engelsk: som den leveres",
    "chosen": "Valget af sætninger",
}
