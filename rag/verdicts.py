"""Yes, no, or the sentence without a verdict: what a sentence of a plan decides about a question that can be answered so.

A verdict is given only where the words decide it. Questions that narrow ("kun", "only"), widen ("alle", "every") or demand ("krav", "must")
are decided by the same kind of word in the sentence and never by the topic alone.
"""

from __future__ import annotations

import re
from typing import Literal

from index.clauses import Clause, clauses, is_left_open, is_negated
from rag.evidence import Evidence
from rag.question_frame import without_leading
from rag.reading import Reading, said
from rag.wording import DENIES

Verdict = Literal["yes", "no", "quote"]

# One clause must say this share of the topic; a lower one where the sentence is this likely to be the one that answers.
SAID, SAID_BY_LIKELY, SURE = 0.5, 0.3, 0.35
# What may be done is said with its surroundings: the heading names the thing, the sentence that it is possible.
SAID_AROUND = 0.6

STILL = re.compile(r"\b(stadig|fortsat|still)\b", re.IGNORECASE)
GOES_ON = re.compile(r"\b(stadig|fortsat|fortsætter|fortsættes|viderefør\w*|videre)\b", re.IGNORECASE)
# "Stopper ordningen?", "Fortsætter samarbejdet?": that somebody will talk about it does not say so.
_ASKS_GOING_ON = re.compile(
    r"\b(fortsætter|fortsætte|fortsættes|føres\s+videre|viderefør\w*|bliver\s+ved|continues?|go(?:es)?\s+on|carr(?:y|ies)\s+on)\b",
    re.IGNORECASE,
)
_ASKS_ENDING = re.compile(
    r"\b(stopper|stoppe|stoppes|slutter|slutte|ophører|ophøre|nedlægges|lukkes|(?<!the\s)ends?(?!\s+of)|stops?|ceases?|discontinued|closed\s+down)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\b(ophør\w*|stopp\w*|slutte\w*|afslutte\w*|nedlag\w*|nedlægge\w*|lukke\w*|udløb\w*)\b", re.IGNORECASE)
_LASTS = re.compile(r"\b(fortsætte\w*|fortsat|viderefør\w*|videre|permanent\w*|vedvarende)\b", re.IGNORECASE)
_ONLY = re.compile(
    r"\b(kun|alene|udelukkende|begrænset til|nok at|only|solely|exclusively|limited to|restricted to|just|enough)\b", re.IGNORECASE
)
_NARROWS = re.compile(r"\b(kun|alene|udelukkende|begrænset til|forbeholdt)\b", re.IGNORECASE)
_WIDENS = re.compile(
    r"\b(også|ikke kun|ikke alene|ligeledes|uanset|hvad enten|ud over|desuden|tillige|og\s+(?:\w+\s+)?andre)\b", re.IGNORECASE
)
_ALSO = re.compile(r"\b(også|ligeledes|also|as well|too)\b", re.IGNORECASE)
_JOINS = re.compile(r"\b(såvel|både)\b", re.IGNORECASE)
_DEMANDED = re.compile(
    r"\b(krav|kræves|obligatorisk\w*|tvunget|pligt\w*|must|require[ds]?|requirement|compulsory|mandatory|obliged|have to|has to|need to"
    r"|behøver|nødt til)\b|^\W*skal\s+(?:man|jeg|vi|du)\b",
    re.IGNORECASE,
)
_DEMANDS = re.compile(r"\b(skal|kræves|krav|obligatorisk\w*|pligt\w*|påhviler)\b", re.IGNORECASE)
# What a person has to do or be is not demanded by what a body has to do.
_OF_A_PERSON = re.compile(r"\b(man|jeg|vi|du|you|one|i|we|people|folk|personer?|someone)\b", re.IGNORECASE)
_A_BODY_MUST = re.compile(
    r"\b(?:\w*(?:rådet|rådene|kommunen|kommunerne|udvalget|indsatsen|planen|enheden|projektet|samarbejdet)|politiet|de)\s+skal\b",
    re.IGNORECASE,
)
_PERMITS = re.compile(r"\b(kan|må|mulighed\w*|frivillig\w*|bør)\b", re.IGNORECASE)
_MAY = re.compile(r"^\W*(kan|må|can|may|could)\b", re.IGNORECASE)
_UP = re.compile(
    r"\b(flere|stig\w*|steg\w*|øges|øgedes|er\s+øget|vokse\w*|højere|mere|ris(?:e|es|ing|en)|more|increas\w*|grow\w*|higher"
    r"|(?:go|goes|gone|went|going|is|are|was|were)\s+(?:\w+\s+){0,5}(?<!set\s)up\b(?!\s+(?:to|by|with)\b)"
    # "Is the total number of reports in the whole district up in 2022?"
    r"|(?<!set\s)(?<!came\s)(?<!come\s)(?<!made\s)(?<!taken\s)up\s+(?:in|on|from|since|again)\b)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(færre|fald\w*|lavere|mindre|reducere\w*|nedgang\w*|fewer|less|fall(?:s|ing|en)?|drop\w*|declin\w*|lower"
    r"|(?:go|goes|gone|went|going|is|are|was|were)\s+(?:\w+\s+){0,5}down\b(?!\s+(?:to|by|with)\b)"
    r"|(?<!broken\s)(?<!closed\s)(?<!laid\s)down\s+(?:in|on|from|since|again)\b)\b",
    re.IGNORECASE,
)
# "et mindre fald", "en større stigning": the noun says which way.
_OF_A_CHANGE = re.compile(r"\b(?:mindre|større|højere|lavere)\s+(?=(?:stigning|fald|nedgang|vækst)\w*)", re.IGNORECASE)
_SETTLED = re.compile(r"\b(besluttet|afgjort|fastlagt|afklaret|bestemt|decided|settled|determined|clarified)\b", re.IGNORECASE)
# "… når det er afklaret" leaves it open.
_WHEN_SETTLED = re.compile(r"\b(når|før|inden|indtil|hvis|såfremt)\b.*\b(besluttet|afgjort|fastlagt|afklaret|bestemt)\b", re.IGNORECASE)
# Who is asked whether they do it: the word after the verb. A clause that does not name them cannot say that they do.
_AGENT = re.compile(
    r"^\W*\w+\s+(?:the\s+)?(?P<agent>politiet|kommunen|kommunerne|regionen|kredsrådet|lokalrådene?t?|police|municipalit(?:y|ies)|region)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\b(?:med|til|fra|for|hos|om|over|via|gennem)\s+(?:den\s+|det\s+|de\s+)?\w+")
