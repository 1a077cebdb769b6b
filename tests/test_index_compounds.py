from __future__ import annotations

import pytest

from index.compounds import CompoundSplitter
from index.danish import stem

# A corpus in miniature: simple words and some of their forms, none of them a compound.
WORDS = (
    "indbrud indbruddet forebyggelse forebygge forebyggelsen info hus huset huse færdsel sikkerhed sikkerheden kreds kredsen "
    "råd rådet møde møder mødet natten nat liv livet bande bander miljø miljøet unge ungdom kriminalitet nævn nævnet "
    "psykiatri sygeplejerske tilhold sag sager vold ældre båd både patrulje patruljer ø øen havn havnen vagt vagten skole vej "
    "skoler veje politi station ørn"
).split()


@pytest.fixture(scope="module")
def splitter() -> CompoundSplitter:
    return CompoundSplitter(WORDS)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("indbrudsforebyggelse", "indbrud forebyggelse"),
        ("infohus", "info hus"),
        ("færdselssikkerhed", "færdsel sikkerhed"),
        ("kredsrådsmøde", "kreds råd møde"),
        ("natteliv", "nat liv"),
        ("bandemiljøet", "bande miljø"),
        ("psykiatrisygeplejerske", "psykiatri sygeplejerske"),
        ("tilholdssag", "tilhold sag"),
        ("vagtpatruljerne", "vagt patrulje"),
        ("havnevagten", "havn vagt"),
        ("SKOLEVEJE", "skole vej"),
        ("politistation", "politi station"),
    ],
)
def test_a_compound_gives_the_keys_of_its_parts(splitter: CompoundSplitter, word: str, parts: str) -> None:
    assert splitter.parts(word) == tuple(stem(part) for part in parts.split())


@pytest.mark.parametrize(
    "word",
    [
        "vold",
        "båd",
        "øen",
        "hus",
        "forebyggelse",
        "sikkerhed",
        "Bornholm",
        "Jammerbugt",
        "samarbejde",
        "kommunerne",
        "1250",
        "info-hus",
        "",
    ],
)
def test_a_word_that_is_no_compound_stays_whole(splitter: CompoundSplitter, word: str) -> None:
    assert splitter.parts(word) == ()


def test_a_prefix_or_an_ending_is_no_part() -> None:
    splitter = CompoundSplitter("fore under efter hed tage skrift tryg tid ældre øre".split())
    assert [splitter.parts(word) for word in ("foretage", "underskrift", "tryghed", "eftertid")] == [(), (), (), ()]


def test_a_prefix_with_a_linking_s_is_no_part_either() -> None:
    assert CompoundSplitter("under øge øger undersøge på øen".split()).parts("undersøger") == ()


def test_the_corpus_own_words_decide() -> None:
    assert CompoundSplitter(["ørn", "rede"]).parts("øglevagt") == ()
    assert CompoundSplitter(["øgle", "vagt"]).parts("øglevagt") == (stem("øgle"), stem("vagt"))


@pytest.mark.parametrize("word", ["brøglvagt", "brøglsvagt", "brøglevagt", "brøglsvagten"])
def test_a_part_that_no_dictionary_knows_is_found_with_and_without_a_linking_letter(word: str) -> None:
    assert CompoundSplitter(["brøgl", "vagt", "ø"]).parts(word) == (stem("brøgl"), stem("vagt"))


def test_the_better_known_split_wins() -> None:
    # "vejr|hane" and "vej|rhane": only one of them is made of words.
    assert CompoundSplitter("vej vejr vejr hane på øen".split()).parts("vejrhane") == (stem("vejr"), stem("hane"))


def test_three_letters_are_a_part_only_on_the_list() -> None:
    splitter = CompoundSplitter("råd råd kro kro stue stue øen".split())
    assert splitter.parts("rådsstue") == (stem("råd"), stem("stue"))
    assert splitter.parts("krostue") == ()
    assert splitter.parts("rådhus") == (), "six letters are too few"
