"""The items of `input` into turns, and the tools that stand among them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from app.core import carrier
from app.core.conversation import (
    Opaque,
    Part,
    Role,
    Text,
    Thinking,
    ToolCall,
    ToolReference,
    ToolResult,
    Turn,
)
from app.core.sidecar import Sidecar
from app.dialects import wire_json
from app.dialects.openai_responses import compaction, fields, gist, search_items
from app.dialects.openai_responses.decode_parts import parts
from app.dialects.openai_responses.decode_tools import Tools, tools
from app.dialects.openai_responses.tool_forms import NATIVE_CALLS, NATIVE_OUTPUTS, flat
from app.dialects.openai_responses.wire import ORIGIN
from app.dialects.raw_tools import as_arguments

_Item = Mapping[str, Any]

# What a message says of itself that means nothing once it was sent.
_MESSAGE = frozenset({"type", "role", "content", "id", "status"})
_CALL = frozenset({"type", "id", "call_id", "status", "name", "namespace", "arguments", "input"})
_OUTPUT = frozenset({"type", "id", "call_id", "status", "output"})
_ROLES: dict[str, Role] = {
    "user": "user",
    "assistant": "assistant",
    "system": "system",
    "developer": "system",
}


def turns(value: Any, seal: bytes) -> tuple[tuple[Turn, ...], Tools]:
    """The turns of `input`, and the tools of its `additional_tools` and `tool_search_output` items.

    The model's items that follow each other are one turn, and so are the outputs of its calls.
    Carriers are opened with `seal`.
    Raises `Refused` (BAD_REQUEST) where an item has the wrong form.
    """
    if isinstance(value, str):
        return (Turn("user", (Text(value),)),), []
    if value is None:
        fields.text(None, "input")
    reader = _Reader(seal)
    given = fields.items(value, "input")
    for index, item in enumerate(given):
        where = f"input[{index}]"
        reader.read(fields.mapping(item, where), where)
    reader.close()
    last = given[-1] if given else None
    if isinstance(last, dict) and last.get("type") == compaction.TRIGGER:
        reader.turns.append(Turn("user", (compaction.trigger(last),)))
    return tuple(reader.turns), reader.tools


class _Reader:
    """Collects turns; the model's parts and the results of calls wait for their turn's end."""

    def __init__(self, seal: bytes) -> None:
        self.turns: list[Turn] = []
        self.tools: Tools = []
        self._said: list[Part] = []
        self._results: list[Part] = []
        self._seal = seal

    def read(self, item: _Item, where: str) -> None:
        """Take the next item; one without a type is a message."""
        kind = item.get("type")
        if kind is None and "role" in item:
            kind = "message"
        kind = fields.text(kind, f"{where}.type")
        read = _READERS.get(kind)
        if read is not None:
            read(self, item, where)
        elif kind in NATIVE_CALLS:
            self._native_call(item, kind, where)
        elif kind in NATIVE_OUTPUTS:
            self._native_output(item, kind, where)
        elif kind in compaction.ITEMS:
            self.close()
            self.turns.append(compaction.turn(item, self._seal))
        elif kind == compaction.TRIGGER:
            pass  # it asks for something at the end only
        elif kind == "item_reference":
            self._reference(item, where)
        elif kind.endswith("_output") or kind == "mcp_approval_response":
            self.close()
            self.turns.append(Turn("user", (_opaque(item, kind),)))
        else:
            self._say(_opaque(item, kind))

    def _reference(self, item: _Item, where: str) -> None:
        """An item that is kept nowhere: only a reasoning may be missing."""
        name = fields.text(item.get("id"), f"{where}.id")
        if not name.startswith("rs_"):
            fields.refuse(
                "input",
                f"Item with id '{name[:100]}' not found. Dragoman keeps items for a limited time, "
                "and none of a request with store: false. Send the item itself in 'input'.",
            )
        self._say(_opaque(item, "item_reference"))

    def close(self) -> None:
        """End the turn that is being collected."""
        if self._said:
            self.turns.append(Turn("assistant", tuple(self._said)))
            self._said = []
        if self._results:
            self.turns.append(Turn("user", tuple(self._results)))
            self._results = []

    def _say(self, part: Part) -> None:
        if self._results:
            self.close()
        self._said.append(part)

    def _answer(self, result: ToolResult) -> None:
        if self._said:
            self.close()
        self._results.append(result)

    def message(self, item: _Item, where: str) -> None:
        """A message of anybody."""
        role = fields.text(item.get("role"), f"{where}.role")
        turn_role = _ROLES.get(role)
        if turn_role is None:
            fields.refuse(
                f"{where}.role",
                f"Invalid value: '{role[:80]}'. Supported values are: 'assistant', 'system', "
                "'developer', and 'user'.",
            )
        said = parts(item.get("content"), f"{where}.content")
        extra = fields.rest(item, _MESSAGE)
        if turn_role == "assistant":
            for part in _marked(said, extra):
                self._say(part)
            return
        self.close()
        self.turns.append(Turn(turn_role, said, extra))

    def function_call(self, item: _Item, where: str) -> None:
        """A call of a function, inside a namespace or not."""
        arguments = item.get("arguments")
        if isinstance(arguments, dict):
            arguments = _dumped(arguments, f"{where}.arguments")
        written = "" if arguments is None else fields.text(arguments, f"{where}.arguments")
        self._say(_call(item, where, written))

    def custom_call(self, item: _Item, where: str) -> None:
        """A call of a tool with raw input."""
        arguments = as_arguments(fields.text(item.get("input"), f"{where}.input"))
        self._say(_call(item, where, arguments))

    def output(self, item: _Item, where: str) -> None:
        """What a function or a tool with raw input answered."""
        said = parts(item.get("output"), f"{where}.output")
        extra = fields.rest(item, _OUTPUT)
        self._answer(ToolResult(_call_id(item, where), said, sidecar=extra))

    def reasoning(self, item: _Item, where: str) -> None:
        """The model's reasoning, with its provider's proof or with one that we carry for another.

        An item that says nothing and proves nothing is left out.
        """
        summary = _texts(item.get("summary"), f"{where}.summary")
        content = _texts(item.get("content"), f"{where}.content")
        text = "\n\n".join(summary or content)
        encrypted = fields.optional_text(
            item.get("encrypted_content"), f"{where}.encrypted_content"
        )
        if encrypted and carrier.is_carrier(encrypted):
            whole = carrier.unpack_whole(encrypted, self._seal)
            if whole is not None:
                self._say(whole)
                return
            sidecar = carrier.unpack(encrypted, text, self._seal)
        else:
            data: dict[str, Any] = {}
            if isinstance(item.get("id"), str):
                data["id"] = item["id"]
            if len(summary) > 1 or (summary and content):
                data["summary"] = item["summary"]
            if content:
                data["content"] = item["content"]
            if encrypted:
                data["encrypted_content"] = encrypted
            sidecar = fields.kept(data)
        if text or sidecar is not None:
            self._say(Thinking(text, redacted=not text, sidecar=sidecar))

    def additional_tools(self, item: _Item, where: str) -> None:
        """Tools that stand in the conversation (Codex 0.169.0 with the newest models)."""
        self.tools += tools(item.get("tools"), f"{where}.tools", "additional_tools")
        self.close()
        part = Opaque("additional_tools", "", Sidecar(ORIGIN, item))
        self.turns.append(Turn("system", (part,)))

    def _native_call(self, item: _Item, kind: str, where: str) -> None:
        form = NATIVE_CALLS[kind]
        value = item.get(form.field)
        arguments = fields.mapping({} if value is None else value, f"{where}.{form.field}")
        written = _dumped(arguments, f"{where}.{form.field}")
        self._say(ToolCall(_call_id(item, where), form.name, written))

    def _native_output(self, item: _Item, kind: str, where: str) -> None:
        said: tuple[Part, ...]
        if kind == "tool_search_output":
            found = tools(item.get("tools"), f"{where}.tools", kind)
            self.tools += found
            said = tuple(ToolReference(tool.name) for tool in found)
        else:
            output = item.get("output")
            told = gist.shell_output(output) if kind == "shell_call_output" else output
            said = parts(told, f"{where}.output")
        self._answer(ToolResult(_call_id(item, where), said, sidecar=Sidecar(ORIGIN, item)))


_READERS: dict[str, Callable[[_Reader, _Item, str], None]] = {
    "message": _Reader.message,
    "function_call": _Reader.function_call,
    "function_call_output": _Reader.output,
    "custom_tool_call": _Reader.custom_call,
    "custom_tool_call_output": _Reader.output,
    "reasoning": _Reader.reasoning,
    "additional_tools": _Reader.additional_tools,
}


def _marked(said: tuple[Part, ...], extra: Sidecar | None) -> tuple[Part, ...]:
    """A message's parts, the first of them with what the message says of itself."""
    if extra is None or not said:
        return said
    first = said[0]
    data = first.sidecar.data if first.sidecar is not None else {}
    return (replace(first, sidecar=Sidecar(ORIGIN, {**data, "message": extra.data})), *said[1:])


