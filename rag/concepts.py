"""From a question's words to the concepts that are searched: stop words out, each word with its parts, translations and corrections."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.gazetteer import fold
from index.compounds import CompoundSplitter
from index.danish import Token, fold_loose, lemma, stem, terms, token_keys, tokens
from index.glossary import cognates, find_phrases, synonyms
from index.lexical import Alternative, Concept
from index.synonyms import find_synonyms
from rag.question import Question
from rag.wording import is_general, is_shape

PART_WEIGHT = 0.45
TRANSLATION_WEIGHT = 0.95
SYNONYM_WEIGHT = 0.6
PARAPHRASE_WEIGHT = 0.8
CORRECTION_WEIGHT = 0.7
# "kredsradet" typed for "kredsrådet": no doubt which word is meant.
LETTERS_WEIGHT = 0.95
_CLOSE_ENOUGH = 82.0


@dataclass(frozen=True, slots=True)
class Topic:
    """What the question is about.

    Attributes:
        generic: surfaces of the concepts that are general words and decide nothing.
        corrected: pairs (as typed, as searched) for words that the corpus does not know.
        unknown: content words that neither corpus nor glossary know.
    """

    concepts: tuple[Concept, ...]
    generic: frozenset[str] = frozenset()
    corrected: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()


class ConceptReader:
    """Reads topics against one corpus' vocabulary.

    Args:
        known: surface words of the corpus in lower case → their index key.
    """

    def __init__(self, known: dict[str, str], splitter: CompoundSplitter) -> None:
        self._known = known
        self._keys = frozenset(known.values())
        self._splitter = splitter
        loose: dict[str, str] = {}
        for word in sorted(known):
            if word.isalpha() and len(word) > 3:
                loose.setdefault(fold_loose(word), word)
        self._loose = loose
        self._loose_words = list(loose)

    def read(self, question: Question, scope_years: frozenset[int] = frozenset(), glossary: bool = True, corrections: bool = True) -> Topic:
        """The concepts of a question; scope names, years of the plans in scope, frame words and asked-for kinds left out.

        Args:
            glossary: whether English is translated. corrections: whether unknown words are corrected. Both are off for measuring alone.
        """
        content = [t for t in _asked_words(question) if not (t.word.isdigit() and int(t.word) in scope_years)]
        if question.language == "en":
            content = [part for token in content for part in self._english_parts(token)]
        translated = (_translations(content) if question.language == "en" else _paraphrases(content)) if glossary else {}
        concepts: list[Concept] = []
        corrected: list[tuple[str, str]] = []
        unknown: list[str] = []
        generic: set[str] = set()
        done: set[int] = set()
        for position, token in enumerate(content):
            if position in done or fold(token.word) in question.asked_words:
                continue
            if position in translated:
                end, danish = translated[position]
                done.update(range(position, end))
                surface = " ".join(t.word for t in content[position:end])
                generic |= {surface} if all(is_shape(t.word) or is_general(t.word) for t in content[position:end]) else set()
                concepts.append(self._translated(surface, content[position:end], danish, question))
                continue
            if is_shape(token.word) and not token.acronym:
                continue
            concept, correction = self._own(token, question, corrections)
            if is_general(token.word) and not token.acronym:
                generic.add(token.word)
                if concept is None:
                    continue
            if concept is None:
                unknown.append(token.word)
                concept = Concept(token.word, (Alternative(tuple(token_keys(token)) or (stem(token.word),)),))
            if correction:
                corrected.append((token.word, correction))
            concepts.append(concept)
        return Topic(tuple(_unique(concepts)), frozenset(generic), tuple(corrected), tuple(unknown))

    def _english_parts(self, token: Token) -> list[Token]:
        """English writes with a hyphen what the glossary has as two words; a hyphen word of the plans stays whole."""
        if "-" not in token.word or any(key in self._keys for key in token_keys(token)):
            return [token]
        return [Token(m.group(), token.start + m.start(), token.start + m.end(), False) for m in re.finditer(r"[^-]+", token.word)]

    def _translated(self, surface: str, own: list[Token], danish: tuple[str, ...], question: Question) -> Concept:
        """The words as they stand and the Danish ways to say them: of an English phrase the translations, of a Danish one its synonyms."""
        alternatives: list[Alternative] = []
        if question.language == "da" and len(own) == 1:
            concept, _ = self._own(own[0], question, corrections=False)
            alternatives += concept.alternatives if concept else ()
        full = TRANSLATION_WEIGHT if question.language == "en" else PARAPHRASE_WEIGHT
        for rank, phrase in enumerate(danish):
            weight = full - 0.03 * rank
            keys = tuple(terms(phrase))
            if keys:
                alternatives.append(Alternative(keys, weight))
                alternatives += self._parts(phrase, weight) if len(keys) == 1 else []
        own_keys = tuple(key for token in own for key in token_keys(token))
        if own_keys and all(key in self._keys for key in own_keys):
            alternatives.append(Alternative(own_keys))
        return Concept(surface, tuple(alternatives) or (Alternative((stem(surface),)),))

    def _own(self, token: Token, question: Question, corrections: bool) -> tuple[Concept | None, str | None]:
        keys = token_keys(token)
        if not keys:
            return None, None
        alternatives = [Alternative((key,)) for key in keys[-1:]] + ([Alternative(tuple(keys[:-1]), 0.8)] if len(keys) > 1 else [])
        if not token.acronym:
            capitals = "^" + keys[-1]
            alternatives += [Alternative((capitals,))] if capitals in self._keys else []
            alternatives += [Alternative(("^" + token.word.lower(),))] if "^" + token.word.lower() in self._keys else []
            alternatives += self._parts(token.word, 1.0)
            alternatives += [Alternative(tuple(terms(other)), SYNONYM_WEIGHT) for other in synonyms(lemma(token.word)) if terms(other)]
        if token.word.isdigit():
            alternatives.append(Alternative(("§" + token.word,)))
        if token.word.isdigit() or any(self._knows(alternative) for alternative in alternatives):
            return Concept(token.word, tuple(alternatives)), None
        if question.language == "en":
            for spelling in cognates(token.word.lower()):
                if stem(spelling) in self._keys:
                    return Concept(token.word, (*alternatives, Alternative((stem(spelling),), TRANSLATION_WEIGHT))), None
        correction = self._correct(token) if corrections else None
        if correction:
            weight = LETTERS_WEIGHT if fold_loose(correction) == fold_loose(token.word) else CORRECTION_WEIGHT
            fixed = [Alternative((self._known[correction],), weight), *self._parts(correction, weight)]
            return Concept(token.word, (*alternatives, *fixed)), correction
        return None, None

    def _knows(self, alternative: Alternative) -> bool:
        return all(key in self._keys for key in alternative.keys)

    def _parts(self, word: str, weight: float) -> list[Alternative]:
        parts = self._splitter.parts(word.lower().replace("-", ""))
        return [Alternative(parts, PART_WEIGHT * weight * 1.6)] if parts else []

    def _correct(self, token: Token) -> str | None:
        """The corpus word nearest to a word the corpus does not know; capitals and short words are left alone."""
        from rapidfuzz import fuzz, process

        if token.acronym or len(token.word) < 4:
            return None
        loose = fold_loose(token.word)
        if loose in self._loose:
            return self._loose[loose]
        found = process.extractOne(loose, self._loose_words, scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH)
        if found is None or abs(len(found[0]) - len(loose)) > 2 or found[0][0] != loose[0]:
            return None
        return self._loose[found[0]]


def _asked_words(question: Question) -> list[Token]:
    """The words between preface and aside that belong to no name of a district or kommune."""
    return [t for t in tokens(question.text) if question.preface <= t.start < question.aside and not _in_name(t, question)]


def _translations(content: list[Token]) -> dict[int, tuple[int, tuple[str, ...]]]:
    """First position → (position behind the phrase, its Danish words) for every phrase of the glossary that says more than how to ask."""
    words = [token.word.lower() for token in content]
    phrases = find_phrases(words)
    return {p.start: (p.end, p.danish) for p in phrases if not all(is_shape(word) for word in words[p.start : p.end])}


def _paraphrases(content: list[Token]) -> dict[int, tuple[int, tuple[str, ...]]]:
    """The same for everyday Danish and the words that plans use for it; a single word that only shapes a question is left alone."""
    words = [token.word.lower() for token in content]
    return {p.start: (p.end, p.danish) for p in find_synonyms(words) if not all(is_shape(word) for word in words[p.start : p.end])}


def _in_name(token: Token, question: Question) -> bool:
    return any(hit.start <= token.start < hit.end for hit in question.names) or (
        re.fullmatch(r"politi|police|politis", token.word.lower()) is not None
        and any(hit.end <= token.start <= hit.end + 1 for hit in question.names)
    )


def _unique(concepts: list[Concept]) -> list[Concept]:
    seen: set[tuple[Alternative, ...]] = set()
    unique = []
    for concept in concepts:
        if concept.alternatives not in seen:
            seen.add(concept.alternatives)
            unique.append(concept)
    return unique
