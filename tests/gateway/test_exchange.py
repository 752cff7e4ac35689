"""One request through the gateway: lanes, attempts, failover, and how an answer ends."""

import asyncio
import json
from typing import Any

import pytest

from app.core.failure import FailureKind
from tests.fakes import answers
from tests.fakes.exchange import Exchange
from tests.fakes.reply import Call, Reply
from tests.fakes.upstream import FakeUpstream
from tests.gateway.conftest import PROVIDER_KEY, Start, chat, messages, provider, rules


def said(stream: str) -> str:
    """The words of a stream in either dialect."""
    words = ""
    for line in stream.split("\n"):
        if line.startswith("data: {"):
            frame = json.loads(line[6:])
            words += frame.get("delta", {}).get("text", "")
            for choice in frame.get("choices", ()):
                words += choice["delta"].get("content") or ""
    return words


def to(upstream: FakeUpstream, dialect: str, **extra: Any) -> dict[str, Any]:
    return {
        "providers": {"p": provider(upstream.url, dialect, **extra)},
        "profiles": rules(("*", "p/upstream-model")),
    }


LANES = [
    ("/v1/messages", messages, "messages", "anthropic_messages", "verbatim"),
    ("/v1/messages", messages, "chat", "openai_chat", "translated"),
    ("/v1/chat/completions", chat, "messages", "anthropic_messages", "translated"),
    ("/v1/chat/completions", chat, "chat", "openai_chat", "verbatim"),
]


@pytest.mark.parametrize(("path", "body", "face", "dialect", "lane"), LANES)
@pytest.mark.parametrize("stream", [False, True])
async def test_every_lane_answers(
    start: Start, path: str, body: Any, face: Any, dialect: str, lane: str, stream: bool
) -> None:
    async with FakeUpstream(answers.says(Reply(text="Bonjour à tous")), face=face) as upstream:
        gateway = await start(**to(upstream, dialect))
        extra = {"stream_options": {"include_usage": True}} if body is chat and stream else {}
        async with gateway.post(path, body("client-model", stream=stream, **extra)) as response:
            text = await response.text()
        assert response.status == 200, text
        assert "Bonjour à tous" in (said(text) if stream else text)
        headers = response.headers
        assert headers["x-dragoman-provider"] == "p"
        assert headers["x-dragoman-model"] == "upstream-model"
        assert headers["x-dragoman-lane"] == lane
        assert headers["x-dragoman-losses"] == "0"
        assert headers["x-request-id"].startswith("req_")
        (asked,) = upstream.asked
        assert asked.json["model"] == "upstream-model"
        assert PROVIDER_KEY in (asked.header("authorization") or asked.header("x-api-key") or "")
        (outcome,) = gateway.outcomes
        assert outcome.usage is not None
        assert (outcome.usage.input, outcome.usage.output) == (1200, 40)
        assert outcome.lane == lane
        assert outcome.failure is None


@pytest.mark.parametrize("stream", [False, True])
async def test_the_verbatim_lane_changes_no_byte_but_the_model(start: Start, stream: bool) -> None:
    async with FakeUpstream(face="messages") as upstream:
        gateway = await start(**to(upstream, "anthropic_messages"))
        flag = "true" if stream else "false"
        raw = (
            '{ "max_tokens":5,"unknown" : [1.50, 1e3, "\\u00e9"],\n"model":"client","messages":'
            f'[{{"content":"hi","role":"user"}}], "stream":{flag} }}'
        ).encode()
        async with gateway.http.post(
            gateway.url + "/v1/messages?beta=true",
            data=raw,
            headers={
                "authorization": "Bearer drg-test-client-key-0123456789abcdef",
                "content-type": "application/json",
                "anthropic-version": "2026-10-21",
                "anthropic-beta": "a,b",
                "x-claude-code-session-id": "s",
                "cookie": "c=1",
            },
        ) as response:
            body = await response.read()
        (asked,) = upstream.asked
        assert asked.body == raw.replace(b'"client"', b'"upstream-model"')
        assert asked.target == "/v1/messages?beta=true"
        assert asked.header("anthropic-version") == "2026-10-21"
        assert asked.header("anthropic-beta") == "a,b"
        assert asked.header("cookie") is None
        assert "drg-" not in str(asked.headers)
        assert body == bytes(asked.sent)


