"""Requests damaged at any one place, for the law that every body is understood or refused."""

import json
from typing import Any

Place = tuple[Any, ...]


def places(value: Any, above: Place = ()) -> list[Place]:
    """Every place inside a JSON value, as the keys and indices that lead to it."""
    found = [above] if above else []
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, item in inner:
        found += places(item, (*above, key))
    return found


def damaged(value: Any, place: Place, instead: Any, *, gone: bool) -> bytes:
    """The JSON of `value` with `instead` at `place`, or with nothing there."""
    body = json.loads(json.dumps(value))
    holder = body
    for step in place[:-1]:
        holder = holder[step]
    if gone:
        del holder[place[-1]]
    else:
        holder[place[-1]] = instead
    return json.dumps(body).encode()
