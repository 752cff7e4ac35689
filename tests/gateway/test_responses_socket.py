"""Responses over a WebSocket: every lane, chained answers, hostile messages, and the end."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import WSMsgType

from app.core.failure import FailureKind
from app.gateway.sockets import in_flight
from tests.dialects.vendor_schemas import validator
from tests.fakes import answers
from tests.fakes.exchange import Exchange
from tests.fakes.reply import Reply
from tests.fakes.upstream import Face, FakeUpstream
from tests.gateway.conftest import CLIENT_KEY, Running, Start, provider, rules

FACES: dict[Face, str] = {
    "chat": "openai_chat",
    "messages": "anthropic_messages",
    "responses": "openai_responses",
    "gemini": "gemini",
}
ENDS = ("response.completed", "response.incomplete", "response.failed", "error")


class Socket:
    """A client of one WebSocket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.raw = socket

    async def create(self, said: Any, **fields: Any) -> None:
        body = {"type": "response.create", "model": "m", "input": said, **fields}
        await self.raw.send_json(body)

    async def event(self) -> dict[str, Any]:
        async with asyncio.timeout(10):
            message = await self.raw.receive()
        assert message.type is WSMsgType.TEXT, message
        value: dict[str, Any] = json.loads(message.data)
        return value

    async def answer(self) -> list[dict[str, Any]]:
        """The events up to the end of an answer."""
        events = [await self.event()]
        while events[-1]["type"] not in ENDS:
            events.append(await self.event())
        return events

    async def ask(self, said: Any, **fields: Any) -> dict[str, Any]:
        """The response that ends the answer."""
        await self.create(said, **fields)
        last = (await self.answer())[-1]
        assert last["type"] == "response.completed", last
        response: dict[str, Any] = last["response"]
        return response

    async def closed(self) -> int | None:
        async with asyncio.timeout(10):
            message = await self.raw.receive()
        assert message.type in (WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.CLOSING), message
        return self.raw.close_code


@asynccontextmanager
async def connected(gateway: Running, **headers: str) -> AsyncIterator[Socket]:
    given = {"authorization": f"Bearer {CLIENT_KEY}", **headers}
    async with gateway.http.ws_connect(gateway.url + "/v1/responses", headers=given) as socket:
        yield Socket(socket)


async def at(start: Start, upstream: FakeUpstream, **more: Any) -> Running:
    base = upstream.origin if upstream.face == "messages" else upstream.url
    return await start(
        providers={"p": provider(base, FACES[upstream.face])}, profiles=rules(("m", "p/m")), **more
    )


def told(upstream: FakeUpstream) -> str:
    return upstream.asked[-1].body.decode()


@pytest.mark.parametrize("face", FACES)
async def test_a_conversation_is_chained_by_ids_at_every_kind_of_provider(
    start: Start, face: Face
) -> None:
    async with FakeUpstream(face=face) as upstream:
        gateway = await at(start, upstream)
        async with connected(gateway) as socket:
            await socket.create("One", store=False)
            events = await socket.answer()
            assert [event["sequence_number"] for event in events] == list(range(len(events)))
            first = events[-1]["response"]
            validator("openresponses", "ResponseResource")(first)
            second = await socket.ask("Two", store=False, previous_response_id=first["id"])
            await socket.ask("Three", store=False, previous_response_id=second["id"])
    last = told(upstream)
    assert [last.count(word) for word in ("One", "Two", "Three")] == [1, 1, 1]
    assert last.count(answers.HELLO.text) == 2
    assert "previous_response_id" not in last
    outcomes = [outcome for outcome in gateway.outcomes if outcome.asked]
    assert [outcome.status for outcome in outcomes] == [200] * 3
    assert all(outcome.usage is not None and outcome.stream for outcome in outcomes)


async def test_what_nobody_is_to_store_is_known_on_its_own_connection_only(start: Start) -> None:
    async with FakeUpstream() as upstream:
        gateway = await at(start, upstream)
        async with connected(gateway) as one, connected(gateway) as other:
            hidden = await one.ask("One", store=False)
            shared = await one.ask("Two", previous_response_id=hidden["id"])
            await other.create("Three", previous_response_id=hidden["id"])
            refused = await other.event()
            await other.ask("Three", previous_response_id=shared["id"])
    assert (refused["type"], refused["status"]) == ("error", 400)
    assert refused["error"]["code"] == "previous_response_not_found"
    assert told(upstream).count("One") == 1


async def test_a_conversation_may_be_remembered_before_anything_is_asked(start: Start) -> None:
    async with FakeUpstream() as upstream:
        gateway = await at(start, upstream)
        async with connected(gateway) as socket:
            warm = await socket.ask("One", generate=False, store=False)
            assert (warm["output"], upstream.asked) == ([], [])
            assert warm["usage"]["total_tokens"] == 0
            await socket.ask([], previous_response_id=warm["id"], store=False)
            await socket.create("One", generate=False, model="nobody/knows")
            assert (await socket.event())["status"] == 404
    assert "One" in told(upstream)
    assert [outcome.asked for outcome in gateway.outcomes if outcome.asked] == ["responses"]


