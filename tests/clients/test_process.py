"""The server as a process: one line when it is ready, and a good end."""

import asyncio
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.clients.conftest import served
from tests.clients.dragoman import READY, ROOT, Dragoman
from tests.clients.plain_http import Answer, post, send, streamed_text
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
    # How many deltas the text came in depends on how the provider's frames met in a read.
    assert streamed_text(answer.body) == HELLO.text
    assert b"message_stop" in answer.body


def test_a_database_that_does_not_answer_keeps_nobody_from_working(tmp_path: Path) -> None:
    with running(FakeUpstream()) as upstream:
        dragoman = Dragoman(tmp_path)
        dragoman.add_provider(upstream)
        dragoman.more["DRAGOMAN_DATABASE"] = "postgresql+psycopg://u:secret-word@127.0.0.1:9/none"
        with dragoman:
            key = {"x-api-key": dragoman.client_key}
            assert post(dragoman.url, "/v1/messages", ASK, key).status == 200
            assert send("GET", dragoman.url, "/ready", None, {}).status == 503
            assert send("GET", dragoman.url, "/health", None, {}).status == 200
            team = {"x-api-key": "drg-a-key-that-only-the-database-knows"}
            assert post(dragoman.url, "/v1/messages", ASK, team).status == 503
    assert "secret-word" not in dragoman.log
    assert "usage is not recorded yet" in dragoman.log


def test_nothing_of_the_database_is_imported_before_the_port_answers(tmp_path: Path) -> None:
    program = (
        "import sys; from app.cli.main import main; import app.cli.engine as engine\n"
        "from app.bootstrap import serving\n"
        "def stop(options): print(sorted(m for m in sys.modules if m in %r)); sys.exit(0)\n"
        "serving.serve = stop\n"
        "sys.argv = ['dragoman', '--profile', %r, 'serve', '--port', '0']; main()"
    )
    late = ("sqlalchemy", "alembic", "psycopg", "genai_prices")
    done = subprocess.run(
        [sys.executable, "-c", program % (late, str(tmp_path / "profile"))],
        env=Dragoman(tmp_path).environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