async def test_an_upstream_error_on_the_verbatim_lane_comes_as_it_is(start: Start) -> None:
    script = answers.status(400, "messages.3: odd", headers={"request-id": "up1"})
    async with FakeUpstream(script, face="messages") as upstream:
        gateway = await start(**to(upstream, "anthropic_messages"))
        async with gateway.post("/v1/messages", messages()) as response:
            body = await response.read()
        assert response.status == 400
        assert body == bytes(upstream.asked[0].sent)
        assert response.headers["x-upstream-request-id"] == "up1"
        assert gateway.outcomes[0].failure is FailureKind.BAD_REQUEST


@pytest.mark.parametrize(("path", "body", "face", "dialect", "lane"), LANES)
async def test_a_rejected_provider_key_is_never_a_401(
    start: Start, path: str, body: Any, face: Any, dialect: str, lane: str
) -> None:
    async with FakeUpstream(answers.status(401, "bad key"), face=face) as upstream:
        gateway = await start(**to(upstream, dialect))
        async with gateway.post(path, body()) as response:
            text = await response.text()
        assert response.status == 502
        assert "p rejected the key" in text
        assert "dragoman provider test p" in text


@pytest.mark.parametrize(("path", "body", "face", "dialect", "lane"), LANES)
async def test_a_rate_limit_is_passed_on_with_its_time(
    start: Start, path: str, body: Any, face: Any, dialect: str, lane: str
) -> None:
    told = {"retry-after": "17", "x-ratelimit-remaining-requests": "0", "request-id": "up1"}
    script = answers.status(429, "slow down", headers=told)
    async with FakeUpstream(script, face=face) as upstream:
        gateway = await start(**to(upstream, dialect))
        async with gateway.post(path, body(stream=True)) as response:
            text = await response.text()
        assert response.status == 429
        assert response.headers.getall("retry-after") == ["17"]
        assert response.headers.getall("content-type") == ["application/json"]
        assert response.headers["x-ratelimit-remaining-requests"] == "0"
        assert response.headers["x-upstream-request-id"] == "up1"
        assert response.headers["x-dragoman-provider"] == "p"
        assert "slow down" in text
        assert len(upstream.asked) == 1


@pytest.mark.parametrize(("path", "body", "face", "dialect", "lane"), LANES)
@pytest.mark.parametrize("how", ["eof", "rst"])
async def test_a_cut_stream_ends_in_an_error_and_never_in_a_stop(
    start: Start, path: str, body: Any, face: Any, dialect: str, lane: str, how: Any
) -> None:
    said = answers.says(Reply(text="These words are long enough to be cut in their middle. " * 20))
    async with FakeUpstream(answers.cut(said, 1500, how), face=face) as upstream:
        gateway = await start(**to(upstream, dialect))
        async with gateway.post(path, body(stream=True)) as response:
            text = await response.text()
        assert response.status == 200
        assert '"error"' in text
        assert "message_stop" not in text
        assert "[DONE]" not in text
        last = text.rstrip().rpartition("\n\n")[2]
        data = json.loads(last.partition("data: ")[2])
        assert data["error"]["message"].startswith("p")
        assert gateway.outcomes[0].failure in (FailureKind.CUT, FailureKind.NETWORK)
        assert len(upstream.asked) == 1


