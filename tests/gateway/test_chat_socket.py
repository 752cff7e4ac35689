"""Chat Completions over a WebSocket: several at once, cancelled, refused, read slowly."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import WSMsgType

from app.core.failure import FailureKind
from app.gateway.sockets import connection
from tests.fakes import answers
from tests.fakes.exchange import Exchange
from tests.fakes.reply import Reply
from tests.fakes.upstream import Face, FakeUpstream
from tests.gateway.conftest import CLIENT_KEY, Running, Start, chat, provider, rules

FACES: dict[Face, str] = {
    "chat": "openai_chat",
    "messages": "anthropic_messages",
    "responses": "openai_responses",
    "gemini": "gemini",
}
PAGE = "http://localhost:3000"


class Socket:
    """A client of one WebSocket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.raw = socket

    async def ask(self, name: str, **fields: Any) -> None:
        request = {key: value for key, value in chat(**fields).items() if key != "stream"}
        await self.raw.send_json({"id": name, "request": {**request, **fields}})

    async def message(self) -> dict[str, Any]:
        async with asyncio.timeout(10):
            found = await self.raw.receive()
        assert found.type is WSMsgType.TEXT, found
        value: dict[str, Any] = json.loads(found.data)
        return value

    async def until_end(self) -> list[dict[str, Any]]:
        messages = [await self.message()]
        while not {"done", "error"} & messages[-1].keys():
            messages.append(await self.message())
        return messages


@asynccontextmanager
async def connected(
    gateway: Running, *protocols: str, path: str = "/ws/chat", **headers: str
) -> AsyncIterator[Socket]:
    given = headers or {"authorization": f"Bearer {CLIENT_KEY}"}
    async with gateway.http.ws_connect(
        gateway.url + path, headers=given, protocols=protocols
    ) as socket:
        yield Socket(socket)


async def at(start: Start, upstream: FakeUpstream, **more: Any) -> Running:
    base = upstream.origin if upstream.face == "messages" else upstream.url
    return await start(
        providers={"p": provider(base, FACES[upstream.face])}, profiles=rules(("m", "p/m")), **more
    )


def words(messages: list[dict[str, Any]]) -> str:
    choices = [choice for one in messages if "chunk" in one for choice in one["chunk"]["choices"]]
    return "".join(choice["delta"].get("content") or "" for choice in choices)


def waits(go: asyncio.Event, asked: asyncio.Event) -> Any:
    async def script(exchange: Exchange) -> None:
        asked.set()
        await go.wait()
        await answers.hello(exchange)

    return script


@pytest.mark.parametrize("face", FACES)
async def test_an_answer_comes_in_chunks_and_ends_with_its_usage(start: Start, face: Face) -> None:
    async with FakeUpstream(face=face) as upstream:
        gateway = await at(start, upstream)
        async with connected(gateway) as socket:
            await socket.ask("a")
            messages = await socket.until_end()
            assert {message["id"] for message in messages} == {"a"}
            assert words(messages) == answers.HELLO.text
            assert messages[-1]["done"] is True
            assert messages[-1]["usage"]["total_tokens"] > 0
            await socket.ask("a", stream=False)
            whole, end = await socket.until_end()
            assert whole["response"]["choices"][0]["message"]["content"] == answers.HELLO.text
            assert end["usage"] == whole["response"]["usage"]
    outcomes = [outcome for outcome in gateway.outcomes if outcome.asked]
    assert [outcome.asked for outcome in outcomes] == ["chat_completions"] * 2
    assert all(outcome.usage is not None for outcome in outcomes)


async def test_requests_run_side_by_side_and_one_is_cancelled(start: Start) -> None:
    go, asked = asyncio.Event(), asyncio.Event()
    async with FakeUpstream() as upstream:
        upstream.queue.append(waits(go, asked))
        gateway = await at(start, upstream)
        async with connected(gateway) as socket:
            await socket.ask("slow")
            await asked.wait()
            await socket.ask("fast")
            messages = await socket.until_end()
            assert {message["id"] for message in messages} == {"fast"}
            await socket.raw.send_json({"id": "slow", "cancel": True})
            end = await socket.message()
            assert end == {"id": "slow", "done": True, "usage": None, "cancelled": True}
            async with asyncio.timeout(5):
                await upstream.requests[0].gone.wait()
            await socket.raw.send_json({"id": "slow", "cancel": True})  # which is late
            await socket.ask("slow")
            assert words(await socket.until_end()) == answers.HELLO.text
    slow = next(outcome for outcome in gateway.outcomes if outcome.failure is not None)
    assert slow.failure is FailureKind.CANCELLED


async def test_what_is_wrong_is_told_by_name_and_the_socket_goes_on(start: Start) -> None:
    async with FakeUpstream() as upstream:
        upstream.queue.append(answers.status(400, "your request is wrong"))
        gateway = await at(start, upstream)
        async with connected(gateway) as socket:
            await socket.raw.send_str("{")
            error = await socket.message()
            assert (error["id"], error["error"]["status"]) == (None, 400)
            await socket.raw.send_bytes(b"\0")
            assert "binary" in (await socket.message())["error"]["message"]
            await socket.ask("a", model="nobody/knows")
            error = await socket.message()
            assert (error["id"], error["error"]["code"]) == ("a", "model_not_found")
            await socket.ask("a")
            error = await socket.message()
            assert "your request is wrong" in error["error"]["message"]
            assert error["error"]["status"] == 400
            await socket.ask("a")
            assert words(await socket.until_end()) == answers.HELLO.text


