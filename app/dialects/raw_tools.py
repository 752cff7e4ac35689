"""Tools with raw input, and the function that stands for one where only functions are known."""

import re
from collections.abc import Mapping
from typing import Any

from app.dialects import wire_json

_FENCE = re.compile(r"\A\s*```[a-zA-Z]*\n(.*?)\n?```\s*\Z", re.DOTALL)
_HEREDOC = re.compile(r"\A\s*apply_patch\s+<<-?\s*(['\"]?)(\w+)\1\n(.*?)\n\2\s*\Z", re.DOTALL)


# The arguments of the function.
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "input": {"type": "string", "description": "The whole input, as raw text."},
    },
    "required": ["input"],
    "additionalProperties": False,
}


def described(description: str | None, syntax: Any, definition: Any) -> str | None:
    """What the function says of itself; the grammar, where there is one, in words."""
    told = [description] if description else []
    if isinstance(definition, str):
        told.append(
            f"`input` is raw text, not JSON, and must fit this {syntax} grammar:\n{definition}"
        )
    return "\n\n".join(told) or None


def as_arguments(text: str) -> str:
    """The arguments of a function that says what a call with raw input says."""
    return wire_json.dump_text({"input": text})


def raw_input(arguments: str) -> str:
    """The text of `arguments`' field `input`, free of the wrapping that models add to a patch.

    Arguments that are no such object are the input themselves: some models write it directly.
    """
    text = _field(arguments)
    if "*** Begin Patch" not in text:
        return text
    for pattern in (_FENCE, _HEREDOC):
        if found := pattern.match(text):
            text = found[found.lastindex or 1] + "\n"
    return text


def _field(arguments: str) -> str:
    try:
        value = wire_json.load(arguments)
    except ValueError:
        return arguments
    if isinstance(value, str):
        return value
    if not isinstance(value, dict):
        return arguments
    inner = value.get("input")
    if isinstance(inner, str):
        return inner
    texts = [item for item in value.values() if isinstance(item, str)]
    return texts[0] if len(value) == 1 and texts else arguments
