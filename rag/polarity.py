"""What turns a statement round: negation, "kun", "alle", "skal" for "kan", a plan for a fact, a rise for a fall. Danish and English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rag.answer import Language
from rag.paraphrase import Word, content_words, keys_of, said_in

Turn = Literal["negation", "modality", "direction", "scope"]

_DENIES = re.compile(
    r"\b(?:ikke|ingen|intet|aldrig|hverken|uden|næppe|medmindre|not|no|never|none|neither|nor|without|cannot|nobody|nothing|unless)\b|n['’]t\b",
    re.IGNORECASE,
)
# They deny nothing: "ikke kun", "ikke mindst", "uden for"; what "ikke kun" does is judged with "kun".
_NEUTRAL = re.compile(
    r"\b(?:ikke|not)\s+(?:mindst|kun|alene|blot|bare|only|just|least|merely|solely)\b|\buden\s+(?:for|om)\b|\bno\.\s?\d"
    r"|\b(?:no|ikke)\s+(?:later|senere)\b",
    re.IGNORECASE,
)
# Words that say a negation in themselves: a claim may put them for "ikke" and the other way round.
_LACKS = re.compile(
    r"\b(?:mangle\w*|fravær\w*|undlade\w*|afvis\w*|afslå\w*|nedlagt|nedlagde\w*|nedlægge\w*|lack\w*|fail\w*|abolish\w*|refus\w*|"
    r"reject\w*|closed|u(?:varsle|kend|anmeld|uddann|beman)\w*)\b",
    re.IGNORECASE,
)
_FREE, _PAYS = re.compile(r"\b(?:gratis|free)\b", re.IGNORECASE), re.compile(r"\b(?:betal\w*|kost\w*|pay\w*|charge\w*|cost\w*)\b", re.I)
_SEGMENT = re.compile(
    r"[,;:–]\s+|\s+-\s+|\s+(?=(?:mens|men|hvorimod|while|whereas|but|fordi|because|som|der|who|which|that|hvis|if|when|når|medmindre|unless)\s)"
    r"|\s+(?=(?:og|and)\s+(?:må|kan|skal|vil|har|er|bliver|får|may|can|must|will|has|have|is|are)\s)"
    r"|\s+(?=(?:inden|før|after|before)\s+(?:the|a|an|they|it|de|den|det|\w+e[nt])\s)",
    re.IGNORECASE,
)
_NOT_ONLY = re.compile(r"\b(?:ikke|not)\s+(?:kun|alene|udelukkende|blot|only|just|solely|exclusively)\b", re.IGNORECASE)
_PLAIN = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (r"\b(?:no|not) (?:more|later) than\b|\bnot over\b", "at most"),
        (r"\b(?:no|not) (?:less|fewer) than\b|\bnot under\b", "at least"),
        (r"\bikke (?:mere|flere) end\b|\bikke over\b", "højst"),
        (r"\bikke (?:mindre|færre) end\b|\bikke under\b", "mindst"),
    )
)
_ONLY = re.compile(r"\b(?:kun|alene|udelukkende|eneste|only|solely|exclusively|alone)\b", re.IGNORECASE)
_OR_ONLY = re.compile(_ONLY.pattern + r"|\b(?:foreløbig|begrænset|først|medmindre|forbeholdt|lone)\b", re.IGNORECASE)
_ALL = re.compile(
    r"\b(?:alle|samtlige|hver|hvert|enhver|ethvert|(?<!above )(?<!after )all(?! (?:kinds|this|in))|every|each(?! other)|entire|always|altid)\b",
    re.IGNORECASE,
)
_OR_ALL = re.compile(
    _ALL.pattern + r"|\b(?:begge|både|hele|kredsens|politikredsens|generelt|enkelte|dækker|døgnet|årligt?e?|overalt|løbende)\b|\w+vis\b",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\b(?:på nær|undtagen|undtagelse|undtaget|bortset fra|medmindre|dog ikke|men ikke|except|apart from|but not|unless|excluding|with the "
    r"exception|other than|om end)\b",
    re.IGNORECASE,
)
_MUST = re.compile(
    r"\b(?:skal|kræves|krav|pligt\w*|obligatorisk\w*|forpligte\w*|must|shall|required?s?|mandatory|obliged|obligat\w*)\b", re.I
)
_MAY = re.compile(r"\b(?:kan|må|mulighed\w*|frivillig\w*|muligt|may|can|could|might|voluntar\w*|optional|possible)\b", re.IGNORECASE)
_SHOULD = re.compile(r"\b(?:bør|skulle|anbefale\w*|should|recommended)\b", re.IGNORECASE)
_INTENDED = re.compile(
    r"\b(?:påtænk\w*|forvent\w*|planlæg\w*|planlagt\w*|vente[ts]|hensigt\w*|overvej\w*|afvent\w*|på vej|vil|kommer til|skal|målet|mål|"
    r"ønske\w*|frem mod|will|expect\w*|plan(?:s|ned|ning)?|inten[dt]\w*|consider\w*|aim\w*|goal|target|upcoming|shall|is to|are to|await\w*|"
    r"forslag\w*|foreslå\w*|propos\w*|i løbet af|tanken|idea)\b",
    re.IGNORECASE,
)
_ONLY_INTENDED = re.compile(
    r"\b(?:påtænk\w*|forventes|forventer|planlægges|planlægger|ventes|hensigten|overvejes|overvejer|foreslås|(?:is|are) (?:expected|"
    r"planned|intended|considered|proposed))\b",
    re.IGNORECASE,
)
_ENDED = re.compile(r"\b(?:ophør\w*|nedlagt|nedlægge\w*|afskaffe\w*|indstillet|ended|ceased?|abolished|closed down|discontinued)\b", re.I)
_OR_ENDED = re.compile(_ENDED.pattern + r"|\b(?:afslut\w*|udløb\w*|lukke\w*|lukning\w*|slut\w*|stop\w*|stands\w*|færdig\w*)\b", re.I)


def _sides(*pairs: tuple[str, str]) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((re.compile(rf"\b(?:{a})", re.IGNORECASE), re.compile(rf"\b(?:{b})", re.IGNORECASE)) for a, b in pairs)


# Each line: one side and what denies it. A claim that says one side where the plan says only the other is false.
_OPPOSITES = _sides(
    (r"flere\b|mere\b|stig\w*|steg\b|øge\w*|øget|vokse\w*|højere|more\b|increas\w*|grow\w*|higher|rise\w*|rising|rose\b|styrk\w*|strengthen\w*",
     r"færre|fald\w*|faldt|lavere|reduc\w*|nedgang\w*|nedbring\w*|fewer|less\b|decreas\w*|declin\w*|lower\w*|fell\b|drop\w*|svæk\w*|weak\w*"),
    (r"mindst\b|at least|minimum", r"højst\w*|maksim\w*|at most|maximum"),
    (r"før\b|inden\b|forud\b|before\b|prior\b|senest\b|no later", r"efter\b|after\b|following\b|tidligst\b|earliest"),
    (r"start\w*|begynd\w*|indled\w*|åbne\w*|opret(?!hold)\w*|etabler\w*|launch\w*|begin\w*|began|begun|open\w*|establish\w*|set up|introduc\w*",
     r"slut\w*|ophør\w*|afslut\w*|lukke\w*|nedlæg\w*|nedlagt|afskaf\w*|end(?:s|ed)?\b|ceas\w*|clos(?:es|ed|ing|ure)\b|abolish\w*|discontinu\w*"),
    (r"frivillig\w*|voluntar\w*|optional", r"obligatorisk\w*|tvungen|tvunget|pligt\w*|mandatory|compulsory|required"),
    (r"tilla\w*|lovlig\w*|permit\w*|allow\w*|legal\w*|godkend\w*|approv\w*", r"forby\w*|forbud\w*|ulovlig\w*|prohib\w*|forbid\w*|illegal\w*|afvis\w*|afsl\w*|reject\w*|ban(?:s|ned)?\b"),
    (r"bedre\b|better|improv\w*|forbedr\w*", r"ringere|dårligere|værre|worse|forværr\w*|forring\w*"),
    (r"større\b|greater|larger|bigger|øge\w*|øget", r"mindre\b|mindske\w*|less\b|smaller|reduc\w*"),
    (r"offentlig\w*|public\b", r"privat\w*|private\w*"),
    (r"intern\b|interne\b|internt\b|internal\w*", r"ekstern\w*|external\w*"),
    (r"gratis|free of charge|for free", r"betaling\w*|gebyr\w*|fee\b"),
    (r"første\b|first\b", r"sidste\b|last\b|final\b"),
    (r"nord(?:lige\w*|på)?\b|north(?:ern)?\b", r"syd(?:lige\w*|på)?\b|south(?:ern)?\b"),
    (r"dag(?:en|s|timer\w*)?\b|daytime", r"nat(?:ten|te)?\b|night\w*"),
    (r"månedlig\w*|hver måned|monthly", r"ugentlig\w*|hver uge|årlig\w*|hvert år|daglig\w*|kvartal\w*|weekly|annual\w*|yearly|daily|quarterly"),
    (r"årlig\w*|hvert år|annual\w*|yearly", r"ugentlig\w*|månedlig\w*|daglig\w*|weekly|monthly|daily"),
    (r"ældre\b(?!\s+plan)|older|elderly", r"yngre|unge\b|younger|young\b"),
    (r"mænd\w*|mand\b|men\b", r"kvind\w*|wom[ae]n"),
    (r"dagen før|day before", r"dagen efter|day after"),
)  # fmt: skip


# A part of a sentence of which a claim says this share is spoken of.
_TOUCHES = 0.34
# "Det forventes, at …": a part of so few words colours the whole sentence.
_SHORT = 2
# Parts that say each other's words to this share say the same, and deny it equally often.
_SAME = 0.7
_NEAREST = 0.75


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a sentence between its commas and conjunctions, and how often it denies."""

    start: int
    end: int
    denials: int