async def test_an_answer_that_is_cut_ends_in_an_error(start: Start) -> None:
    long = Reply(text="This is never heard to its end. " * 40)
    async with FakeUpstream() as upstream:
        upstream.queue.append(answers.cut(answers.says(long), 1500, "rst"))
        gateway = await at(start, upstream)
        async with connected(gateway) as socket:
            await socket.ask("a")
            messages = await socket.until_end()
            assert "error" in messages[-1]
            await socket.ask("a")
            assert words(await socket.until_end()) == answers.HELLO.text


class Endless:
    """A provider that never stops; `held` is set once nobody takes its words any more."""

    def __init__(self) -> None:
        self.sent = 0
        self.held = asyncio.Event()

    async def __call__(self, exchange: Exchange) -> None:
        chunk = {"choices": [{"index": 0, "delta": {"content": "x" * 60_000}}]}
        frame = b"data: %b\n\n" % json.dumps(chunk).encode()
        await exchange.head(200, [("Content-Type", "text/event-stream")])
        while self.sent < 400_000_000:
            try:
                async with asyncio.timeout(2):
                    await exchange.send(frame)
            except TimeoutError:
                self.held.set()
                return
            self.sent += len(frame)


def stand_still(socket: Socket) -> asyncio.Transport:
    reader = socket.raw._conn
    assert reader is not None
    assert isinstance(reader.transport, asyncio.Transport)
    reader.transport.pause_reading()
    return reader.transport


async def test_a_slow_reader_holds_its_provider_back_and_not_our_memory(start: Start) -> None:
    endless = Endless()
    async with FakeUpstream(endless) as upstream:
        gateway = await at(start, upstream)
        async with connected(gateway) as socket:
            transport = stand_still(socket)
            await socket.ask("a")
            async with asyncio.timeout(30):
                await endless.held.wait()
            transport.abort()
    assert endless.sent < 40_000_000


async def test_a_reader_that_stands_still_for_too_long_is_cut_off(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "STALL_SECONDS", 0.1)
    async with FakeUpstream(Endless()) as upstream:
        gateway = await at(start, upstream)
        async with connected(gateway) as socket:
            transport = stand_still(socket)
            await socket.ask("a")
            async with asyncio.timeout(10):
                outcome = await gateway.told.get()
                while not outcome.asked:
                    outcome = await gateway.told.get()
                await upstream.requests[0].gone.wait()
            transport.abort()
    assert outcome.failure is FailureKind.CANCELLED


async def test_a_page_sends_its_key_as_a_subprotocol_and_must_be_named(start: Start) -> None:
    async with FakeUpstream() as upstream:
        gateway = await at(start, upstream, server={"cors_origins": [PAGE]})
        protocols = ("dragoman.chat", f"dragoman.key.{CLIENT_KEY}")
        async with connected(gateway, *protocols, origin=PAGE) as socket:
            assert socket.raw.protocol == "dragoman.chat"
            await socket.ask("a")
            assert words(await socket.until_end()) == answers.HELLO.text
        for offered, origin, status in (
            (protocols, "http://evil.example", 403),
            (("dragoman.chat",), PAGE, 401),
            (("dragoman.chat", "dragoman.key.wrong"), PAGE, 401),
        ):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                async with connected(gateway, *offered, origin=origin):
                    pass
            assert refused.value.status == status
        assert CLIENT_KEY.encode() not in upstream.asked[0].body
        assert CLIENT_KEY not in str(upstream.asked[0].headers)


async def test_a_key_that_is_switched_off_asks_nothing_more(start: Start) -> None:
    async with FakeUpstream() as upstream:
        gateway = await at(start, upstream)
        async with connected(gateway) as socket:
            gateway.services.client_keys.replace([])
            await socket.ask("a")
            assert (await socket.message())["error"]["status"] == 401
    assert upstream.asked == []


async def test_who_wants_no_socket_is_told_what_this_is(start: Start) -> None:
    async with FakeUpstream() as upstream:
        gateway = await at(start, upstream)
        async with gateway.get("/ws/chat") as response:
            assert (response.status, response.headers["upgrade"]) == (426, "websocket")
            assert "WebSocket" in (await response.json())["error"]["message"]


async def test_a_provider_may_be_pinned_by_the_path(start: Start) -> None:
    async with FakeUpstream() as upstream:
        gateway = await start(providers={"p": provider(upstream.url)})
        async with connected(gateway, path="/p/ws/chat") as socket:
            await socket.ask("a", model="other")
            assert words(await socket.until_end()) == answers.HELLO.text
    assert upstream.asked[0].json["model"] == "other"


async def test_a_server_that_stops_ends_its_answers_first(start: Start) -> None:
    go, asked = asyncio.Event(), asyncio.Event()
    async with FakeUpstream(waits(go, asked)) as upstream:
        gateway = await at(start, upstream)
        async with connected(gateway) as socket:
            await socket.ask("a")
            await asked.wait()
            gateway.services.draining.set()
            await socket.ask("b")
            assert (await socket.message())["error"]["status"] == 503
            go.set()
            assert words(await socket.until_end()) == answers.HELLO.text
            async with asyncio.timeout(10):
                assert (await socket.raw.receive()).type is WSMsgType.CLOSE
            assert socket.raw.close_code == aiohttp.WSCloseCode.GOING_AWAY