async def test_nothing_shown_yet_means_the_next_provider_may_answer(start: Start) -> None:
    async with (
        FakeUpstream(answers.status(529, "overloaded"), face="messages") as first,
        FakeUpstream(answers.says(Reply(text="second"))) as second,
    ):
        gateway = await start(
            providers={
                "a": provider(first.url, "anthropic_messages"),
                "b": provider(second.url),
            },
            profiles=rules(("*", ["a/x", "b/y"])),
        )
        async with gateway.post("/v1/messages", messages(stream=True)) as response:
            text = await response.text()
        assert said(text) == "second"
        assert response.headers["x-dragoman-provider"] == "b"
        assert response.headers["x-dragoman-lane"] == "translated"
        assert gateway.outcomes[0].attempts == 2


async def test_a_stream_that_fails_before_its_first_word_is_tried_elsewhere(start: Start) -> None:
    async def opens_and_dies(exchange: Exchange) -> None:
        await exchange.head(200, {"content-type": "text/event-stream"})
        await exchange.send(b'data: {"id":"a","choices":[{"delta":{"role":"assistant"}}]}\n\n')
        await exchange.cut()

    async with (
        FakeUpstream(opens_and_dies) as first,
        FakeUpstream(answers.says(Reply(text="second"))) as second,
    ):
        gateway = await start(
            providers={"a": provider(first.url), "b": provider(second.url)},
            profiles=rules(("*", ["a/x", "b/y"])),
        )
        async with gateway.post("/v1/messages", messages(stream=True)) as response:
            text = await response.text()
        assert said(text) == "second"
        assert text.count("event: message_start") == 1


async def test_a_client_s_mistake_is_not_tried_elsewhere(start: Start) -> None:
    async with (
        FakeUpstream(answers.status(400, "odd request")) as first,
        FakeUpstream() as second,
    ):
        gateway = await start(
            providers={"a": provider(first.url), "b": provider(second.url)},
            profiles=rules(("*", ["a/x", "b/y"])),
        )
        async with gateway.post("/v1/messages", messages()) as response:
            body = await response.json()
        assert response.status == 400
        assert body["type"] == "error"
        assert "odd request" in body["error"]["message"]
        assert second.asked == []


async def test_an_empty_answer_is_an_error(start: Start) -> None:
    async with FakeUpstream(answers.says(Reply(text="", output_tokens=0))) as upstream:
        gateway = await start(**to(upstream, "openai_chat"))
        async with gateway.post("/v1/messages", messages(stream=True)) as response:
            body = await response.json()
        assert response.status == 502
        assert "empty" in body["error"]["message"]


async def test_what_a_400_teaches_is_remembered(start: Start) -> None:
    async def picky(exchange: Exchange) -> None:
        if "stream_options" in exchange.request.json:
            await answers.status(400, "Unknown field: stream_options")(exchange)
        else:
            await answers.says(Reply(text="fine"))(exchange)

    async with FakeUpstream(picky) as upstream:
        gateway = await start(**to(upstream, "openai_chat"))
        for _ in range(2):
            async with gateway.post("/v1/messages", messages()) as response:
                assert "fine" in await response.text()
        assert ["stream_options" in asked.json for asked in upstream.asked] == [True, False, False]


async def test_a_rejected_signature_costs_this_conversation_its_past_thinking_and_no_other(
    start: Start,
) -> None:
    async def strict(exchange: Exchange) -> None:
        if b'"thinking"' in exchange.request.body:
            sentence = "messages.1.content.0: Invalid `signature` in `thinking` block"
            await answers.status(400, sentence)(exchange)
        else:
            await answers.says(Reply(text="fine"))(exchange)

    said_before = [
        {"role": "user", "content": "hi"},
        {
            "role": "assistant",
            "content": [
                {"type": "thinking", "thinking": "hm", "signature": "of another provider"},
                {"type": "text", "text": "hello"},
            ],
        },
        {"role": "user", "content": "go on"},
    ]
    async with FakeUpstream(strict, face="messages") as upstream:
        gateway = await start(**to(upstream, "anthropic_messages"))
        body = {"model": "m", "max_tokens": 9, "messages": said_before}
        async with gateway.post("/v1/messages", body) as response:
            assert "fine" in await response.text()
            assert response.headers["x-dragoman-lane"] == "translated"
        assert len(upstream.asked) == 2
        async with gateway.post("/v1/messages", messages()) as response:
            assert response.headers["x-dragoman-lane"] == "verbatim"


