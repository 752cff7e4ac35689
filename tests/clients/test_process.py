"""The server as a process: one line when it is ready, and a good end."""

import asyncio
import signal
import threading
from pathlib import Path

import pytest

from tests.clients.conftest import served
from tests.clients.dragoman import READY, Dragoman
from tests.clients.plain_http import Answer, post, send
from tests.fakes import chat
from tests.fakes.answers import HELLO
from tests.fakes.exchange import SSE, Exchange
from tests.fakes.upstream import FakeUpstream, running

ASK = {"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "Hi"}]}


def test_standard_output_has_the_ready_line_alone(tmp_path: Path) -> None:
    with Dragoman(tmp_path, "demo", "--port", "0") as dragoman:
        assert send("HEAD", dragoman.url, "/", None, {}).status < 500
    assert dragoman.told == f"{READY}{dragoman.url}\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_well(tmp_path: Path, number: signal.Signals) -> None:
    with Dragoman(tmp_path, "demo", "--port", "0") as dragoman:
        dragoman.signal(number)
        assert dragoman.ended() == 0


def test_a_port_that_is_taken_is_told_and_not_moved_from(tmp_path: Path) -> None:
    with Dragoman(tmp_path / "first", "demo", "--port", "0") as dragoman:
        port = dragoman.url.rpartition(":")[2]
        second = Dragoman(tmp_path / "second")
        assert READY not in second.command("demo", "--port", port, code=4)


def test_a_stream_in_progress_is_finished_before_the_end(tmp_path: Path) -> None:
    go_on = asyncio.Event()

    async def in_two_halves(exchange: Exchange) -> None:
        frames = list(chat.frames(HELLO, "chatcmpl-half", "m"))
        await exchange.head(200, SSE)
        for number, frame in enumerate(frames):
            if number == len(frames) // 2:
                await exchange.silent(go_on)
            await exchange.send(frame)
        await exchange.end()

    answers: list[Answer] = []
    with (
        running(FakeUpstream(in_two_halves)) as upstream,
        served(upstream, tmp_path) as dragoman,
    ):
        key = {"x-api-key": dragoman.client_key}
        body = {**ASK, "stream": True}
        asking = threading.Thread(
            target=lambda: answers.append(post(dragoman.url, "/v1/messages", body, key))
        )
        asking.start()
        upstream.wait(upstream.asked_once)
        dragoman.signal(signal.SIGTERM)
        upstream.set(go_on)
        asking.join()
        assert dragoman.ended() == 0
    (answer,) = answers
    assert b"Hello from" in answer.body
    assert b"message_stop" in answer.body
