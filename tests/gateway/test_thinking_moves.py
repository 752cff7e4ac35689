"""A streamed conversation that moves between providers, over real sockets."""

import json
from typing import Any

from tests.fakes import answers
from tests.fakes.reply import Call, Reply
from tests.fakes.upstream import FakeUpstream
from tests.gateway.conftest import Running, Start, provider, rules

TOOLS = [{"name": "ls", "input_schema": {"type": "object", "properties": {}}}]
THOUGHT = "First the folder,\n then the file. "


async def told(gateway: Running, model: str, said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks of a streamed answer, put together as the official SDKs do."""
    body = {"model": model, "max_tokens": 900, "messages": said, "tools": TOOLS, "stream": True}
    async with gateway.post("/v1/messages", body) as response:
        assert response.status == 200, await response.text()
        text = await response.text()
    blocks: list[dict[str, Any]] = []
    for frame in text.split("\n\n"):
        data = frame.partition("data: ")[2]
        event = json.loads(data) if data else {}
        if event.get("type") == "content_block_start":
            blocks.append(dict(event["content_block"]))
        elif event.get("type") == "content_block_delta":
            block, delta = blocks[event["index"]], event["delta"]
            match delta["type"]:
                case "thinking_delta":
                    block["thinking"] += delta["thinking"]
                case "signature_delta":
                    block["signature"] = delta["signature"]
                case "text_delta":
                    block["text"] += delta["text"]
                case "input_json_delta":
                    block["input"] = block["input"] or json.loads(delta["partial_json"] or "{}")
    return blocks


def results(blocks: list[dict[str, Any]]) -> dict[str, Any]:
    found = [b["id"] for b in blocks if b["type"] == "tool_use"]
    content = [{"type": "tool_result", "tool_use_id": each, "content": "seen"} for each in found]
    return {"role": "user", "content": content}


async def test_reasoning_comes_back_to_who_thought_it_and_to_nobody_else(start: Start) -> None:
    calls = answers.says(Reply(thinking=THOUGHT, calls=(Call("ls", {}, "call_1"),)))
    ends = answers.says(Reply(thinking="I see.", text="done"))
    async with (
        FakeUpstream(answers.in_turn(calls, ends)) as deepseek,
        FakeUpstream(ends, face="messages") as anthropic,
    ):
        gateway = await start(
            providers={
                "d": {"base_url": deepseek.url, "preset": "deepseek", "key": "env:PROVIDER_KEY"},
                "a": provider(anthropic.url, preset="anthropic", dialect="anthropic_messages"),
            },
            profiles=rules(("chat", "d/deepseek-v4-pro"), ("claude", "a/claude-opus-4-8")),
        )
        said: list[dict[str, Any]] = [{"role": "user", "content": "look"}]
        first = await told(gateway, "chat", said)
        assert first[0]["thinking"] == THOUGHT
        assert first[0]["signature"].startswith("dragoman:v2:")

        said += [{"role": "assistant", "content": first}, results(first)]
        second = await told(gateway, "claude", said)
        (asked,) = anthropic.asked
        assert b"dragoman:" not in asked.body
        assert b'"thinking":' not in json.dumps(asked.json["messages"]).encode()
        genuine = second[0]["signature"]
        assert not genuine.startswith("dragoman:")

        said += [{"role": "assistant", "content": second}, {"role": "user", "content": "more"}]
        await told(gateway, "chat", said)
        messages = deepseek.asked[-1].json["messages"]
        spoken = [m for m in messages if m["role"] == "assistant"]
        assert [m["reasoning_content"] for m in spoken] == [THOUGHT, second[0]["thinking"]]
        assert genuine.encode() not in deepseek.asked[-1].body

        await told(gateway, "claude", said)
        assert genuine.encode() in anthropic.asked[-1].body
        assert b"dragoman:" not in anthropic.asked[-1].body


async def test_it_moves_by_failover_too(start: Start) -> None:
    calls = answers.says(Reply(thinking=THOUGHT, calls=(Call("ls", {}, "call_1"),)))
    down = answers.status(503, "overloaded")
    ends = answers.says(Reply(thinking="I see.", text="done"))
    async with (
        FakeUpstream(answers.in_turn(calls, down)) as deepseek,
        FakeUpstream(ends, face="messages") as anthropic,
    ):
        gateway = await start(
            providers={
                "d": {"base_url": deepseek.url, "preset": "deepseek", "key": "env:PROVIDER_KEY"},
                "a": provider(anthropic.url, preset="anthropic", dialect="anthropic_messages"),
            },
            profiles=rules(("*", ["d/deepseek-v4-pro", "a/claude-opus-4-8"])),
        )
        said: list[dict[str, Any]] = [{"role": "user", "content": "look"}]
        first = await told(gateway, "m", said)
        said += [{"role": "assistant", "content": first}, results(first)]
        second = await told(gateway, "m", said)
        assert second[-1]["text"] == "done"
        assert len(deepseek.asked) == 2
        (asked,) = anthropic.asked
        assert b"dragoman:" not in asked.body
        assert deepseek.asked[1].json["messages"][1]["reasoning_content"] == THOUGHT