async def test_a_provider_that_cannot_be_used_is_passed_over(start: Start) -> None:
    async with FakeUpstream(answers.says(Reply(text="second"))) as upstream:
        gateway = await start(
            providers={
                "off": {**provider(upstream.url), "enabled": False},
                "b": provider(upstream.url),
            },
            profiles=rules(("*", ["off/x", "b/y"])),
        )
        async with gateway.post("/v1/messages", messages()) as response:
            assert response.status == 200
            assert response.headers["x-dragoman-provider"] == "b"


async def test_an_overflow_is_told_in_the_words_that_make_claude_code_compact(start: Start) -> None:
    async with FakeUpstream(answers.context_full) as upstream:
        gateway = await start(**to(upstream, "openai_chat"))
        async with gateway.post("/v1/messages", messages(stream=True)) as response:
            body = await response.json()
        assert response.status == 400
        assert body["error"]["message"] == "prompt is too long: 131072 tokens > 128000 maximum"


@pytest.mark.parametrize("moment", ["before the head", "within the stream", "whole"])
async def test_a_client_that_leaves_cancels_its_provider(start: Start, moment: str) -> None:
    told = asyncio.Event()

    async def slow(exchange: Exchange) -> None:
        if moment == "within the stream":
            await exchange.head(200, {"content-type": "text/event-stream"})
            await exchange.send(b'data: {"id":"a","choices":[{"delta":{"content":"x"}}]}\n\n')
        told.set()
        await exchange.silent()

    async with FakeUpstream(slow) as upstream:
        gateway = await start(**to(upstream, "openai_chat"))
        streaming = moment != "whole"
        call = asyncio.ensure_future(
            gateway.http.post(
                gateway.url + "/v1/messages",
                json=messages(stream=streaming),
                headers={"x-api-key": "drg-test-client-key-0123456789abcdef"},
            )
        )
        await told.wait()
        if moment == "within the stream":
            (await call).close()
        else:
            call.cancel()
        async with asyncio.timeout(1):
            await (await upstream.request(0)).gone.wait()
        assert (await gateway.told.get()).failure is FailureKind.CANCELLED


@pytest.mark.parametrize(("path", "body", "face", "dialect", "lane"), LANES)
async def test_silence_is_filled_with_signs_of_life(
    start: Start, path: str, body: Any, face: Any, dialect: str, lane: str
) -> None:
    go = asyncio.Event()

    async def late(exchange: Exchange) -> None:
        await exchange.silent(go)
        await answers.says(Reply(text="at last"))(exchange)

    async with FakeUpstream(late, face=face) as upstream:
        settings = to(upstream, dialect) | {"server": {"keepalive": 0.05}}
        gateway = await start(**settings)
        async with gateway.post(path, body(stream=True)) as response:
            first = await response.content.readuntil(b"ping" if "messages" in path else b": ")
            assert response.status == 200
            go.set()
            text = (first + await response.read()).decode()
        assert said(text) == "at last"
        assert text.count('"type":"message_start"') <= 1
        assert text.rstrip().endswith("[DONE]" if "chat" in path else '{"type":"message_stop"}')


async def test_a_failure_after_signs_of_life_is_told_in_the_stream(start: Start) -> None:
    go = asyncio.Event()

    async def late(exchange: Exchange) -> None:
        await exchange.silent(go)
        await answers.status(400, "odd after all")(exchange)

    async with FakeUpstream(late) as upstream:
        gateway = await start(**(to(upstream, "openai_chat") | {"server": {"keepalive": 0.05}}))
        async with gateway.post("/v1/messages", messages(stream=True)) as response:
            await response.content.readuntil(b"ping")
            go.set()
            text = (await response.read()).decode()
        assert "event: error" in text
        assert "odd after all" in text


