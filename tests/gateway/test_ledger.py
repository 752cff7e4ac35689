"""Usage as the ledger has it against what the provider scripted, over a mixed run."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, get_args

import aiohttp
import pytest
from sqlalchemy import select

from app.gateway.accounts.stored import StoredAccounts
from app.gateway.accounts.watch import Watch
from app.secrets import client_keys
from app.secrets.secret import Secret
from app.settings.schema import AccountingSettings
from app.storage import budgets, keys, people, statistics
from app.storage.database import Database
from app.storage.ledger import Ledger
from app.storage.records import Entry
from app.storage.schema import usage as usage_table
from app.storage.selection import Selection
from app.storage.statistics import Grouping
from tests.fakes import answers
from tests.fakes import chat as chat_face
from tests.fakes import messages as message_face
from tests.fakes.exchange import SSE, Exchange
from tests.fakes.reply import Call, Reply
from tests.fakes.upstream import FakeUpstream
from tests.gateway.conftest import Running, Start, chat, messages, provider, rules

TEAM_KEY = "drg-a-key-of-the-team-0123456789abcdef"
REQUESTS = 2_000
CLIENTS = 32

PLAIN = Reply(text="Plain words.", input_tokens=900, cached_tokens=0, output_tokens=31)
CACHED = Reply(text="Cached words.", input_tokens=5_000, cached_tokens=4_400, output_tokens=17)
THOUGHT = Reply(text="So.", thinking="Let me see.", input_tokens=700, output_tokens=90)
CALLED = Reply(calls=(Call("read", {"path": "a.txt"}, "call_1"),), input_tokens=1_100)
COMPLETE = {"plain": PLAIN, "cached": CACHED, "thought": THOUGHT, "called": CALLED}


ENDLESS = Reply(text="Words without an end. " * 40)


async def hangs(exchange: Exchange) -> None:
    """A stream that stops in the middle until its reader is gone."""
    frames = (
        chat_face.frames(ENDLESS, "chatcmpl-endless", "m")
        if answers.is_chat(exchange)
        else message_face.frames(ENDLESS, "msg_endless", "m")
    )
    await exchange.head(200, SSE)
    complete = list(frames)
    for frame in complete[: len(complete) // 2]:
        await exchange.send(frame)
    await exchange.silent()


SCRIPTS = {
    **{name: answers.says(reply) for name, reply in COMPLETE.items()},
    "cut": answers.cut(answers.says(Reply(text="Cut off in the middle. " * 20)), 900),
    "refused": answers.status(400, "messages: at least one message is required"),
    "failing": answers.status(500, "the provider broke down"),
}


@dataclass(frozen=True)
class Asked:
    """One request of the run."""

    path: str
    model: str
    stream: bool


def mixed_run(seed: int) -> list[Asked]:
    """Requests of every kind in one fixed disorder."""
    chance = random.Random(seed)  # noqa: S311 - it must be the same each time
    models = [*COMPLETE] * 4 + ["cut", "refused", "failing", "hangs"]
    asked = []
    for _ in range(REQUESTS):
        model = chance.choice(models)
        stream = chance.random() < 0.6 or model in ("cut", "hangs")
        path = chance.choice(["/v1/messages", "/v1/chat/completions"])
        asked.append(Asked(path, f"{chance.choice(['c', 'm'])}-{model}", stream))
    return asked


@asynccontextmanager
async def recorded(gateway: Running, database: Database) -> AsyncIterator[Ledger]:
    """The gateway's accounts on `database`; everything is written when the block ends."""
    accounts = gateway.services.accounts
    loop = asyncio.get_running_loop()

    def written(entries: Sequence[Entry]) -> None:
        charges = [charge for entry in entries for charge in entry.charges]
        loop.call_soon_threadsafe(accounts.book.committed, charges)

    ledger = Ledger(database, written, capacity=REQUESTS)
    stored = StoredAccounts(database, ledger, accounts.gateway)
    watch = Watch(accounts, stored, gateway.services.client_keys, AccountingSettings)
    await watch.look()
    await asyncio.to_thread(ledger.start)
    accounts.attach(stored)
    try:
        yield ledger
    finally:
        await accounts.settle()
        await asyncio.to_thread(ledger.close, 30.0)


