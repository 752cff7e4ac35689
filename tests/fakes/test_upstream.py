"""The fake upstream does what its scripts say, the wrong things too."""

import asyncio
import gzip
import json
from typing import Any

import pytest

from tests.fakes import answers
from tests.fakes.exchange import Exchange
from tests.fakes.reply import Call, Reply
from tests.fakes.upstream import FakeUpstream, Script, running

ASK = {"model": "m", "stream": True, "messages": [{"role": "user", "content": "hi"}]}


def request(path: str = "/v1/chat/completions", body: Any = ASK) -> bytes:
    data = json.dumps(body).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: x\r\nX-Odd-Case: 1\r\nContent-Length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data


async def received(upstream: FakeUpstream, sent: bytes) -> bytes:
    """All that comes until the upstream hangs up or says no more."""
    reader, writer = await asyncio.open_connection("127.0.0.1", upstream.port)
    writer.write(sent)
    writer.write_eof()
    data = await reader.read()
    writer.close()
    await writer.wait_closed()
    return data


async def test_a_request_is_recorded_as_it_came() -> None:
    async with FakeUpstream() as upstream:
        await received(upstream, request())
        recorded = await upstream.request(0)
    assert (recorded.method, recorded.path, recorded.order) == ("POST", "/v1/chat/completions", 0)
    assert ("X-Odd-Case", "1") in recorded.headers
    assert recorded.json == ASK


async def test_another_path_than_that_of_its_face_is_not_found() -> None:
    async with FakeUpstream(face="messages") as upstream:
        assert (await received(upstream, request())).startswith(b"HTTP/1.1 404 ")


@pytest.mark.parametrize("face", ["chat", "messages"])
async def test_a_cut_lets_exactly_so_many_bytes_of_the_body_through(face: Any) -> None:
    path = "/v1/chat/completions" if face == "chat" else "/v1/messages"
    async with FakeUpstream(answers.cut(answers.hello, 100), face=face) as upstream:
        await received(upstream, request(path))
        recorded = await upstream.request(0)
        await recorded.finished.wait()
    assert len(recorded.sent) == 100


async def test_a_reset_reaches_the_client_after_what_was_sent() -> None:
    async with FakeUpstream(answers.cut(answers.hello, 100, "rst")) as upstream:
        reader, writer = await asyncio.open_connection("127.0.0.1", upstream.port)
        writer.write(request())
        await reader.readuntil(b'"object":"chat.completion.chunk"')
        with pytest.raises(ConnectionResetError):
            await reader.read()
        writer.close()


async def test_silence_ends_with_its_event_or_with_the_client() -> None:
    async def silent(exchange: Exchange) -> None:
        await exchange.head()
        await exchange.silent()

    async with FakeUpstream(silent) as upstream:
        _, writer = await asyncio.open_connection("127.0.0.1", upstream.port)
        writer.write(request())
        recorded = await upstream.request(0)
        writer.close()
        await recorded.gone.wait()
        await recorded.finished.wait()


async def _garbage(exchange: Exchange) -> None:
    await exchange.garbage()


async def _redirect(exchange: Exchange) -> None:
    await exchange.redirect("http://127.0.0.1:9/elsewhere")


async def _stream_for_json(exchange: Exchange) -> None:
    await exchange.stream([b"data: {}\n\n"], framing="close")


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (_garbage, b"\x16\x03\x01"),
        (_redirect, b"location: http://127.0.0.1:9/elsewhere\r\n"),
        (_stream_for_json, b"connection: close\r\n\r\ndata: {}\n\n"),
        (answers.status(529, "full", headers={"retry-after": "3"}), b"retry-after: 3\r\n"),
    ],
)
async def test_wrong_answers_are_sent_as_the_script_says(script: Script, expected: bytes) -> None:
    async with FakeUpstream(script) as upstream:
        assert expected in await received(upstream, request())


async def test_a_bomb_is_small_on_the_wire() -> None:
    async def bomb(exchange: Exchange) -> None:
        await exchange.bomb(4)

    async with FakeUpstream(bomb) as upstream:
        body = (await received(upstream, request())).partition(b"\r\n\r\n")[2]
    assert len(body) < 8192
    assert len(gzip.decompress(body)) == 4 << 20


async def test_the_queue_plays_before_everything_else() -> None:
    async with FakeUpstream(by_model={"m": answers.status(500, "broken")}) as upstream:
        upstream.queue.append(answers.says(Reply(text="queued")))
        first = await received(upstream, request(body={**ASK, "stream": False}))
        second = await received(upstream, request(body={**ASK, "stream": False}))
    assert b'"content":"queued"' in first
    assert second.startswith(b"HTTP/1.1 500 ")


async def test_a_bug_of_a_script_fails_the_test() -> None:
    async def broken(exchange: Exchange) -> None:
        raise KeyError("bug")

    with pytest.raises(KeyError):
        async with FakeUpstream(broken) as upstream:
            await received(upstream, request())


def test_one_connection_carries_several_requests() -> None:
    async def twice(port: int) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request(body={**ASK, "stream": False}) * 2)
        await writer.drain()
        data = b""
        while data.count(b"HTTP/1.1 200 OK") < 2:
            data += await reader.read(65536)
        writer.close()
        await writer.wait_closed()
        return data

    reply = Reply(text="t", thinking="why", calls=(Call("Do", {"a": 1}, "call_1"),))
    with running(FakeUpstream(answers.says(reply))) as upstream:
        asyncio.run(twice(upstream.port))
        assert [recorded.order for recorded in upstream.asked] == [0, 1]
