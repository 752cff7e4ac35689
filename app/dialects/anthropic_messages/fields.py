"""Fields of a client's request, read with complaints in the vendor's own words.

Every function takes a value and `where`, its place in the request ("messages.0.content.1.text"),
and raises `Refused` (BAD_REQUEST) that names the place. Absent and null mean the same.
"""

from collections.abc import Mapping
from typing import Any, NoReturn

from app.core.conversation import CacheMark
from app.core.failure import Failure, FailureKind, Refused
from app.core.sidecar import Sidecar
from app.dialects.anthropic_messages.wire import ORIGIN

# Content inside a tool result inside a document is the deepest that the wire allows; more is an
# attack on the stack.
DEEPEST = 4


def refuse(where: str, complaint: str) -> NoReturn:
    """Raise the refusal of the field at `where`."""
    raise Refused(
        Failure(FailureKind.BAD_REQUEST, f"{where}: {complaint}", status=400, param=where)
    )


def text(value: Any, where: str) -> str:
    """A string that must be there."""
    if isinstance(value, str):
        return value
    refuse(where, "Field required" if value is None else "Input should be a valid string")


def optional_text(value: Any, where: str) -> str | None:
    """A string, or None."""
    return None if value is None else text(value, where)


def integer(value: Any, where: str, least: int = 0) -> int:
    """An integer of at least `least` that must be there."""
    if value is None:
        refuse(where, "Field required")
    if not isinstance(value, int) or isinstance(value, bool):
        refuse(where, "Input should be a valid integer")
    if value < least:
        refuse(where, f"Input should be greater than or equal to {least}")
    return value


def number(value: Any, where: str) -> float | None:
    """A number, or None."""
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool):
        refuse(where, "Input should be a valid number")
    return value


def switch(value: Any, where: str) -> bool | None:
    """A boolean, or None."""
    if value is not None and not isinstance(value, bool):
        refuse(where, "Input should be a valid boolean")
    return value


def mapping(value: Any, where: str) -> dict[str, Any]:
    """An object that must be there."""
    if isinstance(value, dict):
        return value
    refuse(where, "Field required" if value is None else "Input should be a valid dictionary")


def items(value: Any, where: str) -> list[Any]:
    """A list; an absent one is empty."""
    if value is None:
        return []
    if not isinstance(value, list):
        refuse(where, "Input should be a valid list")
    return value


def cache_mark(block: Mapping[str, Any], where: str) -> tuple[CacheMark | None, dict[str, Any]]:
    """The block's `cache_control`, and what of it has no place in a `CacheMark`."""
    control = block.get("cache_control")
    if control is None:
        return None, {}
    control = mapping(control, f"{where}.cache_control")
    ttl = control.get("ttl")
    known = control.keys() <= {"type", "ttl"} and (ttl is None or isinstance(ttl, str))
    if control.get("type") == "ephemeral" and known:
        return CacheMark(ttl), {}
    return None, {"cache_control": control}


def rest(
    block: Mapping[str, Any], known: frozenset[str], more: Mapping[str, Any] | None = None
) -> Sidecar | None:
    """The fields of `block` that are not `known`, with `more`; None where nothing is left."""
    extra = {key: value for key, value in block.items() if key not in known}
    if more:
        extra.update(more)
    return Sidecar(ORIGIN, extra) if extra else None
