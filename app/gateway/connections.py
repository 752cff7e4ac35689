"""The pools of open connections, one for each place and way to it, and what to do with stale ones.

A connection that idles may be dead without our knowing: all of them are after a sleep, as their
peers or a router on the way have given them up meanwhile. The first one that proves it retires its
whole pool, so that the next attempt gets a fresh connection and not the next dead one.
"""

import asyncio
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import aiohttp

from app.gateway.proxies import Way

_IDLE_SECONDS = 60.0
_Key = tuple[str | None, str]


@dataclass(slots=True, eq=False)
class Pool:
    """Connections to one place; `running` counts the requests that hold one."""

    key: _Key
    session: aiohttp.ClientSession
    running: int = 0
    retired: bool = False


@dataclass(slots=True)
class Trace:
    """What is noted of one request on its way to a connection."""

    reused: bool = False


class Connections:
    """Every pool. A pool that was taken is given back once, whatever became of the request."""

    def __init__(self) -> None:
        self._pools: dict[_Key, Pool] = {}
        self._retired: set[Pool] = set()
        self._closing: set[asyncio.Task[None]] = set()

    def take(self, way: Way, place: str) -> Pool:
        """The pool for `place` (scheme, host and port), for one request."""
        key = (way.socks, place)
        pool = self._pools.get(key)
        if pool is None:
            pool = self._pools[key] = Pool(key, _session(way))
        pool.running += 1
        return pool

    def give_back(self, pool: Pool) -> None:
        """The request is over; the last one of a retired pool closes it."""
        pool.running -= 1
        self._close_if_done(pool)

    def retire(self, pool: Pool) -> None:
        """Use no idle connection of `pool` again; what runs on it goes on."""
        if pool.retired:
            return
        pool.retired = True
        del self._pools[pool.key]
        self._retired.add(pool)
        self._close_if_done(pool)

    def retire_all(self) -> None:
        """Use no idle connection again, as after a sleep or a change of network."""
        for pool in list(self._pools.values()):
            self.retire(pool)

    async def close(self) -> None:
        """Close every connection."""
        pools = [*self._pools.values(), *self._retired]
        self._pools.clear()
        self._retired.clear()
        for pool in pools:
            await pool.session.close()
        await asyncio.gather(*self._closing)

    def _close_if_done(self, pool: Pool) -> None:
        if pool.running == 0 and pool in self._retired:
            self._retired.discard(pool)
            task = asyncio.get_running_loop().create_task(pool.session.close())
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)


def _session(way: Way) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=_connector(way),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"Accept-Encoding": "identity", "User-Agent": "dragoman"},
        skip_auto_headers=("Accept",),
        trust_env=False,
        trace_configs=[_tracing()],
        timeout=aiohttp.ClientTimeout(total=None),
    )


def _connector(way: Way) -> aiohttp.BaseConnector:
    options: dict[str, Any] = {"limit": 0, "keepalive_timeout": _IDLE_SECONDS}
    if way.socks is None:
        return aiohttp.TCPConnector(ttl_dns_cache=60, **options)
    from aiohttp_socks import ProxyConnector  # here: few users have such a proxy

    connector: aiohttp.BaseConnector = ProxyConnector.from_url(way.socks, **options)
    return connector


def _tracing() -> aiohttp.TraceConfig:
    tracing = aiohttp.TraceConfig()

    async def reused(_session: Any, context: SimpleNamespace, _parameters: Any) -> None:
        context.trace_request_ctx.reused = True

    tracing.on_connection_reuseconn.append(reused)
    return tracing
