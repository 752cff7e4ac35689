"""The forms in which this wire has tools, and which of them each tool of a request has.

A model elsewhere knows functions only. Whatever else the client offered (a tool with raw input, a
tool inside a namespace, a shell) goes to it as a function, and its call comes back to the client in
the client's own form: Codex 0.169.0 runs no other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.conversation import Conversation, HostedTool, Tool
from app.dialects.openai_responses.wire import NAME


@dataclass(frozen=True, slots=True)
class NativeForm:
    """A tool whose calls have an item type of their own, with their arguments in `field`."""

    name: str
    call: str
    output: str
    field: str
    description: str
    schema: Mapping[str, Any]


def _strings(description: str) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string"}, "description": description}


def _object(required: list[str], **properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required}


# By the tool's wire type. The fields are those of OpenAI's schema of 2026-10.
NATIVE: Mapping[str, NativeForm] = {
    "local_shell": NativeForm(
        "local_shell",
        "local_shell_call",
        "local_shell_call_output",
        "action",
        "Run a command on the user's computer.",
        _object(
            ["command"],
            command=_strings("The program and its arguments."),
            working_directory={"type": "string"},
            timeout_ms={"type": "integer"},
            env={"type": "object", "additionalProperties": {"type": "string"}},
        ),
    ),
    "shell": NativeForm(
        "shell",
        "shell_call",
        "shell_call_output",
        "action",
        "Run shell commands.",
        _object(
            ["commands"],
            commands=_strings("The commands, each one a line for the shell."),
            timeout_ms={"type": "integer"},
            max_output_length={"type": "integer"},
        ),
    ),
    "apply_patch": NativeForm(
        "apply_patch",
        "apply_patch_call",
        "apply_patch_call_output",
        "operation",
        "Create, update or delete one file.",
        _object(
            ["type", "path"],
            type={"type": "string", "enum": ["create_file", "update_file", "delete_file"]},
            path={"type": "string"},
            diff={"type": "string", "description": "A V4A diff, for creating and updating."},
        ),
    ),
    "tool_search": NativeForm(
        "tool_search",
        "tool_search_call",
        "tool_search_output",
        "arguments",
        "Search for more tools.",
        {"type": "object", "properties": {}},
    ),
}
NATIVE_CALLS = {form.call: form for form in NATIVE.values()}
NATIVE_OUTPUTS = {form.output: form for form in NATIVE.values()}

# What a local_shell call's action says besides the command (OpenAI's schema requires it).
EXEC = {"type": "exec"}


@dataclass(frozen=True, slots=True)
class ToolForm:
    """How the client knows a tool: its own name, its namespace, and its kind.

    `kind` is "function", "custom" or a key of `NATIVE`.
    """

    name: str
    kind: str = "function"
    namespace: str | None = None


def flat(namespace: str | None, name: str) -> str:
    """The one name of a tool that stands inside a namespace."""
    return f"{namespace}__{name}" if namespace else name


def forms(conversation: Conversation) -> dict[str, ToolForm]:
    """The form of each tool that is not an ordinary function, by its flat name."""
    found: dict[str, ToolForm] = {}
    for tool in conversation.tools:
        if isinstance(tool, HostedTool) or tool.sidecar is None:
            continue
        data = tool.sidecar.towards(NAME)
        form = ToolForm(own_name(tool), kind_of(data), namespace_of(data))
        if form.kind != "function" or form.namespace is not None:
            found.setdefault(tool.name, form)
    return found


def kind_of(data: Mapping[str, Any]) -> str:
    """The kind of a tool that keeps `data` of this wire."""
    native = data.get("native")
    return str(native["type"]) if isinstance(native, Mapping) else "function"


def namespace_of(data: Mapping[str, Any]) -> str | None:
    """The name of the namespace that a tool with `data` of this wire stands in."""
    namespace = data.get("namespace")
    return str(namespace["name"]) if isinstance(namespace, Mapping) else None


def own_name(tool: Tool) -> str:
    """The tool's name without its namespace."""
    namespace = namespace_of(tool.sidecar.towards(NAME)) if tool.sidecar else None
    return tool.name.removeprefix(flat(namespace, "")) if namespace else tool.name
