"""Fields of a client's request to an OpenAI endpoint, with complaints in the vendor's own words.

Every function takes a value and `where`, its place in the request ("input[0].content[1].text"), and
raises `Refused` (BAD_REQUEST) that names the place. Absent and null mean the same.
"""

from collections.abc import Mapping
from typing import Any, NoReturn

from app.core.conversation import Inline
from app.core.failure import Failure, FailureKind, Refused


def refuse(where: str, complaint: str, code: str = "invalid_value") -> NoReturn:
    """Raise the refusal of the field at `where`."""
    raise Refused(
        Failure(FailureKind.BAD_REQUEST, complaint, status=400, code=code, param=where or None)
    )


def wrong_type(value: Any, where: str, wanted: str) -> NoReturn:
    """Raise the refusal of a value that is not `wanted`."""
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
    wrong_type(value, where, "a string")


def optional_text(value: Any, where: str) -> str | None:
    """A string, or None."""
    return None if value is None else text(value, where)


def integer(value: Any, where: str, least: int = 0) -> int | None:
    """An integer of at least `least`, or None."""
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        wrong_type(value, where, "an integer")
    if value < least:
        complaint = f"Invalid '{where}': integer below minimum value. Expected a value >= {least}"
        refuse(where, f"{complaint}, but got {value} instead.", "integer_below_min_value")
    return value


def number(value: Any, where: str) -> float | None:
    """A number, or None."""
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool):
        wrong_type(value, where, "a decimal number")
    return value


def switch(value: Any, where: str) -> bool | None:
    """A boolean, or None."""
    if value is not None and not isinstance(value, bool):
        wrong_type(value, where, "a boolean")
    return value


def mapping(value: Any, where: str) -> dict[str, Any]:
    """An object that must be there."""
    if isinstance(value, dict):
        return value
    wrong_type(value, where, "an object")


def items(value: Any, where: str) -> list[Any]:
    """A list; an absent one is empty."""
    if value is None:
        return []
    if not isinstance(value, list):
        wrong_type(value, where, "an array")
    return value


def content(value: Any, where: str) -> NoReturn:
    """The complaint about a message's content that is neither a string nor a list."""
    wrong_type(value, where, "one of a string or array of objects")


def without(value: Mapping[str, Any], *known: str) -> dict[str, Any]:
    """The fields of an inner object that are not `known`."""
    return {name: item for name, item in value.items() if name not in known}


def data_url(url: str, media_type: str) -> Inline | None:
    """The bytes of a base64 data URL; `media_type` is for one that names none."""
    head, comma, data = url.partition(",")
    if not comma or not head.startswith("data:") or not head.endswith(";base64"):
        return None
    return Inline(head[5:].partition(";")[0] or media_type, data)


def file_type(name: str | None) -> str:
    """The media type of a file that says only its name."""
    ending = (name or "").rpartition(".")[2].lower()
    return {"txt": "text/plain", "md": "text/markdown", "csv": "text/csv"}.get(
        ending, "application/pdf"
    )
