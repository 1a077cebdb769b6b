"""A stream of pieces cut into whole sentences with their markers, as soon as each is complete."""

from __future__ import annotations

import re
import unicodedata

from corpus.sentences import split_sentences

_THINK = re.compile(r"<(think|thinking|reasoning)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_OPEN_THINK = re.compile(r"<(?:think|thinking|reasoning)\b.*", re.DOTALL | re.IGNORECASE)
_HALF_TAG = re.compile(r"<[a-z]{0,9}$", re.IGNORECASE)
# Invisible characters that could hide words: tags, zero-width, direction marks.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")
_MARKDOWN = re.compile(r"\*\*|__|^#{1,6}\s+|`+", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\]\d][^\]]*)\]\([^)]*\)|<[^>\n]{1,200}>")
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_MARKERS_NEXT = re.compile(r"\s*(?:\[\d[\d,;\s]*\]\s*)+[.!?]?")
_STARTS_WITH_MARKER = re.compile(r"^\s*\[\d[\d,;\s]*\]")
_ENDS = re.compile(r"[.!?\n\]>:]|[A-ZÆØÅ]")
_COMPLETE = re.compile(r"(?:\]\s*[.!?]?|[.!?])\s*$")
_MARKER = re.compile(r"\[\d[\d,;\s]*\]")
# An item of a list that is shorter than this is no sentence of its own.
_SHORT_ITEM = 60


class SentenceStream:
    """Feed it pieces; it gives back the sentences that are whole. ``close`` gives the rest."""

    def __init__(self) -> None:
        self._raw = ""
        self._lead = ""
        self._items: list[str] = []

    def feed(self, piece: str) -> list[str]:
        """The sentences that this piece completes."""
        self._raw += piece
        # Nothing can end where nothing ends: one endless sentence must not cost its square.
        return self._take(final=False) if _ENDS.search(piece) else []

    def close(self) -> list[str]:
        """The last sentences, when nothing more will come."""
        return [*self._take(final=True), *self._list_done()]

    def _take(self, final: bool) -> list[str]:
        text = _THINK.sub("", self._raw)
        if open_think := _OPEN_THINK.search(text):
            text, kept = text[: open_think.start()], text[open_think.start() :]
        else:
            half = _HALF_TAG.search(text)
            kept = text[half.start() :] if half and not final else ""
            text = text[: len(text) - len(kept)]
        lines = text.split("\n")
        rest = "" if final else lines.pop()
        found: list[str] = []
        for line in lines:
            found += self._line(line)
        if not final:
            whole, rest = _whole_sentences(rest)
            found += [one for sentence in whole for one in self._sentence(sentence, bullet=False)]
        self._raw = "" if final else rest + kept
        return found

    def _line(self, line: str) -> list[str]:
        bullet = _BULLET.match(line)
        clean = cleaned(line[bullet.end() :] if bullet else line)
        if not clean:
            return []
        if bullet and self._lead and len(_MARKER.sub("", clean)) <= _SHORT_ITEM:
            self._items.append(clean)
            return []
        return [one for sentence in cut(clean) for one in self._sentence(sentence, bullet is not None)]

    def _sentence(self, sentence: str, bullet: bool) -> list[str]:
        clean = cleaned(sentence)
        done = [] if bullet else self._list_done()
        if clean.endswith(":") and not _MARKER.search(clean):
            self._lead = clean
            return done
        return [*done, clean] if clean else done

    def _list_done(self) -> list[str]:
        """A lead-in and its short items are one sentence: "Kommunerne er: Odense, Nyborg [1][2]"."""
        lead, items, self._lead, self._items = self._lead, self._items, "", []
        if not items:
            return []
        markers = "".join(dict.fromkeys(marker for item in items for marker in _MARKER.findall(item)))
        words = [_MARKER.sub("", item).strip(" .;,") for item in items]
        return [f"{lead[:-1]}: {', '.join(words)} {markers}".strip()]


def is_complete(sentence: str) -> bool:
    """Whether a sentence ends as sentences do, and not where a reply broke off."""
    return _COMPLETE.search(sentence) is not None


def cleaned(text: str) -> str:
    """One line without markup, links, control and invisible characters."""
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).replace("\ufffd", "")
    text = _MARKDOWN.sub("", _LINK.sub(r"\1", text))
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def cut(line: str) -> list[str]:
    """The sentences of one line; markers behind a full stop belong to the sentence before them.

    >>> cut("Rådet mødes to gange. [1] Det ligger i Odense [2].")
    ['Rådet mødes to gange [1].', 'Det ligger i Odense [2].']
    """
    found: list[str] = []
    for sentence in _split(line):
        match = _STARTS_WITH_MARKER.match(sentence)
        while match and found:
            found[-1] += " " + match.group().strip()
            sentence = sentence[match.end() :].strip()
            match = _STARTS_WITH_MARKER.match(sentence)
        if sentence.strip(" .,;"):
            found.append(sentence)
    return found


def _split(line: str) -> list[str]:
    """By full stops, also where a marker stands between stop and next word: "… gange.[1] Det …"."""
    marked = re.sub(r"([.!?])(\s*)((?:\[\d[\d,;\s]*\]\s*)+)(?=[A-ZÆØÅ0-9»\"“]|$)", lambda m: f" {m[3].strip()}{m[1]} ", line)
    return [marked[a:b].strip() for a, b in split_sentences(marked)]


def _whole_sentences(rest: str) -> tuple[list[str], str]:
    """The sentences that another one follows, and what is still open. The next must have begun, for its markers may come late."""
    parts = cut(rest)
    if len(parts) < 2 or _BULLET.match(rest):
        return [], rest
    last = parts[-1]
    if len(_MARKER.sub("", last)) < 3:
        return [], rest
    # The blank behind the last word may be all that stands between it and the next piece.
    return parts[:-1], last + rest[len(rest.rstrip()) :]
