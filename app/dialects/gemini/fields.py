"""Fields of a client's request, read as proto JSON allows them to be written.

Every field may be written in camelCase or in snake_case, a repeated one as a single value, and an
integer as a string (protobuf.dev, "ProtoJSON Format", and examples of ai.google.dev). Every
function takes a value and `where`, its place in the request ("contents[0].parts[1].text"), and
raises `Refused` (BAD_REQUEST) that names the place. Absent and null mean the same.
"""

import re
from collections.abc import Mapping
from typing import Any, NoReturn

from app.core.failure import Failure, FailureKind, Refused
from app.core.sidecar import Sidecar
from app.dialects.gemini.wire import ORIGIN

_SNAKE = re.compile(r"_([a-z0-9])")


def refuse(where: str, complaint: str) -> NoReturn:
    """Raise the refusal of the field at `where`."""
    message = f"Invalid value at '{where}': {complaint}" if where else complaint
    raise Refused(Failure(FailureKind.BAD_REQUEST, message, status=400, param=where or None))


def message(value: Any, where: str) -> dict[str, Any]:
    """An object that must be there, its keys in camelCase; what is null is left out."""
    if not isinstance(value, dict):
        refuse(where, "it must be an object.")
    if not any("_" in name or item is None for name, item in value.items()):
        return value
    found: dict[str, Any] = {}
    for name, item in value.items():
        if item is not None:
            found.setdefault(_SNAKE.sub(_raised, name), item)
    return found


def _raised(found: re.Match[str]) -> str:
    return found[1].upper()


def optional_message(value: Any, where: str) -> dict[str, Any]:
    """The same, where nothing is an empty object."""
    return {} if value is None else message(value, where)


def mapping(value: Any, where: str) -> dict[str, Any]:
    """An object of the client's own, whose keys mean nothing to this wire."""
    if not isinstance(value, dict):
        refuse(where, "it must be an object.")
    return value


def items(value: Any, where: str) -> list[Any]:
    """A list; an absent one is empty, and a single object is a list of one."""
    if value is None:
        return []
    if isinstance(value, dict):
        return [value]
    if not isinstance(value, list):
        refuse(where, "it must be an array.")
    return value


def text(value: Any, where: str) -> str:
    """A string that must be there."""
    if isinstance(value, str):
        return value
    refuse(where, "a string is required." if value is None else "it must be a string.")


def optional_text(value: Any, where: str) -> str | None:
    """A string, or None."""
    return None if value is None else text(value, where)


def integer(value: Any, where: str, least: int | None = None) -> int | None:
    """An integer, not below `least`, or None."""
    found = number(value, where)
    if found is None:
        return None
    if found != int(found):
        refuse(where, "it must be an integer.")
    if least is not None and found < least:
        refuse(where, f"it must not be below {least}.")
    return int(found)


def number(value: Any, where: str) -> float | None:
    """A finite number, or None."""
    if value is None:
        return None
    if isinstance(value, str):
        try:
            value = float(value) if not value.lstrip("-").isdigit() else int(value)
        except ValueError:
            refuse(where, "it must be a number.")
    if not isinstance(value, int | float) or isinstance(value, bool) or abs(value) > 1e15:
        refuse(where, "it must be a number.")
    if value != value:
        refuse(where, "it must be a number.")
    return value


def switch(value: Any, where: str) -> bool | None:
    """A boolean, or None."""
    if value is not None and not isinstance(value, bool):
        refuse(where, "it must be true or false.")
    return value


def word(value: Any, where: str) -> str:
    """A name of an enumeration in capitals, "" where there is none or it says nothing."""
    name = (optional_text(value, where) or "").upper()
    return "" if name.endswith("_UNSPECIFIED") else name


def rest(value: Mapping[str, Any], known: frozenset[str]) -> dict[str, Any]:
    """The fields of `value` that are not `known`."""
    if value.keys() <= known:
        return {}
    return {name: item for name, item in value.items() if name not in known and item is not None}


def kept(data: Mapping[str, Any]) -> Sidecar | None:
    """The data as this dialect's sidecar, None where there is none."""
    return Sidecar(ORIGIN, data) if data else None
