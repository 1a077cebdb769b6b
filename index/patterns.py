"""The forms in which Danish official prose writes figures, dates, addresses, abbreviations and "all the kommuner"."""

from __future__ import annotations

import re

# The number words from 0 to 20, each at its own value.
_WORDS = "nul en to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten tyve".split()
NUMBER_WORDS: dict[str, int] = {word: value for value, word in enumerate(_WORDS)} | {"et": 1, "ét": 1, "én": 1, "begge": 2, "hundrede": 100}

_MONTH = r"(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)"
_YEAR = r"(?:19|20)\d\d"
# "en" counts less often than it is an article, so figures in words begin at two.
_COUNTED = "|".join((*_WORDS[2:], "hundrede"))
_PART_OF_YEAR = "primo|medio|ultimo|midten af|udgangen af|starten af|slutningen af|begyndelsen af|efteråret|foråret|sommeren|vinteren"

DATE = re.compile(
    rf"\b(?:(?:den|d\.)\s+)?\d{{1,2}}\.\s?{_MONTH}(?:\s+{_YEAR})?"
    rf"|\b(?:{_PART_OF_YEAR})\s+{_YEAR}"
    rf"|\b{_MONTH}(?:\s+måned)?\s+{_YEAR}"
    rf"|\b\d\.\s(?:kvartal|halvår)(?:\s+(?:af\s+)?{_YEAR})?"
    rf"|\b{_MONTH}\s+måned\b",
    re.IGNORECASE,
)
PERIOD = re.compile(rf"\b{_YEAR}\s?[-–]\s?{_YEAR}\b|\bfra\s+{_YEAR}\s+til\s+(?:{_MONTH}\s+)?{_YEAR}\b", re.IGNORECASE)
YEAR = re.compile(rf"\b{_YEAR}\b")
SERIES = re.compile(rf"(?P<value>\b{_YEAR})\s?:\s?(?P<detail>\d[\d.,]*)\b|(?P<detail2>\b\d{{1,4}})\s+i\s+(?P<value2>{_YEAR})\b")
HOURS = re.compile(
    r"\b(?:mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag)\w*(?:\s+og\s+\w+dag\w*)?\s+(?:fra\s+)?kl\.\s?\d[\d.:]*\s?(?:[-–]|til)\s?\d[\d.:]*",
    re.IGNORECASE,
)
FREQUENCY = re.compile(
    r"\b(?:mindst\s+)?(?:\d+|én|en|to|tre|fire|fem|seks)\s+(?:gange?|møder?|årlige?\s+\w+)\s*"
    r"(?:om året|årligt|om måneden|om ugen|pr\. år|hvert år)?"
    r"|\b(?:kvartals|måneds|halvårs)vise?\b"
    r"|\b(?:månedlige?|ugentlige?|årlige?|årligt|halvårlige?|kvartårlige?|dagligt?|jævnlige?|jævnligt)\b"
    r"|\b(?:en|to|tre|fire)\s+dage?\s+om\s+ugen\b"
    r"|\bhver(?:t)?\s+(?:år|måned|uge|kvartal)\b",
    re.IGNORECASE,
)
AGE = re.compile(
    # "15-17 år", "mellem 10 og 17 ½ år", "10-17-årige"; "under 18 år"
    r"\b(?:\d{1,2}(?:\s?½)?\s?(?:[-–]|og|til)\s?\d{1,2}(?:\s?½)?(?:\s?-?årige?|\s?år)"
    r"|(?:over|under|fra)\s+(?:de\s+)?\d{1,2}\s+år)\b",
    re.IGNORECASE,
)
DURATION = re.compile(
    r"\b(?:\d+(?:[,.]\d+)?(?:\s?½)?|et|to|tre|fire|fem|seks|flere)\s+(?:år|måneder|uger|dage|timer)\b|\bdøgnet rundt\b", re.IGNORECASE
)
CONTACT = re.compile(r"\b\d{2}\s?\d{2}\s?\d{2}\s?\d{2}\b|\b\d{4}\s\d{4}\b|[\w.]+@[\w.]+\w|\bwww\.[\w./-]+\w")
ADDRESS = re.compile(
    r"\b[A-ZÆØÅ][a-zæøå]*(?:gade|vej|allé|torvet|torv|pladsen|plads|stræde|boulevarden|boulevard)(?:\s\d+\w?)?(?:\s+i\s+[A-ZÆØÅ][a-zæøå]+)?"
    r"|\b(?:[A-ZÆØÅ][a-zæøå]+\s){1,3}(?:Gade|Vej|Plads|Torv|Allé|Stræde|Boulevard)\b(?:\s\d+\w?)?(?:\s+i\s+[A-ZÆØÅ][a-zæøå]+)?"
    # Estates and quarters by their endings: "Sundparken i Horsens", "Bispehaven"; not the institutions that a sentence begins with.
    r"|\b(?!(?:Info|Mini|Børne|Krise|Råd|Medborger|Forsamlings|Aktivitets|Sundheds|Syge|Pleje|Klub|Kultur|Være)\w*husene)[A-ZÆØÅ][a-zæøå]{2,}(?:parken|haven|vænget|toften|bakken|engen|vangen|husene|kvarteret|bydelen)(?:\s+i\s+[A-ZÆØÅ][a-zæøå]+)?"
)
NUMBER = re.compile(
    rf"(?<![\w.,§-])(?<!§\s)(?!\d+\.\d{{1,2}}\b)(?P<n>\d{{1,3}}(?:\.\d{{3}})+|\d+(?:,\d+)?(?:\s?½)?|(?:{_COUNTED})\b)"
    # What is counted is looked at, not taken: the next figure may stand in it.
    r"(?=(?P<detail>(?:\s?(?:%|procent|pct\.))?(?:\s+[^\W\d][\w/-]*){0,4}))",
    re.IGNORECASE,
)
ALL_KOMMUNER = re.compile(
    r"\b(?:(?:i\s+)?(?:alle|samtlige|hver(?:\s+enkelt)?)\s+(?:af\s+)?(?:de\s+)?(?!landets)"
    r"(?:\w+\s+)?(?:\w+ske\s+|\w+jyske\s+)?kommune(?:r|rne)?\b"
    r"|politikredsens\s+(?:\w+\s+)?kommuner\b"
    r"|kredsens\s+(?:\w+\s+)?kommuner\b"
    r"|de\s+(?:to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|tretten|\d+)\s+(?:\w+ske\s+)?kommuner\b"
    r"|(?:alle|samtlige)\s+(?:politi)?kredsens\s+kommuner\b"
    r"|hele\s+(?:politi)?kredsen\b)",
    re.IGNORECASE,
)
PARAGRAPH = re.compile(r"§{1,2}\s?\d+(?:\s?[-–]\s?\d+)?(?:,\s*stk\.\s*\d+)?")
THE_KOMMUNE = re.compile(r"\bkommunen\b", re.IGNORECASE)
EXCEPTION = re.compile(r"\b(?:på nær|undtagen|med undtagelse af|bortset fra|undtaget)\b", re.IGNORECASE)
ACRONYM_FRONT = re.compile(r"\b(?P<short>[A-ZÆØÅ]{2,7}(?:-[a-zæøå]+)?)\s?(?:[A-ZÆØÅ][a-zæøå]+\s)?\((?P<long>[^()]{5,120})\)")
ACRONYM_BEHIND = re.compile(r"(?P<long>(?:[\wæøåÆØÅ-]+,?\s+){1,8})\((?P<short>[A-ZÆØÅ]{2,7})\)")
