"""Requests of a given size, generated: no word of them was ever captured."""

import json
from itertools import count
from typing import Any

KIB = 1024
SIZES = {"1 KB": KIB, "120 KB": 120 * KIB, "1.5 MB": 1536 * KIB}

_SENTENCE = (
    "the gateway reads one file then writes another because every test names what it shows and "
    "no value may leave its room without a reason while the parser keeps order 语言 模型 ünïcode "
    'if (value != null) { return "a\\tb"; } \n    def run(self) -> None:\n'
)
_WORDS = _SENTENCE.split(" ")


def body(size: str, model: str, *, stream: bool) -> bytes:
    """An Anthropic Messages request of `size`: from 100 KB on, as a coding agent's session is."""
    wanted = SIZES[size]
    request: dict[str, Any] = {"model": model, "max_tokens": 4096, "stream": stream}
    if wanted < 100 * KIB:
        request["messages"] = [{"role": "user", "content": _prose(wanted - 110, 0)}]
    else:
        request |= _session(wanted)
    return json.dumps(request, ensure_ascii=False, separators=(",", ":")).encode()


def _session(wanted: int) -> dict[str, Any]:
    tools = [_tool(number) for number in range(20)]
    system = [
        {"type": "text", "text": _prose(400, 1)},
        {"type": "text", "text": _prose(12_000, 2), "cache_control": {"type": "ephemeral"}},
    ]
    messages: list[dict[str, Any]] = [
        {"role": "user", "content": [{"type": "text", "text": _prose(600, 3)}]}
    ]
    # About 40 turns whatever the size: long sessions have long results, not only many.
    result_size = max(600, (wanted - 48_000) // 20 - 900)
    size = 48_000
    for number in count():
        if size >= wanted - 1_000:
            break
        turn = _tool_loop(number, min(result_size, wanted - size))
        size += len(json.dumps(turn, ensure_ascii=False).encode())
        messages += turn
    return {
        "system": system,
        "tools": tools,
        "messages": messages,
        "metadata": {"user_id": '{"device_id":"0","session_id":"bench"}'},
    }


def _tool_loop(number: int, result_size: int) -> list[dict[str, Any]]:
    call = f"toolu_{number:024d}"
    return [
        {
            "role": "assistant",
            "content": [
                {"type": "text", "text": _prose(160, number)},
                {
                    "type": "tool_use",
                    "id": call,
                    "name": f"Tool{number % 20}",
                    "input": {"path": f"src/module_{number}.py", "pattern": _prose(180, number)},
                },
            ],
        },
        {
            "role": "user",
            "content": [
                {
                    "type": "tool_result",
                    "tool_use_id": call,
                    "content": [{"type": "text", "text": _prose(result_size, number + 5)}],
                }
            ],
        },
    ]


def _tool(number: int) -> dict[str, Any]:
    properties = {
        f"option_{index}": {"type": "string", "description": _prose(70, index)}
        for index in range(6)
    }
    return {
        "name": f"Tool{number}",
        "description": _prose(900, number),
        "input_schema": {"type": "object", "properties": properties, "required": ["option_0"]},
    }


def _prose(size: int, start: int) -> str:
    pieces: list[str] = []
    length = 0
    for index in count(start * 7):
        if length >= size:
            break
        word = _WORDS[index % len(_WORDS)]
        pieces.append(word)
        length += len(word.encode()) + 1
    return " ".join(pieces)
