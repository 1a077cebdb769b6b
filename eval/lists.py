"""Lists: how many of the members a plan names came back, and nothing else with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.gazetteer import find_kommuner, kommune_names
from eval.gold import GoldQuestion
from eval.matchers import fold, occurs
from eval.response import Response, Said


@dataclass(frozen=True, slots=True)
class ListScore:
    """Sums over the plans of the question.

    Attributes:
        expected, returned, correct: distinct members of the gold, of the answer, and those in both.
        exact: every plan's set is the gold's.
        read_from_text: True where the answer lists nothing and its members were looked for in its statements.
        intruders: kommuner that the answer lists for a plan and the plan does not: a list that is wrong, however complete.
    """

    expected: int
    returned: int
    correct: int
    exact: bool
    read_from_text: bool
    intruders: int = 0

    @property
    def f1(self) -> float:
        """Harmonic mean of correct/returned and correct/expected (TREC QA list task); 0 where nothing is correct.

        >>> ListScore(5, 4, 3, False, False).f1
        0.6666666666666666
        """
        return 2 * self.correct / (self.expected + self.returned) if self.correct else 0.0


def score_list(gold: GoldQuestion, response: Response, said: Sequence[Said]) -> ListScore:
    """Compare per plan, so that a kommune named for the wrong plan does not count."""
    expected = returned = correct = intruders = 0
    exact = response.claims
    from_text = response.claims and not any(one.names for one in response.members)
    for plan, members in gold.items:
        wanted = {_key(member) for member in members}
        found = _in_text(plan, members, said) if from_text else _listed(plan, response, wanted)
        expected, returned, correct = expected + len(wanted), returned + len(found), correct + len(wanted & found)
        exact = exact and wanted == found
        # Names of kommuner are canonical; other members may be worded in more ways than the gold can list.
        intruders += 0 if from_text or not _kommuner(members) else len(found - wanted)
    return ListScore(expected, returned, correct, exact, from_text, intruders)


def _listed(plan: str, response: Response, wanted: set[str]) -> set[str]:
    """The answer's members for the plan, each as the gold member that it is another spelling of, or as itself."""
    if not response.claims:
        return set()
    names = [name for one in response.members if one.plan in (plan, "") for name in one.names]
    return {next((key for key in sorted(wanted) if _same(key, name)), _key(name)) for name in names}


def _in_text(plan: str, members: Sequence[str], said: Sequence[Said]) -> set[str]:
    """Members found in the statements that cite the plan; with kommuner also every other kommune named there, which counts as wrong."""
    texts = [one.text for one in said if any(cited.plan == plan for cited in one.citations)]
    found = {_key(member) for member in members if any(occurs(member, text) for text in texts)}
    if _kommuner(members):
        found |= {_key(hit.name) for text in texts for hit in find_kommuner(text)}
    return found


def _kommuner(members: Sequence[str]) -> bool:
    return bool(members) and all(member in kommune_names() for member in members)


def _same(key: str, name: str) -> bool:
    return key == _key(name) or (len(key) > 3 and (occurs(key, fold(name)) or occurs(_key(name), key)))


def _key(name: str) -> str:
    words = fold(name).replace("-", "").split()
    return " ".join(word for word in words if word not in ("kommune", "municipality")) or fold(name)
