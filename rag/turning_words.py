"""The words that turn a statement round, in Danish and English: about the two languages, never about one plan."""

from __future__ import annotations

import re

DENIES = re.compile(
    r"\b(?:ikke|ingen|intet|aldrig|hverken|uden|næppe|medmindre|not|no|never|none|neither|nor|without|cannot|nobody|nothing|unless)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
# They deny nothing: "ikke kun", "ikke mindst", "uden for"; what "ikke kun" does is judged with "kun".
NEUTRAL = re.compile(
    r"\b(?:ikke|not)\s+(?:mindst|kun|alene|blot|bare|only|just|least|merely|solely)\b|\buden\s+(?:for|om)\b|\bno\.\s?\d"
    r"|\b(?:no|ikke)\s+(?:later|senere)\b",
    re.IGNORECASE,
)
# Words that say a negation in themselves: a claim may put them for "ikke" and the other way round.
LACKS = re.compile(
    r"\b(?:mangle\w*|fravær\w*|undlade\w*|afvis\w*|afslå\w*|nedlagt|nedlagde\w*|nedlægge\w*|lack\w*|fail\w*|abolish\w*|refus\w*|"
    r"reject\w*|closed|u(?:varsle|kend|anmeld|uddann|beman)\w*)\b",
    re.IGNORECASE,
)
FREE, PAYS = re.compile(r"\b(?:gratis|free)\b", re.IGNORECASE), re.compile(r"\b(?:betal\w*|kost\w*|pay\w*|charge\w*|cost\w*)\b", re.I)
SEGMENT = re.compile(
    r"[,;:–]\s+|\s+-\s+|\s+(?=\()"
    r"|\s+(?=(?:mens|men|hvorimod|while|whereas|but|fordi|because|som|der|who|which|that|hvis|if|when|når|medmindre|unless)\s)"
    r"|\s+(?=(?:og|and)\s+(?:må|kan|skal|vil|har|er|bliver|får|may|can|must|will|has|have|is|are)\s)"
    r"|\s+(?=(?:inden|før|after|before)\s+(?:the|a|an|they|it|de|den|det|\w+e[nt])\s)",
    re.IGNORECASE,
)
NOT_ONLY = re.compile(r"\b(?:ikke|not)\s+(?:kun|alene|udelukkende|blot|only|just|solely|exclusively)\b", re.IGNORECASE)
PLAIN = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (r"\b(?:no|not) (?:more|later) than\b|\bnot over\b", "at most"),
        (r"\b(?:no|not) (?:less|fewer) than\b|\bnot under\b", "at least"),
        (r"\bikke (?:mere|flere) end\b|\bikke over\b", "højst"),
        (r"\bikke (?:mindre|færre) end\b|\bikke under\b", "mindst"),
    )
)
ONLY = re.compile(r"\b(?:kun|alene|udelukkende|eneste|only|solely|exclusively|alone)\b", re.IGNORECASE)
OR_ONLY = re.compile(ONLY.pattern + r"|\b(?:foreløbig|begrænset|først|medmindre|forbeholdt|lone)\b", re.IGNORECASE)
ALL = re.compile(
    r"\b(?:alle|samtlige|hver|hvert|enhver|ethvert|(?<!above )(?<!after )all(?! (?:kinds|this|in))|every|each(?! other)|entire|always"
    r"|altid)\b",
    re.IGNORECASE,
)
OR_ALL = re.compile(
    ALL.pattern + r"|\b(?:begge|både|hele|kredsens|politikredsens|generelt|enkelte|dækker|døgnet|årligt?e?|overalt|løbende)\b|\w+vis\b",
    re.IGNORECASE,
)
EXCEPT = re.compile(
    r"\b(?:på nær|undtagen|undtagelse|undtaget|bortset fra|medmindre|dog ikke|men ikke|except|apart from|but not|unless|excluding|with the "
    r"exception|other than|om end)\b",
    re.IGNORECASE,
)
MUST = re.compile(
    r"\b(?:skal|kræves|krav|nødvendigt, at|necessary (?:that|for)|pligt\w*|obligatorisk\w*|forpligte\w*|must|shall|required?s?|mandatory"
    r"|obliged|obligat\w*)\b",
    re.IGNORECASE,
)
MAY = re.compile(r"\b(?:kan|kunne|må|mulighed\w*|muligt|may|can|could|might|optional|possible)\b", re.IGNORECASE)
SHOULD = re.compile(r"\b(?:bør|skulle|anbefale\w*|should|recommended)\b", re.IGNORECASE)
INTENDED = re.compile(
    r"\b(?:påtænk\w*|forvent\w*|planlæg\w*|planlagt\w*|vente[ts]|hensigt\w*|overvej\w*|afvent\w*|på vej|vil|kommer til|skal|målet|mål|"
    r"ønske\w*|frem mod|will|expect\w*|plan(?:s|ned|ning)?|inten[dt]\w*|consider\w*|aim\w*|goal|target|upcoming|shall|is to|are to|"
    r"await\w*|"
    r"forslag\w*|foreslå\w*|propos\w*|i løbet af|tanken|idea)\b",
    re.IGNORECASE,
)
ONLY_INTENDED = re.compile(
    r"\b(?:påtænk\w*|forventes|forventer|planlægges|planlægger|ventes|hensigten|overvejes|overvejer|foreslås|(?:is|are) (?:expected|"
    r"planned|intended|considered|proposed))\b",
    re.IGNORECASE,
)
ENDED = re.compile(r"\b(?:ophør\w*|nedlagt|nedlægge\w*|afskaffe\w*|indstillet|ended|ceased?|abolished|closed down|discontinued)\b", re.I)
OR_ENDED = re.compile(ENDED.pattern + r"|\b(?:afslut\w*|udløb\w*|lukke\w*|lukning\w*|slut\w*|stop\w*|stands\w*|færdig\w*)\b", re.I)


