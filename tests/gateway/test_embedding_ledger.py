"""What requests for embeddings leave in the ledger, and what budgets say to them."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from sqlalchemy import select

from app.gateway.embeddings import exchange
from app.secrets import client_keys
from app.secrets.secret import Secret
from app.storage import budgets, keys, people
from app.storage.database import Database
from app.storage.schema import usage as usage_table
from tests.fakes import answers
from tests.fakes.embeddings import makes
from tests.fakes.upstream import FakeUpstream
from tests.gateway.conftest import Start, provider, rules
from tests.gateway.test_ledger import TEAM_KEY, recorded

PRICE = {"input": 2.0, "output": 0.0, "currency": "USD"}


def settings(url: str) -> dict[str, Any]:
    entry = provider(url, preset="dashscope", prices={"text-embedding-v4": PRICE})
    del entry["dialect"]
    return {"providers": {"p": entry}, "profiles": rules(("*", "p/*"))}


def rows(database: Database) -> Sequence[Mapping[Any, Any]]:
    with database.reading() as connection:
        query = select(usage_table).order_by(usage_table.c.started_ms, usage_table.c.id)
        return connection.execute(query).mappings().all()


async def test_a_request_of_several_batches_is_one_row_with_its_whole_cost(
    start: Start, database: Database
) -> None:
    texts = ["0123456789"] * 25
    async with FakeUpstream() as upstream:
        upstream.embeds = makes(limit=10)
        gateway = await start(**settings(upstream.url))
        async with recorded(gateway, database):
            body = {"model": "text-embedding-v4", "input": texts}
            async with gateway.post("/v1/embeddings", body) as response:
                assert response.status == 200
        assert len(upstream.asked) == 3
    (row,) = rows(database)
    assert (row["endpoint"], row["client_model"]) == ("embeddings", "text-embedding-v4")
    assert (row["provider"], row["client_dialect"]) == ("p", "openai_chat")
    assert (row["fresh"], row["output"], row["accuracy"]) == (250, 0, "exact")
    assert (row["cost_micros"], row["price_source"]) == (500, "settings")
    assert (row["status"], row["failure"], row["partial"]) == (200, None, False)


async def test_what_batches_cost_before_one_failed_is_counted(
    start: Start, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_AT_ONCE", 1)  # the first has come when the second fails
    async with FakeUpstream() as upstream:
        fine = makes()

        async def script(exchange: Any) -> None:
            bad = "bad" in exchange.request.json["input"]
            await (answers.status(400, "no") if bad else fine)(exchange)

        upstream.embeds = script
        gateway = await start(**settings(upstream.url))
        async with recorded(gateway, database):
            texts = ["0123456789"] * 10 + ["bad"]
            body = {"model": "text-embedding-v4", "input": texts}
            async with gateway.post("/v1/embeddings", body) as response:
                assert response.status == 400
    (row,) = rows(database)
    assert row["failure"] == "bad_request"
    assert (row["fresh"], row["accuracy"], row["cost_micros"]) == (100, "estimated", 200)


async def test_a_budget_that_is_spent_refuses_embeddings_too(
    start: Start, database: Database
) -> None:
    async with FakeUpstream() as upstream:
        upstream.embeds = makes()
        gateway = await start(**settings(upstream.url))
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
                limit_micros=500,
                currency="USD",
                hard=True,
                now_ms=0,
            )
        statuses = []
        async with recorded(gateway, database):
            for _ in range(4):
                body = {"model": "text-embedding-v4", "input": ["0123456789"] * 10}
                sent = gateway.post("/v1/embeddings", body, **{"x-api-key": TEAM_KEY})
                async with sent as response:
                    statuses.append(response.status)
                    told = await response.json()
    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert told["error"]["code"] == "insufficient_quota"
