"""Tools whose schema Anthropic's models were trained on, so that a request only names them.

The client runs them like any function. The schemas follow Anthropic's tool documentation, in words
of our own; a model of another vendor reads them as an ordinary function.
"""

from collections.abc import Mapping
from typing import Any

_TEXT = {"type": "string"}
_COUNT = {"type": "integer"}
_POINT = {
    "type": "array",
    "items": {"type": "integer"},
    "minItems": 2,
    "maxItems": 2,
    "description": "x and y in pixels, from the top left corner",
}
_RANGE = {
    "type": "array",
    "items": {"type": "integer"},
    "minItems": 2,
    "maxItems": 2,
    "description": "First and last line to show, counted from 1; -1 as the last is the end",
}


def _one_of(*words: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(words)}


def _object(required: list[str], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required}


_BASH = (
    "Run a command in a shell that stays open between calls.",
    _object(
        [],
        {
            "command": {**_TEXT, "description": "The command to run, unless restart is given"},
            "restart": {"type": "boolean", "description": "True starts a new shell"},
        },
    ),
)

_EDITED = {
    "path": {**_TEXT, "description": "Path of the file or folder"},
    "file_text": {**_TEXT, "description": "The whole content, for create"},
    "old_str": {**_TEXT, "description": "The text to replace, which must occur exactly once"},
    "new_str": {**_TEXT, "description": "The text to put in its place"},
    "insert_line": {**_COUNT, "description": "Insert after this line; 0 is the start"},
    "insert_text": {**_TEXT, "description": "The text to insert"},
    "view_range": _RANGE,
}

_EDITOR_COMMANDS = ("view", "create", "str_replace", "insert")

_EDITOR = (
    "View, create and edit text files.",
    _object(["command", "path"], {"command": _one_of(*_EDITOR_COMMANDS), **_EDITED}),
)

# Before the version of April 2025 the editor could also undo, and insert took `new_str`.
_EDITOR_WITH_UNDO = (
    "View, create and edit text files.",
    _object(["command", "path"], {"command": _one_of(*_EDITOR_COMMANDS, "undo_edit"), **_EDITED}),
)

_MEMORY = (
    "Read and change the files in the memory folder, which lasts between conversations.",
    _object(
        ["command"],
        {
            "command": _one_of(*_EDITOR_COMMANDS, "delete", "rename"),
            **_EDITED,
            "old_path": {**_TEXT, "description": "The path to rename"},
            "new_path": {**_TEXT, "description": "Its new path"},
        },
    ),
)

_COMPUTER = (
    "Use a computer's screen, mouse and keyboard.",
    _object(
        ["action"],
        {
            "action": _one_of(
                "screenshot",
                "left_click",
                "right_click",
                "middle_click",
                "double_click",
                "triple_click",
                "left_click_drag",
                "left_mouse_down",
                "left_mouse_up",
                "mouse_move",
                "scroll",
                "type",
                "key",
                "hold_key",
                "wait",
                "cursor_position",
                "zoom",
            ),
            "coordinate": _POINT,
            "start_coordinate": _POINT,
            "text": {**_TEXT, "description": "Text to type, or the keys to press"},
            "duration": {"type": "number", "description": "Seconds, for wait and hold_key"},
            "scroll_direction": _one_of("up", "down", "left", "right"),
            "scroll_amount": {**_COUNT, "description": "Steps of the wheel"},
            "region": {
                "type": "array",
                "items": {"type": "integer"},
                "minItems": 4,
                "maxItems": 4,
                "description": "x0, y0, x1 and y1 of the area to zoom into",
            },
        },
    ),
)


def is_client_tool(wire_type: Any) -> bool:
    """Whether a tool of this `type` is run by the client after a schema that is not in the request.

    The types carry a date: "bash_20250124", "text_editor_20250728".
    """
    return isinstance(wire_type, str) and wire_type.startswith(
        ("bash_", "text_editor_", "memory_", "computer_")
    )


def documented(wire_type: str) -> tuple[str, Mapping[str, Any]]:
    """The description and the argument schema of such a tool."""
    if wire_type.startswith("bash_"):
        return _BASH
    if wire_type.startswith("memory_"):
        return _MEMORY
    if wire_type.startswith("computer_"):
        return _COMPUTER
    return _EDITOR_WITH_UNDO if wire_type <= "text_editor_20250124" else _EDITOR