@lru_cache(maxsize=16_384)
def segments(text: str) -> tuple[Segment, ...]:
    """The segments of a sentence, in order."""
    masked = _NEUTRAL.sub(lambda match: "x" * len(match.group()), text)
    cuts = [0, *(match.end() for match in _SEGMENT.finditer(text)), len(text)]
    return tuple(Segment(a, b, sum(1 for _ in _DENIES.finditer(masked, a, b))) for a, b in zip(cuts, cuts[1:], strict=False) if b > a)


def plain(text: str) -> str:
    """The text with "ikke mere end" as "højst" and the like, so that a limit is no denial."""
    for pattern, instead in _PLAIN:
        text = pattern.sub(instead, text)
    return text


def turned(claim: str, language: Language, plan_words: str) -> Turn | None:
    """What in the claim turns round what the plan's words say; None where nothing does."""
    pairs = _aligned(claim, language, plan_words)
    if any(_denial_differs(mine, near, plan_words) for mine, near in pairs) or _leaves_out_a_denial(claim, language, plan_words):
        return "negation"
    if _scope_differs(claim, plan_words):
        return "scope"
    touched = _touched(claim, language, plan_words)
    if _modality_differs(claim, touched) or any(_modal_swapped(mine.text, near.text) for mine, near in pairs):
        return "modality"
    opposed = _opposed(claim, touched) or any(_opposed(mine.text, near.text) for mine, near in pairs if near.text)
    return "direction" if opposed else None