# The verbs alone, for a part that says the same with another one.
MUST_VERB = re.compile(r"\b(?:skal|skulle|kræves|pligt\w*|must|shall|obliged)\b", re.IGNORECASE)
MAY_VERB = re.compile(r"\b(?:kan|(?<!skal )kunne|må|may|can|could|might)\b", re.IGNORECASE)
# A turn for the worse is said only where the plan says one.
FOR_THE_WORSE = re.compile(
    r"\b(?:svæk\w*|weaken\w*|worse|ringere|dårligere|forværr\w*|forring\w*|fewer|færre|abolish\w*|nedlagt|mindsket|"
    r"(?:less|lesser|smaller) extent|(?:mindre|ringere) (?:grad|omfang)|reduced)\b",
    re.IGNORECASE,
)


def _sides(*pairs: tuple[str, str]) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((re.compile(rf"\b(?:{a})", re.IGNORECASE), re.compile(rf"\b(?:{b})", re.IGNORECASE)) for a, b in pairs)


# Each line: one side and what denies it. A claim that says one side where the plan says only the other is false.
OPPOSITES = _sides(
    (r"flere\b|mere\b|stig\w*|steg\b|øge\w*|øget|vokse\w*|højere|more\b|increas\w*|grow\w*|higher|rise\w*|rising|rose\b|styrk\w*"
     r"|strengthen\w*",
     r"færre|fald\w*|faldt|lavere|reduc\w*|nedgang\w*|nedbring\w*|fewer|less\b|decreas\w*|declin\w*|lower\w*|fell\b|drop\w*|svæk\w*"
     r"|weak\w*"),
    (r"mindst\b|at least|minimum", r"højst\w*|maksim\w*|at most|maximum"),
    (r"før\b|inden\b|forud\b|before\b|prior\b|senest\b|no later", r"efter\b|after\b|following\b|tidligst\b|earliest"),
    (r"start\w*|begynd\w*|indled\w*|åbne\w*|opret(?!hold)\w*|etabler\w*|launch\w*|begin\w*|began|begun|open\w*|establish\w*"
     r"|set up|introduc\w*",
     r"slut\w*|ophør\w*|afslut\w*|lukke\w*|nedlæg\w*|nedlagt|afskaf\w*|end(?:s|ed)?\b|ceas\w*|clos(?:es|ed|ing|ure)\b"
     r"|abolish\w*|discontinu\w*"),
    (r"frivillig\w*|voluntar\w*|optional", r"obligatorisk\w*|tvungen|tvunget|pligt\w*|mandatory|compulsory|required"),
    (r"tilla\w*|lovlig\w*|permit\w*|allow\w*|legal\w*|godkend\w*|approv\w*",
     r"forby\w*|forbud\w*|ulovlig\w*|prohib\w*|forbid\w*|illegal\w*|afvis\w*|afsl\w*|reject\w*|ban(?:s|ned)?\b"),
    (r"bedre\b|better|improv\w*|forbedr\w*", r"ringere|dårligere|værre|worse|forværr\w*|forring\w*"),
    (r"større\b|greater|larger|bigger|øge\w*|øget", r"mindre\b|mindske\w*|less\b|smaller|reduc\w*"),
    (r"offentlig\w*|public\b", r"privat\w*|private\w*"),
    (r"intern\b|interne\b|internt\b|internal\w*", r"ekstern\w*|external\w*"),
    (r"gratis|free of charge|for free", r"betaling\w*|gebyr\w*|fee\b"),
    (r"første\b|first\b", r"sidste\b|last\b|final\b"),
    (r"nord(?:lige\w*|på)?\b|north(?:ern)?\b", r"syd(?:lige\w*|på)?\b|south(?:ern)?\b"),
    (r"dag(?:en|s|timer\w*)?\b|daytime", r"nat(?:ten|te)?\b|night\w*"),
    (r"månedlig\w*|hver måned|monthly", r"ugentlig\w*|hver uge|årlig\w*|hvert år|daglig\w*|kvartal\w*"
     r"|weekly|annual\w*|yearly|daily|quarterly"),
    (r"årlig\w*|hvert år|annual\w*|yearly", r"ugentlig\w*|månedlig\w*|daglig\w*|weekly|monthly|daily"),
    (r"ældre\b(?!\s+plan)|older|elderly", r"yngre|unge\b|younger|young\b"),
    (r"mænd\w*|mand\b|men\b", r"kvind\w*|wom[ae]n"),
    (r"dagen før|day before", r"dagen efter|day after"),
)  # fmt: skip