_AGENTS = (("polic", "politi"), ("munici", "kommun"), ("region", "region"), ("kredsr", "kredsråd"), ("lokalr", "lokalråd"))
# "Er det kommunerne, der betaler?" asks who; "Er A og B det samme?" and "enten … eller" ask which.
_ASKS_WHICH = re.compile(
    r"^\W*(er|var|bliver)\s+det\s+(?!muligt|tilladt|rigtigt|sandt|planen)\w[^?]*,?\s+(der|som)\b"
    r"|^\W*(is|was|are)\s+it\s+(?!possible|true)[^?]*\b(that|who)\b"
    r"|\b(samme|ens|same|eller|or)\b",
    re.IGNORECASE,
)
# "… uden for Aarhus?" asks for what is left when the named is taken away.
LEAVES_OUT = re.compile(
    r"\b(outside|uden\s+for|other\s+than|andre\s+end|bortset\s+fra|apart\s+from|except|undtagen|på\s+nær)\b", re.IGNORECASE
)
# What is said of the whole country decides nothing about a part of it.
_NATIONWIDE = re.compile(
    r"\b(på\s+landsplan|landsdækkende|hele\s+landet|landets|nationalt|national\w*|nationwide|danmark)\b", re.IGNORECASE
)
_FUTURE = re.compile(
    r"\b(vil|skal|kommer|får|bliver|forvent\w*|planlagt|will|going to|expected|planned|in 20\d\d|i 20\d\d|fortsætte\w*)\b", re.IGNORECASE
)


def turns_on_a_word(question: str) -> bool:
    """True when the question narrows, demands, asks what is settled or which way a figure goes: such a word decides it, not the topic."""
    if DENIES.search(question):
        return False
    one_way = (_UP.search(question) is None) != (_DOWN.search(question) is None)
    return one_way or any(pattern.search(question) for pattern in (_ONLY, _DEMANDED, _SETTLED, STILL, _ASKS_ENDING, _ASKS_GOING_ON))