def _opaque(item: _Item, kind: str) -> Opaque:
    search = search_items.read(item)
    return Opaque(kind, gist.of_item(item, kind), Sidecar(ORIGIN, item), search)


def _call(item: _Item, where: str, arguments: str) -> ToolCall:
    name, extra = _tool_name(item, where), fields.rest(item, _CALL)
    return ToolCall(_call_id(item, where), name, arguments, sidecar=extra)


def _call_id(item: _Item, where: str) -> str:
    value = item.get("call_id")
    return fields.text(item.get("id") if value is None else value, f"{where}.call_id")


def _tool_name(item: _Item, where: str) -> str:
    namespace = fields.optional_text(item.get("namespace"), f"{where}.namespace")
    return flat(namespace, fields.text(item.get("name"), f"{where}.name"))


def _texts(value: Any, where: str) -> list[str]:
    found = []
    for index, item in enumerate(fields.items(value, where)):
        entry = fields.mapping(item, f"{where}[{index}]")
        words = entry.get("text")
        if isinstance(words, str) and words:
            found.append(words)
    return found


def _dumped(value: Mapping[str, Any], where: str) -> str:
    try:
        return wire_json.dump_text(value)
    except ValueError as error:
        fields.refuse(where, f"Invalid '{where}': it must be plain JSON, but {error}.")
