"""Messages into turns."""

import hashlib
from collections.abc import Mapping
from typing import Any

from app.core.conversation import Part, Refusal, Thinking, ToolCall, ToolResult, Turn
from app.dialects import raw_tools, wire_json
from app.dialects.openai_chat import fields, reasoning_details
from app.dialects.openai_chat.decode_parts import parts

_MESSAGE = frozenset({"role", "content"})
_TOOL = frozenset({"role", "content", "tool_call_id", "cache_control"})
_FUNCTION = frozenset({"role", "content", "name"})
_ASSISTANT = frozenset(
    {"role", "content", "refusal", "tool_calls", "function_call"}
    | {"reasoning_content", "reasoning", "reasoning_details"}
)
_CALL = frozenset({"id", "type", "index", "function"})

_Message = Mapping[str, Any]


def turns(messages: list[Any], seal: bytes) -> tuple[Turn, ...]:
    """The turns of a request's messages.

    A run of tool messages begins a user's turn, which one user message directly after it joins.
    Carriers are opened with `seal`.
    Raises `Refused` (BAD_REQUEST) where a message has the wrong form.
    """
    found: list[Turn] = []
    results: list[Part] = []
    legacy: dict[str, str] = {}  # the latest id made for a call of the old form, by name
    for index, value in enumerate(messages):
        where = f"messages[{index}]"
        message = fields.mapping(value, where)
        role = fields.text(message.get("role"), f"{where}.role")
        if role in ("tool", "function"):
            read = _tool_result if role == "tool" else _function_result
            results.append(read(message, where, legacy))
            continue
        if role == "user":
            said = parts(message.get("content"), f"{where}.content")
            found.append(Turn("user", (*results, *said), fields.rest(message, _MESSAGE)))
            results = []
            continue
        if results:
            found.append(Turn("user", tuple(results)))
            results = []
        match role:
            case "assistant":
                found.append(_assistant(message, where, legacy, seal))
            case "system" | "developer":
                said = parts(message.get("content"), f"{where}.content")
                found.append(Turn("system", said, fields.rest(message, _MESSAGE)))
            case _:
                fields.refuse(
                    f"{where}.role",
                    f"Invalid value: '{role[:80]}'. Supported values are: 'system', 'assistant', "
                    "'user', 'function', 'tool', and 'developer'.",
                )
    if results:
        found.append(Turn("user", tuple(results)))
    return tuple(found)


def _tool_result(message: _Message, where: str, _legacy: Mapping[str, str]) -> ToolResult:
    return ToolResult(
        fields.text(message.get("tool_call_id"), f"{where}.tool_call_id"),
        parts(message.get("content"), f"{where}.content"),
        None,
        fields.cache_mark(message),
        fields.rest(message, _TOOL),
    )


def _function_result(message: _Message, where: str, legacy: Mapping[str, str]) -> ToolResult:
    name = fields.text(message.get("name"), f"{where}.name")
    said = parts(message.get("content"), f"{where}.content")
    return ToolResult(legacy.get(name, name), said, sidecar=fields.rest(message, _FUNCTION))


def _assistant(message: _Message, where: str, legacy: dict[str, str], seal: bytes) -> Turn:
    said: list[Part] = list(_thoughts(message, seal))
    said += parts(message.get("content"), f"{where}.content")
    refusal = fields.optional_text(message.get("refusal"), f"{where}.refusal")
    if refusal:
        said.append(Refusal(refusal))
    calls = fields.items(message.get("tool_calls"), f"{where}.tool_calls")
    for index, call in enumerate(calls):
        said.append(_call(call, f"{where}.tool_calls[{index}]"))
    if message.get("function_call") is not None:
        function = fields.mapping(message["function_call"], f"{where}.function_call")
        name = fields.text(function.get("name"), f"{where}.function_call.name")
        # The old form has no ids: the message's place makes one, the same on every later turn.
        made = hashlib.sha256(f"{where}\n{name}".encode("utf-8", "replace")).hexdigest()[:24]
        legacy[name] = f"call_{made}"
        arguments = _arguments(function.get("arguments"), f"{where}.function_call.arguments")
        said.append(ToolCall(legacy[name], name, arguments))
    return Turn("assistant", tuple(said), fields.rest(message, _ASSISTANT))


def _call(value: Any, where: str) -> ToolCall:
    call = fields.mapping(value, where)
    call_id = fields.text(call.get("id"), f"{where}.id")
    if call.get("type") == "custom":
        custom = fields.mapping(call.get("custom"), f"{where}.custom")
        name = fields.text(custom.get("name"), f"{where}.custom.name")
        written = fields.text(custom.get("input"), f"{where}.custom.input")
        return ToolCall(call_id, name, raw_tools.as_arguments(written))
    function = fields.mapping(call.get("function"), f"{where}.function")
    return ToolCall(
        call_id,
        fields.text(function.get("name"), f"{where}.function.name"),
        _arguments(function.get("arguments"), f"{where}.function.arguments"),
        sidecar=fields.rest(call, _CALL, function=fields.without(function, "name", "arguments")),
    )


def _arguments(value: Any, where: str) -> str:
    """A call's arguments: text, or the object that some clients send in its place."""
    if isinstance(value, dict):
        try:
            return wire_json.dump_text(value)
        except ValueError as error:
            fields.refuse(where, f"Invalid '{where}': it must be plain JSON, but {error}.")
    return "" if value is None else fields.text(value, where)


def _thoughts(message: _Message, seal: bytes) -> list[Thinking]:
    """The reasoning that a client returns, in the spelling in which it was told."""
    words = next(
        (
            message[name]
            for name in ("reasoning_content", "reasoning")
            if isinstance(message.get(name), str) and message[name]
        ),
        "",
    )
    return reasoning_details.decode(words, message.get("reasoning_details"), seal)
