"""Fields of a client's request, read with complaints in the vendor's own words.

Every function takes a value and `where`, its place in the request ("messages[0].content[1].text"),
and raises `Refused` (BAD_REQUEST) that names the place. Absent and null mean the same.
"""

from collections.abc import Mapping
from typing import Any, NoReturn

from app.core.conversation import CacheMark
from app.core.failure import Failure, FailureKind, Refused
from app.core.sidecar import Origin, Sidecar
from app.dialects.openai_chat.wire import NAME

ORIGIN = Origin(NAME)


def refuse(where: str, complaint: str, code: str = "invalid_value") -> NoReturn:
    """Raise the refusal of the field at `where`."""
    raise Refused(
        Failure(FailureKind.BAD_REQUEST, complaint, status=400, code=code, param=where or None)
    )


def _wrong_type(value: Any, where: str, wanted: str) -> NoReturn:
    if value is None:
        refuse(where, f"Missing required parameter: '{where}'.", "missing_required_parameter")
    refuse(
        where,
        f"Invalid type for '{where}': expected {wanted}, but got {_kind(value)} instead.",
        "invalid_type",
    )


def _kind(value: Any) -> str:
    match value:
        case bool():
            return "a boolean"
        case int():
            return "an integer"
        case float():
            return "a decimal number"
        case str():
            return "a string"
        case list():
            return "an array"
        case None:
            return "null"
        case _:
            return "an object"


def text(value: Any, where: str) -> str:
    """A string that must be there."""
    if isinstance(value, str):
        return value
    _wrong_type(value, where, "a string")


def optional_text(value: Any, where: str) -> str | None:
    """A string, or None."""
    return None if value is None else text(value, where)


def integer(value: Any, where: str, least: int = 0) -> int | None:
    """An integer of at least `least`, or None."""
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        _wrong_type(value, where, "an integer")
    if value < least:
        complaint = f"Invalid '{where}': integer below minimum value. Expected a value >= {least}"
        refuse(where, f"{complaint}, but got {value} instead.", "integer_below_min_value")
    return value


def number(value: Any, where: str) -> float | None:
    """A number, or None."""
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool):
        _wrong_type(value, where, "a decimal number")
    return value


def switch(value: Any, where: str) -> bool | None:
    """A boolean, or None."""
    if value is not None and not isinstance(value, bool):
        _wrong_type(value, where, "a boolean")
    return value


def mapping(value: Any, where: str) -> dict[str, Any]:
    """An object that must be there."""
    if isinstance(value, dict):
        return value
    _wrong_type(value, where, "an object")


def items(value: Any, where: str) -> list[Any]:
    """A list; an absent one is empty."""
    if value is None:
        return []
    if not isinstance(value, list):
        _wrong_type(value, where, "an array")
    return value


def content(value: Any, where: str) -> NoReturn:
    """The complaint about a message's content that is neither a string nor a list."""
    _wrong_type(value, where, "one of a string or array of objects")


def cache_mark(part: Mapping[str, Any]) -> CacheMark | None:
    """The `cache_control` that clients of OpenRouter and others send along."""
    control = part.get("cache_control")
    if not isinstance(control, dict) or not control.keys() <= {"type", "ttl"}:
        return None
    ttl = control.get("ttl")
    if control.get("type") != "ephemeral" or not (ttl is None or isinstance(ttl, str)):
        return None
    return CacheMark(ttl)


def rest(
    value: Mapping[str, Any], known: frozenset[str], **inner: Mapping[str, Any]
) -> Sidecar | None:
    """The fields of `value` that are neither `known` nor null; None where nothing is left.

    `inner` adds, by the name of the field that holds them, what is left of inner objects.
    """
    odd_mark = "cache_control" in value and cache_mark(value) is None
    if value.keys() <= known and not odd_mark and not any(inner.values()):
        return None
    extra = {
        name: item
        for name, item in value.items()
        if item is not None and (name not in known or (name == "cache_control" and odd_mark))
    }
    extra.update((name, left) for name, left in inner.items() if left)
    return Sidecar(ORIGIN, extra) if extra else None


def without(value: Mapping[str, Any], *known: str) -> dict[str, Any]:
    """The fields of an inner object that are not `known`."""
    return {name: item for name, item in value.items() if name not in known}