async def ask(gateway: Running, asked: Asked) -> None:
    """Send one request as a client that reads to the end, or leaves a stream that hangs."""
    make = messages if asked.path.endswith("messages") else chat
    extra: dict[str, Any] = {"thinking": {"type": "enabled", "budget_tokens": 1024}}
    if make is chat:
        extra = {"stream_options": {"include_usage": True}} if asked.stream else {}
    body = make(asked.model, stream=asked.stream, **({} if make is messages else extra))
    headers = {"session-id": f"session-{asked.model}"}
    try:
        async with gateway.post(asked.path, body, **headers) as response:
            if asked.model.endswith("hangs"):
                await response.content.readany()
                return  # the connection is closed with its answer unread
            await response.read()
    except aiohttp.ClientPayloadError:
        pass


async def run(gateway: Running, requests: list[Asked]) -> None:
    """All requests, `CLIENTS` at a time; ends when every outcome was told."""
    waiting = iter(requests)

    async def client() -> None:
        for asked in waiting:
            await ask(gateway, asked)

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    while len(gateway.outcomes) < len(requests):
        await gateway.told.get()


def served(chat_url: str, messages_url: str) -> dict[str, Any]:
    prices = {"*": {"input": 2.0, "output": 8.0, "cache_read": 0.5}}
    names = [*SCRIPTS, "hangs"]
    return {
        "providers": {
            "c": provider(chat_url, "openai_chat", prices=prices),
            "m": provider(messages_url, "anthropic_messages", prices=prices),
        },
        "profiles": rules(
            *((f"c-{name}", f"c/{name}") for name in names),
            *((f"m-{name}", f"m/{name}") for name in names),
        ),
        "server": {"requests_per_key": 1000},
    }


@pytest.mark.parametrize("seed", [1])
async def test_usage_is_the_providers_truth_over_a_mixed_run(
    start: Start, database: Database, seed: int
) -> None:
    by_model = {**SCRIPTS, "hangs": hangs}
    requests = mixed_run(seed)
    async with (
        FakeUpstream(by_model=by_model) as chats,
        FakeUpstream(by_model=by_model, face="messages") as talks,
    ):
        gateway = await start(**served(chats.url, talks.origin))
        async with recorded(gateway, database) as ledger:
            await run(gateway, requests)
        assert ledger.status.dropped == 0
        assert ledger.status.written == REQUESTS

    truth: Counter[str] = Counter()
    for asked in requests:
        kind = asked.model[2:]
        truth[kind] += 1
        if reply := COMPLETE.get(kind):
            truth["fresh"] += reply.input_tokens - reply.cached_tokens
            truth["cache_read"] += reply.cached_tokens
            truth["output"] += reply.output_tokens
    with database.reading() as connection:
        rows = connection.execute(select(usage_table)).mappings().all()
        total = statistics.total(connection, Selection())
        groupings = {by: statistics.grouped(connection, Selection(), by) for by in _groupings()}
    exact = [row for row in rows if row["accuracy"] == "exact"]
    assert Counter(row["model"] for row in rows) == Counter(a.model[2:] for a in requests)
    assert len(exact) == sum(truth[kind] for kind in COMPLETE)
    for column in ("fresh", "cache_read", "output"):
        assert sum(row[column] for row in exact) == truth[column], column
    assert {row["model"] for row in exact} == COMPLETE.keys()
    for row in exact:
        cost = row["fresh"] * 2 + row["output"] * 8 + row["cache_read"] * 0.5
        assert row["cost_micros"] == round(cost)
        assert (row["currency"], row["price_source"]) == ("USD", "settings")
    for row in rows:
        kind = row["model"]
        assert row["partial"] == (kind in ("cut", "hangs")), (kind, row["failure"])
        assert (row["failure"] is None) == (kind in COMPLETE), (kind, row["failure"])
        assert row["conversation"] == f"session-{row['provider']}-{kind}"
        if kind in ("cut", "hangs"):
            assert row["accuracy"] == "estimated"
            assert row["output"] > 0
        if kind in ("refused", "failing"):
            assert row["accuracy"] == "none"
            assert row["cost_micros"] is None
    assert {row["failure"] for row in rows if row["model"] == "hangs"} == {"cancelled"}
    thoughts = [row["reasoning"] for row in rows if row["model"] == "thought"]
    assert thoughts == [THOUGHT.thinking_tokens] * truth["thought"]

    for by, groups in groupings.items():
        for column in ("requests", "failures", "fresh", "cache_read", "output", "unpriced"):
            parts = sum(getattr(group.totals, column) for group in groups)
            assert parts == getattr(total, column), (by, column)
        assert sum(group.totals.cost.get("USD", 0) for group in groups) == total.cost["USD"]
    assert total.cost["USD"] == sum(row["cost_micros"] or 0 for row in rows)
    assert total.requests == REQUESTS


