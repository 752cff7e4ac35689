"""The requests of one socket."""

import asyncio

from app.gateway.sockets.in_flight import InFlight


async def test_as_many_as_the_limit_run_and_a_name_is_free_again() -> None:
    running = InFlight(2)
    go = asyncio.Event()

    async def work() -> None:
        await go.wait()

    for name in ("a", "b"):
        assert not running.full
        running.start(name, work())
    assert running.full
    go.set()
    await running.ended()
    assert not running.full


async def test_one_is_cancelled_and_then_the_rest() -> None:
    running = InFlight()
    one = running.start("a", asyncio.sleep(60))
    other = running.start("b", asyncio.sleep(60))
    running.cancel("a")
    running.cancel("nobody")
    await asyncio.wait([one])
    assert one.cancelled()
    assert not other.done()
    await running.cancel_all()
    assert other.cancelled()
    await running.ended()
