"""A long Claude Code session in the shapes that version 2.1.329 sends, with words of our own.

What changes from request to request on the real wire changes here too: the cache marks move with
the newest message, system turns inside `messages` are a block list while they are new and a plain
string later, thinking comes back as it was answered, and a tool that was searched for is offered
from then on.
"""

import base64
import json
import random
from collections.abc import Iterator
from typing import Any

from tests.fakes import media
from tests.fakes.reply import Call, Reply

HEADERS = {
    "x-claude-code-session-id": "6f9619ff-8b86-4011-b42d-00c04fc964ff",
    "x-app": "cli",
    "anthropic-version": "2023-06-01",
    "anthropic-beta": "claude-code-20250219,interleaved-thinking-2025-05-14,"
    "context-management-2025-06-27,advanced-tool-use-2025-11-20,effort-2025-11-24",
}
SEARCHED = "FetchPage"
SEARCHED_AT = 10  # the request that brings the result of the search, and the new tool

_TEXT = (
    "gateway table copper window river paper lantern module northern parser winter engine quiet "
    "ledger cursor harbour violet socket margin ember walnut folder signal meadow Zürich 数据 "
    "naïve λ → é"
)
_MARK = {"type": "ephemeral"}
_WORDS = _TEXT.split()
_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "text": {"type": "string", "minLength": 1, "description": "What to take."},
        "limit": {"type": "number", "exclusiveMinimum": 0, "default": 10},
    },
    "required": ["text"],
    "additionalProperties": False,
}
_TOOLS = ("Bash", "Read", "Write", "Edit", "Agent", "ToolSearch")


class Session:
    """One conversation. `request()` is the next body; `heard()` takes the answer's blocks."""

    def __init__(self, seed: int = 7, model: str = "deepseek-reasoner") -> None:
        self._random = random.Random(seed)  # noqa: S311 - repeatable words, no secret
        self._model = model
        self._tools = [self._tool(name) for name in _TOOLS]
        self._tools.append(
            {
                "name": "DeferredToolPlaceholder",
                "description": "Not to be called.",
                "input_schema": {"type": "object", "properties": {}},
                "defer_loading": True,
            }
        )
        self._system = [
            {
                "type": "text",
                "text": "x-anthropic-billing-header: cc_version=2.1.329.a1f; "
                "cc_entrypoint=sdk-cli;",
            },
            {"type": "text", "text": self._text(10), "cache_control": _MARK},
            {"type": "text", "text": self._text(900), "cache_control": _MARK},
        ]
        self._messages: list[dict[str, Any]] = []
        self._calls: list[dict[str, Any]] = []

    def request(self, number: int) -> dict[str, Any]:
        """The body of request `number` (from 0), after the answers that were heard."""
        self._settle()
        if self._calls:
            content = [self._result(call, number) for call in self._calls]
            if number == SEARCHED_AT:
                content.append({"type": "text", "text": "Tool loaded."})
                self._tools.append({**self._tool(SEARCHED), "defer_loading": True})
        else:
            reminder = f"<system-reminder>\n{self._text(40)}\n</system-reminder>"
            prompt = f"{self._text(25)} ({number})"
            content = [{"type": "text", "text": text} for text in (reminder, prompt)]
        content[-1] = {**content[-1], "cache_control": _MARK}
        note = {"type": "text", "text": self._text(15), "cache_control": _MARK}
        self._messages.append({"role": "user", "content": content})
        self._messages.append({"role": "system", "content": [note]})
        session = HEADERS["x-claude-code-session-id"]
        user = {"device_id": "ab" * 32, "account_uuid": "", "session_id": session}
        return {
            "model": self._model,
            "messages": self._messages,
            "system": self._system,
            "tools": self._tools,
            "metadata": {"user_id": json.dumps(user, separators=(",", ":"))},
            "max_tokens": 32000,
            "thinking": {"type": "adaptive", "display": "omitted"},
            "context_management": {"edits": [{"type": "clear_thinking_20251015", "keep": "all"}]},
            "output_config": {"effort": "high"},
            "stream": True,
        }

    def heard(self, blocks: list[dict[str, Any]]) -> None:
        """Take the answer as Claude Code echoes it: thinking, text, calls, in order."""
        self._calls = [block for block in blocks if block["type"] == "tool_use"]
        self._messages.append({"role": "assistant", "content": blocks})

    def _settle(self) -> None:
        """Old messages lose their marks, and old system turns become plain strings."""
        for message in self._messages:
            if message["role"] == "system" and isinstance(message["content"], list):
                message["content"] = message["content"][0]["text"]
            elif message["role"] == "user":
                for block in message["content"]:
                    block.pop("cache_control", None)

    def _result(self, call: dict[str, Any], number: int) -> dict[str, Any]:
        content: Any = self._text(60)
        if number == SEARCHED_AT:
            content = [{"type": "tool_reference", "tool_name": SEARCHED}]
        elif number % 7 == 3:
            data = base64.b64encode(media.png()).decode()
            source = {"type": "base64", "media_type": "image/png", "data": data}
            content = [{"type": "image", "source": source}]
        elif number % 7 == 5:
            data = base64.b64encode(media.pdf("A page")).decode()
            source = {"type": "base64", "media_type": "application/pdf", "data": data}
            content = [
                {"type": "text", "text": "PDF file read"},
                {"type": "document", "source": source},
            ]
        result = {"tool_use_id": call["id"], "type": "tool_result", "content": content}
        if number % 5 == 2:
            result = {**result, "content": f"Exit code 1\n{self._text(20)}", "is_error": True}
        elif number % 5 == 3:  # the order of keys varies in the real client
            result = {"type": "tool_result", "content": content, "tool_use_id": call["id"]}
        return result

    def _tool(self, name: str) -> dict[str, Any]:
        return {"name": name, "description": self._text(120), "input_schema": _SCHEMA}

    def _text(self, count: int) -> str:
        return " ".join(self._random.choice(_WORDS) for _ in range(count))


def answers() -> Iterator[Reply]:
    """What the model says to request 0, 1, 2 and so on."""
    number = 0
    while True:
        yield _answer(number)
        number += 1


def _answer(number: int) -> Reply:
    thinking = f"Thought {number}: what now? 想一想。" if number % 2 == 0 else ""
    if number == SEARCHED_AT - 1:
        call = Call("ToolSearch", {"text": f"select:{SEARCHED}"}, f"call_{number}_s")
        return Reply(thinking=thinking, calls=(call,))
    if number % 4 == 3:
        return Reply(thinking=thinking, text=f"Done with part {number}.")
    count = 2 if number % 4 == 1 else 1
    calls = tuple(
        Call("Bash", {"text": f"echo é {number}", "limit": 10.0}, f"call_{number}_{index}")
        for index in range(count)
    )
    return Reply(thinking=thinking, text="I go on." if number % 3 else "", calls=calls)
