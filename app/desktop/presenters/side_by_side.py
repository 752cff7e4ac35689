"""Two readings of the same thing beside each other, with what differs marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from app.core.outline import Line


class Change(StrEnum):
    """How the right side of a row stands to its left side."""

    SAME = "same"
    CHANGED = "changed"
    LEFT_OUT = "left_out"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of each side; None where a side has none."""

    left: Line | None
    right: Line | None
    change: Change


def side_by_side(left: Sequence[Line], right: Sequence[Line]) -> tuple[Row, ...]:
    """The lines of both sides in their order, those beside each other that say the same.

    Between them, lines of one kind and name are taken for the same thing that was changed.
    """
    rows: list[Row] = []
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for what, left_from, left_to, right_from, right_to in matcher.get_opcodes():
        if what == "equal":
            rows += [
                Row(one, other, Change.SAME)
                for one, other in zip(
                    left[left_from:left_to], right[right_from:right_to], strict=True
                )
            ]
        else:
            rows += _paired(left[left_from:left_to], right[right_from:right_to])
    return tuple(rows)


def _paired(left: Sequence[Line], right: Sequence[Line]) -> list[Row]:
    rows: list[Row] = []
    waiting = list(right)
    for line in left:
        at = next((i for i, other in enumerate(waiting) if _same_thing(line, other)), None)
        if at is None:
            rows.append(Row(line, None, Change.LEFT_OUT))
            continue
        rows += [Row(None, other, Change.ADDED) for other in waiting[:at]]
        change = Change.SAME if waiting[at] == line else Change.CHANGED
        rows.append(Row(line, waiting[at], change))
        del waiting[: at + 1]
    return rows + [Row(None, other, Change.ADDED) for other in waiting]


def _same_thing(one: Line, other: Line) -> bool:
    return (one.kind, one.name) == (other.kind, other.name)