def verdict(reading: Reading, evidence: Evidence) -> Verdict:
    """What the sentence decides."""
    question = reading.question.core
    if DENIES.search(question) or evidence.text.rstrip().endswith((":", "?")):
        return "quote"
    there = clauses(evidence.plan.text, evidence.sentence.start, evidence.sentence.end)
    clause = max(there, key=lambda one: reading.said_by(_words(evidence, one)))
    words = _words(evidence, clause)
    if LEAVES_OUT.search(question):
        return "quote"
    if _NATIONWIDE.search(words) and not _NATIONWIDE.search(question):
        return "quote"
    if _ONLY.search(question):
        return "no" if _widens(reading, evidence.text) else "yes" if _NARROWS.search(words) and _says_whom(reading, words) else "quote"
    if _ALSO.search(question) and _widens(reading, evidence.text) and not is_negated(evidence.text):
        return "yes"
    if _DEMANDED.search(question):
        if reading.said_by(words) < SAID:
            return "quote"
        asked_of = _A_BODY_MUST.sub(" ", words) if _OF_A_PERSON.search(question) else words
        return "yes" if _DEMANDS.search(asked_of) else "no" if _PERMITS.search(asked_of) else "quote"
    if _ASKS_WHICH.search(question):
        return "quote"
    if STILL.search(question) and not GOES_ON.search(evidence.text):
        return "quote"
    if (turned := _direction(question, evidence.text) or _lasting(question, evidence.text)) is not None:
        return turned
    if _SETTLED.search(question):
        open_still = not _SETTLED.search(words) or _WHEN_SETTLED.search(words)
        return "quote" if open_still else "no" if is_negated(words) or is_left_open(words) else "yes"
    if clause.tense == "ended" or (clause.tense == "planned" and not _FUTURE.search(question)):
        return "quote"
    if not _names_agent(question, evidence.text):
        return "quote"
    if is_left_open(words):
        return "quote"
    share = reading.said_by(words)
    if _MAY.search(without_leading(question)) and _PERMITS.search(words) and not is_negated(words):
        return "yes" if share >= SAID_BY_LIKELY and evidence.coverage >= SAID_AROUND else "quote"
    if share < SAID and not (evidence.chance >= SURE and share >= SAID_BY_LIKELY):
        return "quote"
    return "no" if is_negated(words) else "yes"


def _widens(reading: Reading, words: str) -> bool:
    """Whether the words take in more than the question's "kun"; "både … og" does where it joins the very thing that was named."""
    return _WIDENS.search(words) is not None or (_JOINS.search(words) is not None and _says_whom(reading, words))


def _says_whom(reading: Reading, words: str) -> bool:
    """Whether the words say what stands behind the question's "kun"."""
    rest = _ONLY.split(reading.question.core)[-1].lower()
    named = [w for w in reading.weighted if w.concept.surface.lower() in rest]
    return bool(named) and said(named, words) >= SAID_BY_LIKELY


def _names_agent(question: str, words: str) -> bool:
    """Whether the words name who the question asks about; True where it names none of the usual ones."""
    match = _AGENT.search(question)
    asked = (match.group("agent").lower() if match else "")[:5]
    # "… når den har rådført sig med politiet" names the police and does not say that they do it.
    doing = _BESIDE.sub(" ", words.lower())
    return all(danish in doing for english, danish in _AGENTS if asked and (english.startswith(asked) or danish.startswith(asked)))


def _direction(question: str, words: str) -> Verdict | None:
    """Whether a question for a rise or a fall is met by the sentence's direction; None where it asks for neither.

    A sentence that speaks of both decides nothing: "færre bliver udsat for indbrud, men anmeldelserne viser en stigning".
    """
    asked_up, asked_down = _UP.search(question) is not None, _DOWN.search(question) is not None
    if asked_up == asked_down:
        return None
    words = _OF_A_CHANGE.sub("", words)
    said_up, said_down = _UP.search(words) is not None, _DOWN.search(words) is not None
    # "… er ikke steget" may have fallen or stayed as it was.
    if said_up == said_down or is_negated(words):
        return "quote"
    return "yes" if said_up == asked_up else "no"


def _lasting(question: str, words: str) -> Verdict | None:
    """Whether a question for an end or for going on is met by what the sentence says of either; None where it asks for neither."""
    asked_end, asked_on = _ASKS_ENDING.search(question) is not None, _ASKS_GOING_ON.search(question) is not None
    if asked_end == asked_on:
        return None
    ends, lasts = _ENDS.search(words) is not None, _LASTS.search(words) is not None
    if ends == lasts or is_negated(words):
        return "quote"
    return "yes" if lasts == asked_on else "no"


def _words(evidence: Evidence, clause: Clause) -> str:
    return evidence.plan.text[clause.start : clause.end]
