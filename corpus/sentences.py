"""Splits Danish text into sentences, with offsets.

A full stop ends a sentence unless it belongs to an abbreviation ("bl.a.", "nr.", "kl."), an ordinal ("d. 4. marts", "2. kvartal"), an
initial ("J. Hansen") or stands inside a number or an address. A year does end one: "… i 2025. Aarhus har …".
"""

from __future__ import annotations

import re


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Abbreviations after which the sentence normally goes on, whatever comes next.
_GOES_ON = _words(
    "a bl.a bl ca d dvs d.v.s eks f.eks fx hhv if ift ifm iht inkl jf jfr kap kl litra m.a.o mht mhp min n.b nr pga pkt pr "
    "p.t s skt sml sr st stk str tlf vedr vha vs ang ekskl evt p.g.a adm afd dr hr frk art pct"
)
# Abbreviations that may also close a sentence: it ends when a capital that is not a name's continuation follows.
_MAY_END = frozenset(("mv m.v osv o.s.v mm m.m m.fl mfl o.l ol el.lign e.l etc a.m.v og lign kr mio mia").split())
_MONTHS = frozenset(("januar februar marts april maj juni juli august september oktober november december").split())
_SHORT_MONTHS = frozenset(("jan feb febr apr aug sep sept okt nov dec").split())
_ORDINAL_NOUNS = _words(
    "kvartal halvår klasse klassetrin etage sal division gang del udgave version møde århundrede generation instans plads række"
)
_BREAK = re.compile(r"(?<![.!?…])([.!?…]+)([\"”“»«'’)\]]*)(\s+)")

# What stands farther from a full stop than this does not tell what it means; without the bound one long line would cost its square.
_NEAR = 200


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Half-open spans of the sentences of one paragraph, in order; blanks between them belong to none.

    >>> text = "Planen gælder bl.a. i 2025. Aarhus har et Infohus, jf. § 113."
    >>> [text[a:b] for a, b in split_sentences(text)]
    ['Planen gælder bl.a. i 2025.', 'Aarhus har et Infohus, jf. § 113.']
    """
    spans, start, last = [], len(text) - len(text.lstrip()), len(text.rstrip())
    for match in _BREAK.finditer(text):
        if match.end() >= last or not _ends(text, match, start):
            continue
        spans.append((start, match.end(2)))
        start = match.end()
    if start < last:
        spans.append((start, last))
    return spans


def ends_in_abbreviation(text: str) -> bool:
    """True where the last full stop belongs to an abbreviation: "Vold i nære relationer mv."."""
    last = re.search(r"[\wæøåÆØÅ.]+\.$", text[-_NEAR:])
    return last is not None and last.group().lower().strip(".") in _GOES_ON | _MAY_END


def _ends(text: str, match: re.Match[str], start: int) -> bool:
    following = text[match.end() : match.end() + _NEAR]
    first = following.lstrip("\"”“»«'([–- ")[:1]
    if not first:
        return True
    if match.group(1) != ".":
        return first.isupper() or first.isdigit()
    before = text[max(start, match.start() - _NEAR) : match.start()]
    word = re.search(r"[\wæøåÆØÅ.]*$", before)
    token = word.group().lower().strip(".") if word else ""
    if re.fullmatch(r"\d{1,3}", token):
        return _number_ends(before, token, following)
    if re.fullmatch(r"\d+(\.\d+)+", token):
        return first.isupper()
    if token in _GOES_ON:
        return False
    if token in _MAY_END:
        return first.isupper()
    if token in _SHORT_MONTHS and first.isdigit():
        return False
    if re.fullmatch(r"[A-ZÆØÅ]", before[-1:]) and (len(before) == 1 or not before[-2].isalpha()) and first.isupper():
        return False
    return not first.islower()


def _number_ends(before: str, number: str, following: str) -> bool:
    """ "den 4. marts", "2. kvartal" and the list number "1. Rådet" go on; "kl. 24. Politiet" and "5 ud af 7. Derfor" end."""
    if before == number:
        return False
    next_word = re.match(r"[\wæøåÆØÅ]+", following)
    word = next_word.group() if next_word else ""
    if word.lower() in _MONTHS or word.lower() in _ORDINAL_NOUNS:
        return False
    ordinal_before = re.search(
        r"\b(den|d\.|de|det|pr\.|nr\.|stk\.|initiativ|kapitel|afsnit)\s*$", before[: len(before) - len(number)].lower()
    )
    if ordinal_before:
        return word[:1].isupper() and ordinal_before.group(1) not in ("den", "d.", "de", "det", "pr.")
    return word[:1].isupper()
