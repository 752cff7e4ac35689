"""Where the next page begins, as an opaque text."""

import base64
import binascii
import json
from collections.abc import Sequence
from typing import TypeVar

from app.gateway.admin.problem import Problem, invalid
from app.storage.paging import LATEST_MS, Place

_Row = TypeVar("_Row")
_FURTHEST = 2**62


def encode(*place: int | str) -> str:
    """A cursor that leads to `place`."""
    text = json.dumps(place, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def place_of(cursor: str | None) -> Place | None:
    """The row behind which a page begins; None for the first page. Raises `Problem`."""
    if cursor is None:
        return None
    match _decoded(cursor):
        case [int(at_ms), str(row_id)] if type(at_ms) is int and 0 <= at_ms <= LATEST_MS:
            return at_ms, row_id
    raise _foreign()


def number_of(cursor: str | None) -> int | None:
    """The number at which a page begins; None for the first page. Raises `Problem`."""
    if cursor is None:
        return None
    match _decoded(cursor):
        case [int(number)] if type(number) is int and 0 <= number < _FURTHEST:
            return number
    raise _foreign()


def sliced(
    rows: Sequence[_Row], cursor: str | None, limit: int
) -> tuple[Sequence[_Row], str | None]:
    """One page of a list that is all in memory, and the next page's cursor."""
    start = number_of(cursor) or 0
    end = start + limit
    return rows[start:end], encode(end) if end < len(rows) else None


def _decoded(cursor: str) -> object:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        return json.loads(base64.b64decode(padded, b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        raise _foreign() from None


def _foreign() -> Problem:
    return invalid("cursor", "This cursor belongs to no page of this list.")
