"""The Danish words of the evaluation: faults in gold files, and the labels of the report. Names of measures stay as the field writes them."""

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
}


def fault_text(fault: Fault) -> str:
    """One line for a person: "infohuse.yaml:12: infohus-liste: feltet »cluster« mangler eller er tomt".

    >>> fault_text(Fault("a.yaml", 3, "q1", "bad_date", "3/4"))
    'a.yaml:3: q1: datoen »3/4« skal skrives som 2024-03-04, 2024-03, 2024 eller --03-31'
    """
    words = FAULTS[fault.code].format(detail=fault.detail).strip()
    return ": ".join(part for part in (f"{fault.file}:{fault.line}", fault.id, words) if part)