# Clauses that begin with the same conjunction in both sentences are each other's counterparts, where each has but one of them.
SAME_CONJUNCTIONS = tuple(
    re.compile(rf"\s*(?:{words})\b", re.IGNORECASE)
    for words in (
        r"fordi|because",
        r"hvis|if",
        r"når|when",
        r"men|but",
        r"medmindre|unless",
        r"mens|hvorimod|while|whereas",
        r"som|der|hvor|who|which|where",
    )
)
MUST_SAID = re.compile(r"\b(?:skal|must|shall|(?:is|are) to)\b", re.IGNORECASE)
CAN_VERB = re.compile(r"\b(?:kan|kunne|may|can|could|might|able)\b", re.IGNORECASE)
# "Skal kunne" says what one can, not what one must.
SHALL_BE_ABLE = re.compile(r"\b(?:skal|skulle)(?=(?:\s+\S+){0,3}?\s+kunne\b)|\b(?:must|shall)(?=\s+(?:\w+\s+)?be able\b)", re.IGNORECASE)
DECIDED = re.compile(r"\b(?:besluttet|vedtaget|(?:is|are|was|were|been) decided|has decided|have decided)\b", re.IGNORECASE)
OR_DECIDED = re.compile(
    r"\b(?:\w*beslut\w*|vedtag\w*|aftal\w*|godkend\w*|afgør\w*|fastlagt\w*|fastsat\w*|enige?d?e?s?|bestem\w*|valgt)\b", re.I
)
SINCE = re.compile(r"\b(?:siden|since)\s+(?:\S+\s+){0,2}?\d{4}$", re.IGNORECASE)
# The order of two things in time, and what a plan may say of it in other words. "Efter" is also "according to" and so not here.
TIME_ORDER = (
    (
        re.compile(r"\bafter\b", re.IGNORECASE),
        re.compile(r"\b(?:\w*efter\w*|senere|siden|\w*følg\w*|næste|når\b.{0,40}\b(?:har|er|var|blev))\b", re.IGNORECASE),
    ),
    (
        re.compile(r"\b(?:før|(?<!than )before)\b", re.IGNORECASE),
        re.compile(r"\b(?:før\w*|inden\w*|forud\w*|tidligere|hidtil|senest|frem)\b", re.IGNORECASE),
    ),
)
# A clause that tells something by the way of what stands before it.
ASIDE = re.compile(r"\s*(?:som|der|hvor|hvis|hvilket)\b", re.IGNORECASE)
SAYS_LACK = re.compile(LACKS.pattern + r"|\b(?:missing|absen\w*)\b", re.IGNORECASE)
