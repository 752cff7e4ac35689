"""Pools of connections: which request gets which, and when a stale one is closed."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.gateway.connections import Connections
from app.gateway.proxies import DIRECT, Way

HERE = "https://api.example.com"
SOCKS = Way(socks="socks5://proxy.lan:1080")


@pytest.fixture
async def connections() -> AsyncIterator[Connections]:
    connections = Connections()
    yield connections
    await connections.close()


async def settled() -> None:
    """Let the tasks that close sessions run to their end."""
    while others := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(others)


async def test_requests_to_one_place_share_a_pool(connections: Connections) -> None:
    pool = connections.take(DIRECT, HERE)
    assert connections.take(DIRECT, HERE) is pool
    assert pool.running == 2
    connections.give_back(pool)
    connections.give_back(pool)
    assert connections.take(DIRECT, HERE) is pool
    assert not pool.session.closed


async def test_another_place_and_another_way_have_pools_of_their_own(
    connections: Connections,
) -> None:
    pools = {
        connections.take(DIRECT, HERE),
        connections.take(DIRECT, f"{HERE}:8443"),
        connections.take(SOCKS, HERE),
        connections.take(Way(socks="socks4://proxy.lan:1080"), HERE),
    }
    assert len(pools) == 4


async def test_a_retired_pool_is_not_used_again_and_ends_with_its_last_request(
    connections: Connections,
) -> None:
    stale = connections.take(DIRECT, HERE)
    connections.take(DIRECT, HERE)
    connections.retire(stale)
    fresh = connections.take(DIRECT, HERE)
    assert fresh is not stale
    connections.give_back(stale)
    await settled()
    assert not stale.session.closed
    connections.give_back(stale)
    await settled()
    assert stale.session.closed
    assert not fresh.session.closed


async def test_requests_that_fail_together_retire_their_pool_once(
    connections: Connections,
) -> None:
    stale = connections.take(DIRECT, HERE)
    connections.take(DIRECT, HERE)
    connections.retire(stale)
    fresh = connections.take(DIRECT, HERE)
    connections.retire(stale)
    assert connections.take(DIRECT, HERE) is fresh


async def test_after_a_sleep_every_idle_pool_is_closed_and_a_running_one_goes_on(
    connections: Connections,
) -> None:
    idle = connections.take(SOCKS, HERE)
    connections.give_back(idle)
    running = connections.take(DIRECT, HERE)
    connections.retire_all()
    await settled()
    assert idle.session.closed
    assert not running.session.closed
    assert connections.take(DIRECT, HERE) is not running


async def test_closing_closes_what_still_runs_too(connections: Connections) -> None:
    stale = connections.take(DIRECT, HERE)
    connections.retire(stale)
    fresh = connections.take(DIRECT, HERE)
    await connections.close()
    assert stale.session.closed
    assert fresh.session.closed
    connections.give_back(stale)
    connections.give_back(fresh)
    await settled()