def _scope_differs(claim: str, plan_words: str) -> bool:
    """ "Kun", "alle" and "på nær" that the plan does not say."""
    not_only, plan_not_only = _NOT_ONLY.search(claim) is not None, _NOT_ONLY.search(plan_words) is not None
    if not_only != plan_not_only and _ONLY.search(claim) and _ONLY.search(plan_words):
        return True
    if _ONLY.search(claim) and not not_only and not _OR_ONLY.search(plan_words):
        return True
    if _ALL.search(claim) and (not _OR_ALL.search(plan_words) or (_EXCEPT.search(plan_words) and not _EXCEPT.search(claim))):
        return True
    return _EXCEPT.search(claim) is not None and not any(p.search(plan_words) for p in (_EXCEPT, _DENIES, _ONLY))


def _touched(claim: str, language: Language, plan_words: str) -> str:
    """The parts of the plan's sentence that the claim speaks of: "…, og de skal være tomme" makes no duty of what stands before it."""
    words = content_words(claim, language)
    kept = []
    for segment in segments(plan_words):
        part = plan_words[segment.start : segment.end]
        keys = keys_of(part)
        said = sum(any(said_in(word, frozenset((key,))) for word in words) for key in keys)
        figures = {key for key in keys if key[:1].isdigit()} & set(re.findall(r"\d+", claim))
        if figures or (len(keys) <= _SHORT and not segment.start) or said >= _TOUCHES * len(keys):
            kept.append(part)
    return " ".join(kept) or plan_words