def _waits(go: asyncio.Event, asked: asyncio.Event) -> Any:
    async def script(exchange: Exchange) -> None:
        asked.set()
        await go.wait()
        await answers.hello(exchange)

    return script


async def test_a_lane_answers_in_order_and_lanes_side_by_side(start: Start) -> None:
    go, asked = asyncio.Event(), asyncio.Event()
    async with FakeUpstream() as upstream:
        upstream.queue.append(_waits(go, asked))
        gateway = await at(start, upstream)
        async with connected(gateway) as socket:
            await socket.create("One", stream_id="a")
            await asked.wait()
            await socket.create("Two", stream_id="a")
            await socket.create("Three", stream_id="b")
            events = await socket.answer()
            assert {event["stream_id"] for event in events} == {"b"}
            go.set()
            events = await socket.answer() + await socket.answer()
            assert {event["stream_id"] for event in events} == {"a"}
    bodies = [request.body.decode() for request in upstream.asked]
    said = [word for body in bodies for word in ("One", "Two", "Three") if word in body]
    assert said == ["One", "Three", "Two"]


async def test_more_than_the_limit_in_flight_are_refused(start: Start) -> None:
    go, asked = asyncio.Event(), asyncio.Event()
    async with FakeUpstream(_waits(go, asked)) as upstream:
        gateway = await at(start, upstream)
        async with connected(gateway) as socket:
            for number in range(in_flight.MOST + 1):
                await socket.create("Hi", stream_id=f"lane{number}")
            refused = await socket.event()
            assert (refused["status"], refused["stream_id"]) == (429, f"lane{in_flight.MOST}")
            assert refused["error"]["code"] == "rate_limit_exceeded"
            assert refused["headers"]["retry-after"] == "1"
            go.set()
            for _ in range(in_flight.MOST):
                while (await socket.event())["type"] != "response.completed":
                    pass


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("{", "not valid JSON"),
        ("[]", "JSON object"),
        ("7", "JSON object"),
        ('{"type":"response.steer"}', "response.create"),
        ('{"type":7}', "response.create"),
        ("{}", "response.create"),
        ('{"type":"response.create"}', "model"),
        ('{"type":"response.create","model":"m","input":7}', "input"),
        ('{"type":"response.create","model":"m","input":"x","background":true}', "background"),
        ('{"type":"response.create","model":"m","input":"x","generate":7}', "generate"),
        ('{"type":"response.create","model":"m","input":"x","stream_id":""}', "stream_id"),
        ("[" * 100_000, "JSON"),
    ],
)
async def test_what_is_no_request_is_told_so_and_the_socket_goes_on(
    start: Start, message: str, words: str
) -> None:
    async with FakeUpstream() as upstream:
        gateway = await at(start, upstream)
        async with connected(gateway) as socket:
            await socket.raw.send_str(message)
            refused = await socket.event()
            assert (refused["type"], refused["status"]) == ("error", 400)
            assert words in refused["error"]["message"]
            await socket.raw.send_bytes(b"\0")
            assert "binary" in (await socket.event())["error"]["message"]
            await socket.raw.send_str('{"type":"response.processed","response_id":"x"}')
            await socket.ask("Hi")


async def test_an_unknown_model_and_a_failing_provider_are_errors_and_no_answers(
    start: Start,
) -> None:
    async with FakeUpstream(face="responses") as upstream:
        gateway = await at(start, upstream)
        upstream.queue.append(answers.status(400, "your request is wrong"))
        async with connected(gateway) as socket:
            await socket.create("Hi", model="none/such")
            assert (await socket.event())["status"] == 404
            await socket.create("Hi")
            refused = await socket.event()
            assert refused["status"] == 400
            assert "your request is wrong" in refused["error"]["message"]
            await socket.ask("Hi")


async def test_an_answer_that_is_cut_ends_in_a_failed_response(start: Start) -> None:
    long = Reply(text="This is never heard to its end. " * 40)
    async with FakeUpstream() as upstream:
        upstream.queue.append(answers.cut(answers.says(long), 1500, "rst"))
        gateway = await at(start, upstream)
        async with connected(gateway) as socket:
            await socket.create("Hi")
            events = await socket.answer()
            assert events[-1]["type"] == "response.failed"
            await socket.ask("Hi")


async def test_a_message_over_the_limit_closes_the_socket(start: Start) -> None:
    async with FakeUpstream() as upstream:
        gateway = await at(start, upstream, server={"body_limit": 4096})
        async with connected(gateway) as socket:
            await socket.create("x" * 5000)
            assert await socket.closed() == aiohttp.WSCloseCode.MESSAGE_TOO_BIG


@pytest.mark.parametrize("politely", [True, False])
async def test_a_client_that_leaves_cancels_what_is_in_flight(start: Start, politely: bool) -> None:
    go, asked = asyncio.Event(), asyncio.Event()
    async with FakeUpstream(_waits(go, asked)) as upstream:
        gateway = await at(start, upstream)
        async with connected(gateway) as socket:
            await socket.create("Hi")
            request = await upstream.request(0)
            if politely:
                await socket.raw.close()
            else:
                connection = socket.raw._conn  # what a crash leaves behind
                assert connection is not None
                assert connection.transport is not None
                connection.transport.abort()
            async with asyncio.timeout(5):
                await request.gone.wait()
                outcome = await gateway.told.get()
                while not outcome.asked:
                    outcome = await gateway.told.get()
    assert outcome.failure is FailureKind.CANCELLED