async def test_a_hard_budget_holds_against_sixty_four_clients_over_real_sockets(
    start: Start, database: Database
) -> None:
    each = PLAIN.input_tokens * 2 + PLAIN.output_tokens * 8
    limit = each * 100
    async with FakeUpstream(answers.says(PLAIN)) as upstream:
        gateway = await start(**served(upstream.url, upstream.origin))
        with database.writing() as connection:
            person = people.create_user(connection, "Ann", now_ms=0)
            keys.create_key(
                connection,
                "laptop",
                digest=client_keys.digest(Secret(TEAM_KEY)),
                prefix="drg-",
                user_id=person.id,
                now_ms=0,
            )
            budgets.create_budget(
                connection,
                scope="user",
                subject=person.id,
                period="month",
                limit_micros=limit,
                currency="USD",
                hard=True,
                now_ms=0,
            )
        statuses: Counter[int] = Counter()
        path = "/v1/chat/completions"
        async with recorded(gateway, database):

            async def client() -> None:
                for _ in range(8):
                    body = chat("c-plain")
                    async with gateway.post(path, body, **{"x-api-key": TEAM_KEY}) as response:
                        text = await response.text()
                        statuses[response.status] += 1
                        if response.status == 429:
                            assert "insufficient_quota" in text
                            assert int(response.headers["retry-after"]) > 0

            await asyncio.gather(*(client() for _ in range(64)))
    with database.reading() as connection:
        spent = statistics.total(connection, Selection()).cost["USD"]
    assert limit <= spent <= limit + 64 * each
    assert statuses[200] * each == spent
    assert statuses.total() == 512


def _groupings() -> tuple[Grouping, ...]:
    return get_args(Grouping)


async def test_a_provider_whose_budget_is_spent_is_passed_over(
    start: Start, database: Database
) -> None:
    each = PLAIN.input_tokens * 2 + PLAIN.output_tokens * 8
    async with (
        FakeUpstream(answers.says(PLAIN)) as first,
        FakeUpstream(answers.says(PLAIN), face="messages") as second,
    ):
        settings = served(first.url, second.origin)
        settings["profiles"] = rules(("*", ["c/plain", "m/plain"]))
        gateway = await start(**settings)
        with database.writing() as connection:
            budgets.create_budget(
                connection,
                scope="provider",
                subject="c",
                period="month",
                limit_micros=3 * each,
                currency="USD",
                hard=True,
                now_ms=0,
            )
        async with recorded(gateway, database):
            for _ in range(5):
                async with gateway.post("/v1/chat/completions", chat("any")) as response:
                    assert response.status == 200
                    await response.read()
    assert [outcome.provider for outcome in gateway.outcomes] == ["c", "c", "c", "m", "m"]
    assert {outcome.attempts for outcome in gateway.outcomes} == {1}
