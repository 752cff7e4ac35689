"""Every cell of the table, run, and what each pair is worth."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.core.loss import Loss
from tests.dialects.pairs.answer import AnswerFeature, answered
from tests.dialects.pairs.cases import ANSWER_GROUPS, GROUPS
from tests.dialects.pairs.feature import Cell, Feature, Verdict, cell
from tests.dialects.pairs.wires import CAPABLE, DIALECTS, ORDINARY

_GOOD = (Verdict.CARRIED, Verdict.CHANGED)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one feature in one pair.

    `often` says that it is so with a provider that has all its wire can say, and that others of the
    wire lose it.
    """

    cell: Cell
    often: bool = False

    @property
    def harmless(self) -> bool:
        """Whether nothing is missing that steers the answer or stands in it."""
        told = all(loss.weight == "marker" for loss in self.cell.losses)
        return self.cell.verdict in _GOOD or (self.cell.verdict is Verdict.LOST and told)


@dataclass(frozen=True, slots=True)
class Row:
    """One feature of one client, by the provider's wire."""

    id: str
    title: str
    chinese: str
    results: Mapping[str, Result]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together."""

    title: str
    chinese: str
    rows: tuple[Row, ...]


@functools.cache
def requests(client: str) -> tuple[Group, ...]:
    """What a client of this wire may ask, on every provider."""
    return _groups(GROUPS, lambda feature, provider: _request(feature, client, provider))


@functools.cache
def answers(client: str) -> tuple[Group, ...]:
    """What a client of this wire reads of every provider's answer."""
    return _groups(
        ANSWER_GROUPS, lambda feature, provider: Result(answered(feature, client, provider))
    )


def _groups(groups: Any, run: Callable[[Any, str], Result]) -> tuple[Group, ...]:
    found = []
    for title, chinese, features in groups:
        rows = []
        for feature in features:
            results = {provider: run(feature, provider) for provider in DIALECTS}
            if any(each.cell.verdict is not Verdict.UNSAYABLE for each in results.values()):
                rows.append(Row(feature.id, feature.title, feature.chinese, results))
        if rows:
            found.append(Group(title, chinese, tuple(rows)))
    return tuple(found)


def _request(feature: Feature | AnswerFeature, client: str, provider: str) -> Result:
    assert isinstance(feature, Feature)
    best = cell(feature, client, CAPABLE[provider])
    plain = cell(feature, client, ORDINARY[provider])
    return Result(best, best.verdict in _GOOD and plain.verdict not in _GOOD)


def pair(client: str, provider: str) -> tuple[Result, ...]:
    """Every cell of a pair in which there is something to say."""
    found = (
        row.results[provider]
        for group in (*requests(client), *answers(client))
        for row in group.rows
    )
    return tuple(each for each in found if each.cell.verdict is not Verdict.UNSAYABLE)


def kept(client: str, provider: str) -> tuple[int, int, int, int]:
    """How many cells of a pair are carried, said otherwise, lost and refused."""
    verdicts = [each.cell.verdict for each in pair(client, provider)]
    wanted = (Verdict.CARRIED, Verdict.CHANGED, Verdict.LOST, Verdict.REFUSED)
    carried, changed, lost, refused = (verdicts.count(each) for each in wanted)
    return carried, changed, lost, refused


def grade(client: str, provider: str) -> str:
    """ "same", "very good", "good" or "fair": by the share of cells in which nothing is missing."""
    if client == provider:
        return "same"
    results = pair(client, provider)
    share = sum(each.harmless for each in results) / len(results)
    return "very good" if share >= 0.85 else "good" if share >= 0.7 else "fair"


def told(client: str) -> list[tuple[Row, str, tuple[str, ...]]]:
    """Each loss or refusal that a client of this wire may be told: of what, in which words, where.

    The words are those of the log and of the request's details.
    """
    found: list[tuple[Row, str, tuple[str, ...]]] = []
    for group in (*requests(client), *answers(client)):
        for row in group.rows:
            words: dict[str, list[str]] = {}
            for provider, result in row.results.items():
                for sentence in _sentences(result.cell):
                    words.setdefault(sentence, []).append(provider)
            found += [(row, sentence, tuple(where)) for sentence, where in words.items()]
    return found


def _sentences(found: Cell) -> tuple[str, ...]:
    if found.verdict is Verdict.REFUSED:
        return (found.refusal,)
    return tuple(dict.fromkeys(_said(loss) for loss in found.losses))


def _said(loss: Loss) -> str:
    return f"{loss.what}: {loss.note}"