async def test_a_server_that_stops_ends_its_answers_first(start: Start) -> None:
    go, asked = asyncio.Event(), asyncio.Event()
    async with FakeUpstream(_waits(go, asked)) as upstream:
        gateway = await at(start, upstream)
        async with connected(gateway) as socket, connected(gateway) as idle:
            await socket.create("Hi")
            await asked.wait()
            gateway.services.draining.set()
            assert await idle.closed() == aiohttp.WSCloseCode.GOING_AWAY
            await socket.create("More", stream_id="late")
            assert (await socket.event())["status"] == 503
            go.set()
            assert (await socket.answer())[-1]["type"] == "response.completed"
            assert await socket.closed() == aiohttp.WSCloseCode.GOING_AWAY
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            async with connected(gateway):
                pass
        assert refused.value.status == 503


async def test_the_socket_is_pinged_and_answers_pings(start: Start) -> None:
    async with FakeUpstream() as upstream:
        gateway = await at(start, upstream, server={"keepalive": 0.02})
        given = {"authorization": f"Bearer {CLIENT_KEY}"}
        url = gateway.url + "/v1/responses"
        async with gateway.http.ws_connect(url, headers=given, autoping=False) as raw:
            async with asyncio.timeout(10):
                assert (await raw.receive()).type is WSMsgType.PING
                await raw.ping(b"mine")
                while (message := await raw.receive()).type is WSMsgType.PING:
                    await raw.pong(message.data)
            assert (message.type, bytes(message.data)) == (WSMsgType.PONG, b"mine")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"authorization": "Bearer wrong"}, 401),
        ({"origin": "http://evil.example"}, 403),
        ({"host": "evil.example"}, 403),
        ({"sec-websocket-version": "5"}, 400),
    ],
)
async def test_whoever_may_not_ask_gets_no_socket(
    start: Start, headers: dict[str, str], status: int
) -> None:
    async with FakeUpstream() as upstream:
        gateway = await at(start, upstream)
        handshake = {
            "connection": "Upgrade",
            "upgrade": "websocket",
            "sec-websocket-version": "13",
            "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
            "authorization": f"Bearer {CLIENT_KEY}",
            **headers,
        }
        async with gateway.http.get(gateway.url + "/v1/responses", headers=handshake) as refused:
            assert refused.status == status
            assert "error" in await refused.json()


async def test_a_post_that_would_be_upgraded_is_answered_as_a_post(start: Start) -> None:
    async with FakeUpstream() as upstream:
        gateway = await at(start, upstream)
        wish = {"upgrade": "websocket", "connection": "Upgrade"}
        async with gateway.post("/v1/responses", {"model": "m", "input": "Hi"}, **wish) as response:
            assert response.status == 200


async def test_a_key_that_is_switched_off_asks_nothing_more(start: Start) -> None:
    async with FakeUpstream() as upstream:
        gateway = await at(start, upstream)
        async with connected(gateway) as socket:
            await socket.ask("One")
            gateway.services.client_keys.replace([])
            for fields in ({}, {"generate": False}):
                await socket.create("Two", **fields)
                refused = await socket.event()
                assert (refused["status"], refused["error"]["code"]) == (401, "invalid_api_key")
    assert len(upstream.asked) == 1


async def test_the_limits_of_a_key_hold_for_each_response(start: Start) -> None:
    go, asked = asyncio.Event(), asyncio.Event()
    async with FakeUpstream(_waits(go, asked)) as upstream:
        gateway = await at(start, upstream, server={"requests_per_key": 1})
        async with connected(gateway) as socket:
            await socket.create("One", stream_id="a")
            await asked.wait()
            await socket.create("Two", stream_id="b")
            assert (await socket.event())["status"] == 429
            go.set()
            await socket.answer()


async def test_a_key_has_so_many_sockets_and_no_more(start: Start) -> None:
    async with FakeUpstream() as upstream:
        gateway = await at(start, upstream, server={"requests_per_key": 1})
        async with connected(gateway) as socket:
            await socket.ask("One")
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                async with connected(gateway):
                    pass
            assert refused.value.status == 429
        await gateway.told.get()
        async with asyncio.timeout(10):
            while gateway.services.sockets._running:
                await gateway.told.get()
        async with connected(gateway) as socket:
            await socket.ask("Two")


async def test_a_key_among_subprotocols_is_logged_by_nobody(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    async with FakeUpstream() as upstream:
        gateway = await at(start, upstream)
        offered = {"sec-websocket-protocol": f"dragoman.key.{CLIENT_KEY}, other"}
        with caplog.at_level(0):
            async with connected(gateway, **offered) as socket:
                await socket.ask("One")
    assert CLIENT_KEY not in caplog.text
