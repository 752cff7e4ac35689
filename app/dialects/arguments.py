"""A tool call's arguments: JSON text with the model's own bytes inside, an object on this wire."""

import json
from typing import Any

from app.dialects import wire_json


def as_object(arguments: str) -> dict[str, Any]:
    """The object that `arguments` stands for; every text has one.

    Nothing at all is an empty object. Text that is not JSON is mended where a model's habit broke
    it (raw line ends inside strings, trailing commas), and otherwise kept whole under "_raw". JSON
    that is not an object is kept under "value".
    """
    if not arguments.strip():
        return {}
    try:
        value = wire_json.load(arguments)
    except ValueError:
        try:
            value = json.loads(_without_trailing_commas(arguments), strict=False)
            wire_json.dump(value)
        except (ValueError, RecursionError):
            return {"_raw": arguments}
    return value if isinstance(value, dict) else {"value": value}


def is_complete(arguments: str) -> bool:
    """Whether `arguments` is JSON, or nothing."""
    if not arguments.strip():
        return True
    try:
        wire_json.load(arguments)
    except ValueError:
        return False
    return True


def _without_trailing_commas(text: str) -> str:
    kept: list[str] = []
    comma: int | None = None  # where a comma stands that nothing but blanks has followed
    in_string = escaped = False
    for char in text:
        if in_string:
            if escaped:
                escaped = False
            elif char == "\\":
                escaped = True
            elif char == '"':
                in_string = False
        elif char == ",":
            comma = len(kept)
        elif char in "}]" and comma is not None:
            kept[comma] = ""
            comma = None
        elif not char.isspace():
            comma = None
            in_string = char == '"'
        kept.append(char)
    return "".join(kept)