async def test_parallel_calls_and_thinking_pass_both_ways(start: Start) -> None:
    calls = (Call("Bash", {"command": "ls"}, "call_a"), Call("Read", {"path": "x"}, "call_b"))
    script = answers.says(Reply(text="so", thinking="because", calls=calls))
    async with FakeUpstream(script) as upstream:
        gateway = await start(**to(upstream, "openai_chat"))
        tools = [
            {"name": name, "input_schema": {"type": "object", "properties": {}}}
            for name in ("Bash", "Read")
        ]
        async with gateway.post("/v1/messages", messages(tools=tools)) as response:
            body = await response.json()
        kinds = [block["type"] for block in body["content"]]
        assert kinds == ["thinking", "text", "tool_use", "tool_use"]
        assert body["content"][0]["signature"].startswith("dragoman:v2:")
        assert body["content"][2]["input"] == {"command": "ls"}
        assert body["stop_reason"] == "tool_use"
        assert body["model"] == "m"
        assert body["usage"]["cache_read_input_tokens"] == 200


async def test_a_provider_that_is_not_there_is_named(start: Start) -> None:
    async with FakeUpstream() as upstream:
        gone = to(upstream, "openai_chat")
    gateway = await start(**gone)
    async with gateway.post("/v1/messages", messages()) as response:
        body = await response.json()
    assert response.status == 502
    assert "nothing answers at 127.0.0.1" in body["error"]["message"]


async def test_a_redirect_is_not_followed(start: Start) -> None:
    async def away(exchange: Exchange) -> None:
        await exchange.whole(307, b"", {"location": "https://elsewhere.example/v1"})

    async with FakeUpstream(away) as upstream:
        gateway = await start(**to(upstream, "openai_chat"))
        async with gateway.post("/v1/messages", messages()) as response:
            body = await response.json()
        assert response.status == 502
        assert "redirects to elsewhere.example" in body["error"]["message"]


async def test_a_key_entered_for_another_address_is_not_sent(start: Start) -> None:
    async with FakeUpstream() as upstream:
        gateway = await start(**to(upstream, "openai_chat", key_origin="https://old.example:443"))
        async with gateway.post("/v1/messages", messages()) as response:
            body = await response.json()
        assert response.status == 503
        assert "old.example" in body["error"]["message"]
        assert upstream.requests == []


async def test_a_connection_is_used_again_though_its_body_ends_late(start: Start) -> None:
    connections: set[int] = set()
    read = asyncio.Event()

    async def late_end(exchange: Exchange) -> None:
        connections.add(id(exchange._connection))
        await exchange.head(200, {"content-type": "text/event-stream"})
        await exchange.send(b'data: {"id":"a","choices":[{"delta":{"content":"x"},')
        await exchange.send(b'"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n')
        await exchange.silent(read)
        await exchange.end()

    async with FakeUpstream(late_end) as upstream:
        gateway = await start(**to(upstream, "openai_chat"))
        for number in range(8):
            read.clear()
            async with gateway.post("/v1/messages", messages(stream=True)) as response:
                await response.read()
            read.set()
            await (await upstream.request(number)).finished.wait()
        # The next request may overtake the end of the last body once in a while.
        assert len(connections) < 5


async def test_a_provider_that_is_given_up_between_two_tries_is_one_that_was_failed_over(
    start: Start,
) -> None:
    async with FakeUpstream() as upstream:
        gateway = await start(
            providers={
                "away": provider("http://127.0.0.1:9", "openai_chat"),
                "p": provider(upstream.url, "openai_chat"),
            },
            profiles=rules(("*", ["away/m", "p/m"])),
        )
        for _ in range(3):  # two tries each: the fifth failure shuts the provider out
            async with gateway.post("/v1/chat/completions", chat()) as response:
                assert response.status == 200
        assert [each.attempts for each in gateway.outcomes] == [3, 3, 2]
        assert [each.failovers for each in gateway.outcomes] == [1, 1, 1]
