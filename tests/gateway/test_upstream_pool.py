"""Connections that went stale behind our back, as all of them do while a laptop sleeps."""

import asyncio

import pytest

from tests.fakes import answers
from tests.fakes.connection import Connection
from tests.fakes.exchange import Exchange
from tests.fakes.upstream import FakeUpstream
from tests.gateway.conftest import Running, Start, chat, messages, provider, rules


class Forgetful:
    """A provider that answers `together` requests at once, and resets each connection it knows."""

    def __init__(self, together: int) -> None:
        self._together = asyncio.Barrier(together)
        self._known: set[Connection] = set()
        self.resets = 0

    async def __call__(self, exchange: Exchange) -> None:
        connection = exchange._connection
        if connection in self._known:
            self.resets += 1
            await exchange.cut("rst")
        self._known.add(connection)
        if len(self._known) <= self._together.parties:
            await self._together.wait()
        await answers.hello(exchange)


async def ask(gateway: Running, model: str) -> str:
    async with gateway.post("/v1/chat/completions", chat(model)) as response:
        text: str = await response.text()
        assert response.status == 200, text
        return text


async def fill_the_pool(gateway: Running, together: int) -> None:
    await asyncio.gather(*(ask(gateway, "m") for _ in range(together)))


@pytest.mark.parametrize("stream", [False, True])
async def test_a_request_after_a_long_sleep_succeeds_however_many_connections_are_stale(
    start: Start, stream: bool
) -> None:
    forgetful = Forgetful(4)
    async with FakeUpstream(forgetful) as upstream:
        gateway = await start(providers={"p": provider(upstream.url)}, profiles=rules(("*", "p/m")))
        await fill_the_pool(gateway, 4)
        async with gateway.post("/v1/messages", messages(stream=stream)) as response:
            assert response.status == 200, await response.text()
            assert "Hello" in await response.text()
    assert forgetful.resets == 1


async def test_what_runs_goes_on_while_stale_connections_are_given_up(start: Start) -> None:
    go_on = asyncio.Event()

    async def slow(exchange: Exchange) -> None:
        await exchange.silent(go_on)
        await answers.hello(exchange)

    async def hangs_up(exchange: Exchange) -> None:
        await exchange.cut("rst")

    async with FakeUpstream(by_model={"slow": slow}) as upstream:
        gateway = await start(providers={"p": provider(upstream.url)}, profiles=rules(("*", "p/*")))
        running = asyncio.ensure_future(ask(gateway, "slow"))
        await upstream.request(0)
        await ask(gateway, "quick")
        upstream.queue.append(hangs_up)
        await ask(gateway, "quick")
        go_on.set()
        assert "Hello" in await running


async def test_after_a_sleep_no_old_connection_is_tried(start: Start) -> None:
    forgetful = Forgetful(3)
    async with FakeUpstream(forgetful) as upstream:
        gateway = await start(providers={"p": provider(upstream.url)}, profiles=rules(("*", "p/m")))
        await fill_the_pool(gateway, 3)
        gateway.services.upstream.refresh()
        assert "Hello" in await ask(gateway, "m")
    assert forgetful.resets == 0
