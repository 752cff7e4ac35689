"""A real server remembers answers as its settings say, and ends while sockets are open."""

import asyncio
import json
import signal
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.clients.dragoman import CLIENT_KEY, Dragoman
from tests.clients.plain_http import post
from tests.fakes import answers
from tests.fakes.upstream import FakeUpstream, running

KEY = {"authorization": f"Bearer {CLIENT_KEY}"}


def gateway(folder: Path, upstream: FakeUpstream, settings: str) -> Dragoman:
    made = Dragoman(folder)
    made.add_provider(upstream)
    config = made.profile / "config.toml"
    config.write_text(f"{config.read_text()}\n{settings}")
    return made


def ask(dragoman: Dragoman, **body: Any) -> tuple[int, dict[str, Any]]:
    answer = post(dragoman.url, "/v1/responses", {"model": "m", **body}, KEY)
    told: dict[str, Any] = json.loads(answer.body)
    return answer.status, told


@pytest.mark.parametrize("keep", ["memory", "disk"])
def test_only_what_is_on_disk_outlives_the_server(tmp_path: Path, keep: str) -> None:
    upstream = FakeUpstream()
    with running(upstream):
        dragoman = gateway(tmp_path, upstream, f'[responses]\nkeep = "{keep}"\n')
        with dragoman:
            first = ask(dragoman, input="canary-words")[1]
            second = ask(dragoman, input="Two", previous_response_id=first["id"])[1]
        with Dragoman(tmp_path) as again:
            status, told = ask(again, input="Three", previous_response_id=second["id"])
    stored = (dragoman.profile / "data" / "usage.db").read_bytes()
    assert b"canary-words" not in stored  # it is compressed, which is no secret
    if keep == "memory":
        assert (status, told["error"]["code"]) == (400, "previous_response_not_found")
        return
    assert status == 200
    said = [message["content"] for message in upstream.asked[-1].json["messages"]]
    hello = answers.HELLO.text
    assert said == ["canary-words", hello, "Two", hello, "Three"]


def test_sockets_that_are_open_do_not_hold_a_server_up(tmp_path: Path) -> None:
    async def wait_for_the_end(dragoman: Dragoman) -> list[int | None]:
        async with aiohttp.ClientSession(headers=KEY) as session:
            sockets = [
                await session.ws_connect(dragoman.url + path)
                for path in ("/v1/responses", "/ws/chat")
            ]
            dragoman.signal(signal.SIGTERM)
            for socket in sockets:
                async with asyncio.timeout(10):
                    assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE
            return [socket.close_code for socket in sockets]

    upstream = FakeUpstream()
    with running(upstream), gateway(tmp_path, upstream, "[server]\ndrain = 15.0\n") as dragoman:
        codes = asyncio.run(wait_for_the_end(dragoman))
        assert codes == [aiohttp.WSCloseCode.GOING_AWAY] * 2
        assert dragoman.ended() == 0
