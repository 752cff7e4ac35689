"""The shapes that real Chat clients send (observed 2026-11), read, and written for a provider."""

import json
from typing import Any

import pytest

from app.core.conversation import Conversation, Text, Thinking, ToolCall, ToolResult
from app.dialects.base import ClientCall
from app.dialects.openai_chat import DIALECT
from tests.dialects.test_chat_request_laws import OPENAI, TARGETS, check_schema

SCHEMA = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "properties": {
        "path": {"type": ["string", "null"], "pattern": "^/", "minLength": 1},
        "limit": {"oneOf": [{"type": "integer", "exclusiveMinimum": 0}], "default": 5},
    },
    "required": ["path"],
    "additionalProperties": False,
}
TOOLS = [
    {"type": "function", "function": {"name": "read", "description": "d", "parameters": SCHEMA}}
]
CALL = {
    "id": "call_1",
    "type": "function",
    "function": {"name": "read", "arguments": '{"path":"/a"}'},
}


def loop(assistant: dict[str, Any], content: Any, *opening: dict[str, Any]) -> list[dict[str, Any]]:
    """A tool loop after the client's own opening messages."""
    return [
        *opening,
        {"role": "assistant", "tool_calls": [CALL], **assistant},
        {"role": "tool", "tool_call_id": "call_1", "content": content},
    ]


USER = {"role": "user", "content": "Go."}
CLIENTS: dict[str, dict[str, Any]] = {
    "opencode 1.18": {
        "messages": loop(
            {"content": "", "reasoning_content": "Hm"},
            "found",
            {"role": "system", "content": "S"},
            USER,
        ),
        "max_tokens": 32000,
        "tool_choice": "auto",
        "tools": TOOLS,
        "stream": True,
        "stream_options": {"include_usage": True},
    },
    "pi 0.87": {
        "messages": loop(
            {"content": None, "reasoning_content": "Hm"},
            "found",
            {"role": "developer", "content": "S"},
            {"role": "user", "content": [{"type": "text", "text": "Go."}]},
        ),
        "max_completion_tokens": 8000,
        "store": False,
        "reasoning_effort": "medium",
        "tools": TOOLS,
        "stream": True,
        "stream_options": {"include_usage": True},
    },
    "qwen code 0.24": {
        "messages": loop(
            {"content": "", "reasoning_content": "Hm"},
            [{"type": "text", "text": "found"}],
            {"role": "system", "content": "S"},
            {"role": "user", "content": [{"type": "text", "text": str(n)} for n in range(5)]},
        ),
        "tools": TOOLS,
        "stream": True,
        "stream_options": {"include_usage": True},
    },
    "vercel ai 7": {
        "messages": loop({"content": None, "reasoning_content": "Hm"}, "found", USER),
        "tools": TOOLS,
        "tool_choice": "auto",
        "stream": True,
    },
    "aider 0.86": {
        "messages": [
            {"role": "system", "content": "S"},
            USER,
            {"role": "assistant", "content": "Ok."},
            USER,
        ],
        "temperature": 0,
        "stream": True,
    },
    "llm 0.36": {
        "messages": loop({"content": ""}, "found", USER),
        "tools": TOOLS,
        "stream": True,
        "stream_options": {"include_usage": True},
    },
}


def read(name: str) -> Conversation:
    body = {"model": "m", **CLIENTS[name]}
    return DIALECT.decode_request(ClientCall(json.dumps(body).encode()))


@pytest.mark.parametrize("name", CLIENTS)
def test_each_client_s_request_is_understood(name: str) -> None:
    found = read(name)
    assert found.options.stream
    if "tools" not in CLIENTS[name]:
        return
    spoken, answered = found.turns[-2:]
    assert [part for part in spoken.parts if isinstance(part, ToolCall)] == [
        ToolCall("call_1", "read", '{"path":"/a"}')
    ]
    assert answered.parts == (ToolResult("call_1", (Text("found"),)),)
    if "reasoning_content" in CLIENTS[name]["messages"][-2]:
        assert Thinking("Hm") in spoken.parts


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.provider)
@pytest.mark.parametrize("name", CLIENTS)
def test_each_client_s_request_can_be_written_for_any_target(name: str, target: Any) -> None:
    body = json.loads(DIALECT.encode_request(read(name), target).body)
    check_schema(body)
    assert body["messages"][-1]["role"] in ("tool", "user")


@pytest.mark.parametrize("name", CLIENTS)
def test_a_target_like_openai_gets_what_the_client_said(name: str) -> None:
    body = json.loads(DIALECT.encode_request(read(name), OPENAI).body)
    given = CLIENTS[name]
    assert body.get("tools") == given.get("tools")
    assert body.get("store") == given.get("store")
    assert body.get("reasoning_effort") == given.get("reasoning_effort")
    for written, meant in zip(body["messages"], given["messages"], strict=True):
        assert written.get("tool_calls") == meant.get("tool_calls")
        assert _words(written) == _words(meant)


def _words(message: dict[str, Any]) -> list[str]:
    content = message["content"]
    if isinstance(content, str) or content is None:
        return [content] if content else []
    return [part["text"] for part in content]
