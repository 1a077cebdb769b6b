"""From a question's words to the concepts that are searched: stop words out, each word with its parts, translations and corrections."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.gazetteer import fold
from index import general_words
from index.compounds import CompoundSplitter
from index.danish import Token, fold_loose, lemma, stem, terms, token_keys, tokens
from index.general_words import is_danish_verb
from index.glossary import base_forms, cognates, english_actions, find_phrases, synonyms
from index.lexical import Alternative, Concept
from index.synonyms import find_synonyms
from rag.question import Question
from rag.told import such_as_told
from rag.wording import is_general, is_shape

PART_WEIGHT = 0.45
TRANSLATION_WEIGHT = 0.95
SYNONYM_WEIGHT = 0.6
PARAPHRASE_WEIGHT = 0.8
CORRECTION_WEIGHT = 0.7
# "kredsradet" typed for "kredsrådet": no doubt which word is meant.
LETTERS_WEIGHT = 0.95
_CLOSE_ENOUGH = 82.0
# Letters of the shorter half of a compound.
_HALF = 6
_NUMBERS = frozenset(
    "two three four five six seven eight nine ten eleven twelve to tre fire fem seks syv otte ni ti elleve tolv 2 3 4 5 6 7 8 9 10".split()
)


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
        said = [t for t in _words(question) if not (t.word.isdigit() and int(t.word) in scope_years)]
        before = [t for t in said if t.start < question.frame.start]
        own = said[len(before) :]
        if question.frame.leans and (taken_up := such_as_told(before, own, question)):
            return self._topic(taken_up, question, glossary, corrections)
        topic = self._topic(own, question, glossary, corrections)
        if not question.frame.leans:
            return topic
        # A number told before a question counts nothing that it asks for.
        told = self._topic([t for t in before if t.word.lower() not in _NUMBERS], question, glossary, corrections)
        return _leaning(topic, told, question.frame.bare)

    def _topic(self, content: list[Token], question: Question, glossary: bool, corrections: bool) -> Topic:
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
                phrase = self._translated(surface, content[position:end], danish, question)
                helps = all(is_shape(t.word) or is_general(t.word) or _says_how_many(question, t) for t in content[position:end])
                generic |= {surface} if helps or _is_general_action(surface, question) else set()
                concepts.append(phrase)
                continue
            if is_shape(token.word) and not self._is_acronym(token) and token.word not in question.single:
                continue
            concept, correction = self._own(token, question, corrections)
            if (is_general(token.word) or _says_how_many(question, token)) and not token.acronym:
                generic.add(token.word)
                if concept is None:
                    continue
            if concept is None and is_action(token.word, question):
                # What is done is said in many ways; only a thing that no plan names is missing.
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
        if half := self._half_known(token):
            return Concept(token.word, (*alternatives, half)), None
        correction = self._correct(token) if corrections else None
        if correction:
            weight = LETTERS_WEIGHT if fold_loose(correction) == fold_loose(token.word) else CORRECTION_WEIGHT
            fixed = [Alternative((self._known[correction],), weight), *self._parts(correction, weight)]
            return Concept(token.word, (*alternatives, *fixed)), correction
        return None, None

    def _knows(self, alternative: Alternative) -> bool:
        return all(key in self._keys for key in alternative.keys)

    def _is_acronym(self, token: Token) -> bool:
        """An abbreviation that the plans have; "SKAL" in a question is an emphasis."""
        return token.acronym and any(key in self._keys for key in token_keys(token))

    def _half_known(self, token: Token) -> Alternative | None:
        """Of a compound that the plans do not know, the half that they do: "terrorsikring" is said by "terror" in part."""
        word = token.word.lower()
        if token.acronym or len(word) < 2 * _HALF:
            return None
        halves = (part for at in range(len(word) - _HALF, _HALF - 1, -1) for part in (word[:at], word[-at:]) if len(part) >= _HALF)
        known = next((part for part in halves if part in self._known and not is_general(part) and not is_shape(part)), None)
        return Alternative((self._known[known],), PART_WEIGHT) if known else None

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


def _words(question: Question) -> list[Token]:
    """The words up to the end of the question proper that belong to no name of a district or kommune."""
    return [t for t in tokens(question.text) if t.start < question.frame.end and not _in_name(t, question)]


def _leaning(topic: Topic, told: Topic, bare: bool) -> Topic:
    """A question with what was told before it: the topic itself where it has none of its own, else words that help to rank."""
    concepts = tuple(_unique([*topic.concepts, *told.concepts]))
    corrected = (*topic.corrected, *told.corrected)
    if bare:
        said = any(concept.surface not in told.generic for concept in told.concepts)
        return Topic(told.concepts if said else concepts, topic.generic | told.generic, corrected, told.unknown)
    own = {concept.surface for concept in topic.concepts}
    helping = frozenset(concept.surface for concept in told.concepts if concept.surface not in own)
    return Topic(concepts, topic.generic | helping, corrected, topic.unknown)


def _translations(content: list[Token]) -> dict[int, tuple[int, tuple[str, ...]]]:
    """First position → (position behind the phrase, its Danish words) for every phrase of the glossary that says more than how to ask."""
    words = [token.word.lower() for token in content]
    phrases = find_phrases(words)
    return {p.start: (p.end, p.danish) for p in phrases if not all(is_shape(word) for word in words[p.start : p.end])}


def _paraphrases(content: list[Token]) -> dict[int, tuple[int, tuple[str, ...]]]:
    """The same for everyday Danish and the words that plans use for it; a single word that only shapes a question is left alone."""
    words = [token.word.lower() for token in content]
    return {p.start: (p.end, p.danish) for p in find_synonyms(words) if not all(is_shape(word) for word in words[p.start : p.end])}


def is_action(surface: str, question: Question) -> bool:
    """A verb or a quality, and no thing: an English one as the general words list it, a Danish one by its form."""
    low = surface.lower()
    if question.language == "en":
        return any(form in english_actions() for form in base_forms(low))
    return surface == low and is_danish_verb(low)


def _is_general_action(surface: str, question: Question) -> bool:
    """An English verb or quality that is not of the field: it is said in many ways."""
    return question.language == "en" and any(form in general_words.english_actions() for form in base_forms(surface.lower()))


def _says_how_many(question: Question, token: Token) -> bool:
    """ "Which eight areas …": the number says how many are asked for, not what about."""
    if token.word.lower() not in _NUMBERS:
        return False
    return re.search(r"\b(?:which|what|the|hvilke|de)\s+$", question.text[: token.start], re.IGNORECASE) is not None


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
