"""What single vendors refuse, or do without a word, and what their clients see of it instead."""

import json
import logging
from typing import Any

import pytest

from tests.fakes import answers
from tests.fakes.exchange import Exchange
from tests.fakes.reply import Call, Reply
from tests.fakes.upstream import FakeUpstream
from tests.gateway.conftest import Start, chat, messages, provider, rules

FILTERED = {
    "message": "The response was filtered due to the prompt triggering a content policy.",
    "type": None,
    "param": "prompt",
    "code": "content_filter",
    "status": 400,
    "innererror": {"code": "ResponsibleAIPolicyViolation"},
}
WRITTEN_WRONG = {
    "message": "Failed to call a function. Please adjust your prompt. See 'failed_generation'.",
    "type": "invalid_request_error",
    "code": "tool_use_failed",
    "failed_generation": "<function=ls>{",
}
CALLED = answers.says(Reply(calls=(Call("ls", {"path": "/"}, "call_1"),)))
TOOL = {"name": "ls", "input_schema": {"type": "object", "properties": {}}}


def to(upstream: FakeUpstream, **extra: Any) -> dict[str, Any]:
    return {
        "providers": {"p": provider(upstream.url, **extra)},
        "profiles": rules(("*", "p/upstream-model")),
    }


def refuses(error: dict[str, Any]) -> answers.Script:
    async def script(exchange: Exchange) -> None:
        await exchange.json({"error": error}, 400)

    return script


async def frame_refuses(exchange: Exchange) -> None:
    """Groq's form of it in a stream: an event with a name, and no end."""
    told = json.dumps({"error": {**WRITTEN_WRONG, "status_code": 400}}).encode()
    await exchange.stream([b"event: error\ndata: " + told + b"\n\n"])


async def test_azure_s_filter_is_a_refusal_for_claude_code(start: Start) -> None:
    async with FakeUpstream(refuses(FILTERED)) as upstream:
        gateway = await start(**to(upstream))
        async with gateway.post("/v1/messages", messages()) as response:
            body = await response.json()
        assert response.status == 200
        assert body["stop_reason"] == "refusal"
        assert "content policy" in body["content"][0]["text"]
        async with gateway.post("/v1/messages", messages(stream=True)) as response:
            stream = await response.text()
        assert '"stop_reason":"refusal"' in stream
        assert stream.rstrip().endswith('data: {"type":"message_stop"}')
        assert len(upstream.asked) == 2


async def test_a_chat_client_of_azure_s_gets_azure_s_own_error(start: Start) -> None:
    async with FakeUpstream(refuses(FILTERED)) as upstream:
        gateway = await start(**to(upstream))
        async with gateway.post("/v1/chat/completions", chat()) as response:
            body = await response.json()
        assert (response.status, body["error"]["code"]) == (400, "content_filter")


@pytest.mark.parametrize("wrong", [refuses(WRITTEN_WRONG), frame_refuses], ids=["400", "frame"])
@pytest.mark.parametrize(
    ("path", "body"), [("/v1/messages", messages), ("/v1/chat/completions", chat)]
)
async def test_groq_s_broken_call_is_asked_for_once_more(
    start: Start, wrong: answers.Script, path: str, body: Any
) -> None:
    async with FakeUpstream(answers.in_turn(wrong, CALLED)) as upstream:
        gateway = await start(**to(upstream))
        async with gateway.post(path, body(stream=True)) as response:
            text = await response.text()
        assert response.status == 200
        assert "call_1" in text
        assert len(upstream.asked) == 2
    async with FakeUpstream(wrong) as upstream:
        gateway = await start(**to(upstream))
        async with gateway.post(path, body(stream=True)) as response:
            assert response.status == 400
        assert len(upstream.asked) == 2


async def test_a_target_for_streams_alone_is_never_asked_for_a_whole_answer(start: Start) -> None:
    async def streams_alone(exchange: Exchange) -> None:
        if exchange.request.json.get("stream"):
            await answers.says(Reply(text="streamed"))(exchange)
        else:
            await answers.status(400, "This model only supports stream mode.")(exchange)

    async with FakeUpstream(streams_alone) as upstream:
        settings = {"providers": {"p": provider(upstream.url, preset="dashscope")}}
        del settings["providers"]["p"]["dialect"]
        gateway = await start(**settings, profiles=rules(("*", "p/qwq-plus")))
        async with gateway.post("/v1/chat/completions", chat()) as response:
            body = await response.json()
        assert body["choices"][0]["message"]["content"] == "streamed"


async def test_a_template_that_cannot_say_a_conversation_is_not_asked_again(start: Start) -> None:
    sentence = 'Error rendering prompt with jinja template: "roles must alternate"'
    async with FakeUpstream(answers.status(500, sentence)) as upstream:
        gateway = await start(**to(upstream))
        async with gateway.post("/v1/messages", messages()) as response:
            body = await response.json()
        assert response.status == 400
        assert "jinja template" in body["error"]["message"]
        assert len(upstream.asked) == 1


async def test_a_prompt_that_ollama_cut_is_told_of_once(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    script = answers.says(Reply(text="Who are you?", input_tokens=4096, cached_tokens=0))
    async with FakeUpstream(script) as upstream:
        settings = {"providers": {"p": provider(upstream.url, preset="ollama")}}
        del settings["providers"]["p"]["dialect"]
        gateway = await start(**settings, profiles=rules(("*", "p/qwen3")))
        long = {"messages": [{"role": "user", "content": "word " * 30_000}]}
        with caplog.at_level(logging.WARNING, "app.gateway.completion"):
            for path, body in (("/v1/messages", messages), ("/v1/chat/completions", chat)):
                async with gateway.post(path, {**body(), **long}) as response:
                    assert response.status == 200
        told = [record.message for record in caplog.records if "OLLAMA" in record.message]
        assert len(told) == 1
        assert "p/qwen3" in told[0]
        assert "4096 tokens" in told[0]