def _modality_differs(claim: str, plan_words: str) -> bool:
    must, may, should = (p.search(plan_words) is not None for p in (_MUST, _MAY, _SHOULD))
    if _MUST.search(claim) and not must and (may or should or not _INTENDED.search(plan_words)):
        return True
    if _MAY.search(claim) and not _MUST.search(claim) and must and not may:
        return True
    if _SHOULD.search(claim) and not should and not must:
        return True
    if _ONLY_INTENDED.search(plan_words) and not _INTENDED.search(claim):
        return True
    if _ONLY_INTENDED.search(claim) and not _INTENDED.search(plan_words):
        return True
    return _ENDED.search(claim) is not None and not _OR_ENDED.search(plan_words)


def _modal_swapped(claim: str, plan_words: str) -> bool:
    """ "kan" for "skal" or the other way round in the part that says the same."""
    must, may = _MUST.search(plan_words) is not None, _MAY.search(plan_words) is not None
    says_must, says_may = _MUST.search(claim) is not None, _MAY.search(claim) is not None
    return (says_may and not says_must and must and not may) or (says_must and not says_may and may and not must)


def _opposed(claim: str, plan_words: str) -> bool:
    for sides in _OPPOSITES:
        for mine, other in (sides, sides[::-1]):
            if mine.search(claim) and other.search(plan_words) and not mine.search(plan_words):
                return True
    return False


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the claim, or the parts of the plan's sentence nearest to one: the words, how often they deny, whether they say the same."""

    text: str
    denials: int
    same: bool = False


def _aligned(claim: str, language: Language, plan_words: str) -> list[tuple[_Part, _Part]]:
    """Each part of the claim beside the parts of the plan's sentence that say most of it; all parts where none says any."""
    theirs = segments(plan_words)
    texts = [plan_words[s.start : s.end] for s in theirs]
    keys = [keys_of(text) for text in texts]
    words = content_words(claim, language)
    pairs = []
    for segment in segments(claim):
        own = [word for word in words if segment.start <= word.start < segment.end]
        overlaps = [sum(word.weight * said_in(word, there) for word in own) for there in keys]
        best = max(overlaps, default=0.0)
        nearest = {at for at, overlap in enumerate(overlaps) if overlap >= _NEAREST * best}
        # ", som bevis" belongs to the part before it.
        nearest |= {at - 1 for at in nearest if at and len(keys[at]) <= _SHORT}
        same = len(nearest) == 1 and best >= _SAME * sum(word.weight for word in own) > 0
        same = same and _says_back(own, keys[next(iter(nearest))])
        near = _Part(" ".join(texts[at] for at in sorted(nearest)), sum(theirs[at].denials for at in nearest), same)
        pairs.append((_Part(claim[segment.start : segment.end], segment.denials), near))
    return pairs


def _says_back(own: list[Word], keys: frozenset[str]) -> bool:
    return sum(any(said_in(word, frozenset((key,))) for word in own) for key in keys) >= _SAME * len(keys)


def _denial_differs(mine: _Part, near: _Part, plan_words: str) -> bool:
    """The claim denies what the plan does not, or the two say the same and one denies it once more."""
    free = _FREE.search(plan_words) is not None and _PAYS.search(mine.text) is not None and not _FREE.search(mine.text)
    if free and not mine.denials:
        return True
    if mine.denials and not near.denials:
        return not (free or (_LACKS.search(near.text) and not _LACKS.search(mine.text)))
    return near.same and mine.denials % 2 != near.denials % 2 and not (_LACKS.search(mine.text) and not _LACKS.search(near.text))


def _leaves_out_a_denial(claim: str, language: Language, plan_words: str) -> bool:
    """The claim says what a denying part of the plan's sentence says, without any denial."""
    if _LACKS.search(claim) or any(segment.denials for segment in segments(claim)):
        return False
    words = content_words(claim, language)
    for segment in segments(plan_words):
        if not segment.denials:
            continue
        wanted = {key for key in keys_of(_DENIES.sub(" ", plan_words[segment.start : segment.end])) if not key.isdigit()}
        said = {key for key in wanted if any(said_in(word, frozenset((key,))) for word in words)}
        if wanted and len(said) >= 0.5 * len(wanted):
            return True
    return False
