"""`dragoman usage`, on rows that the ledger wrote."""

import json
import time
from collections.abc import Callable

import pytest

from app.cli.session import Session
from app.storage.ledger import Ledger
from app.storage.records import Entry, UsageRow
from tests.unit.cli.conftest import Run

Record = Callable[..., None]


@pytest.fixture
def record(session: Session) -> Record:
    """Write requests of now into the profile's database."""

    def write(*rows: dict[str, object]) -> None:
        with session.database() as database:
            ledger = Ledger(database)
            ledger.start()
            for number, changes in enumerate(rows):
                request_id = f"req_{number}_{len(rows)}"
                row = UsageRow(request_id, int(time.time() * 1000), **changes)  # type: ignore[arg-type]
                ledger.record(Entry(row))
            ledger.close(10)

    return write


ROWS: tuple[dict[str, object], ...] = (
    {"provider": "p", "model": "a", "fresh": 100, "cache_read": 300, "output": 10}
    | {"cost_micros": 1_500_000, "currency": "USD", "accuracy": "exact"},
    {"provider": "p", "model": "a", "fresh": 50, "output": 5, "accuracy": "estimated"}
    | {"cost_micros": 500_000, "currency": "CNY"},
    {"provider": "q", "model": "=cmd()", "fresh": 7, "output": 1, "accuracy": "exact"},
    {"provider": "q", "model": "=cmd()", "failure": "network"},
)


def test_without_any_request_it_says_so(run: Run) -> None:
    done = run("usage")
    assert done.stdout == ""
    assert "Nothing was recorded" in done.stderr


def test_today_is_told_with_all_kinds_of_tokens_and_what_has_no_price(
    run: Run, record: Record
) -> None:
    record(*ROWS)
    lines = run("usage").stdout.splitlines()
    assert lines[-1].split() == [
        *("all", "4", "1", "157", "300", "0", "16", "66%"),
        *("~¥0.50", "+", "$1.50", "+", "1", "unpriced"),
    ]


def test_by_model_the_most_costly_comes_first(run: Run, record: Record) -> None:
    record(*ROWS)
    said = json.loads(run("usage", "month", "--by", "model", "--json").stdout)
    assert [item["key"] for item in said["items"]] == ["p/a", "q/=cmd()"]
    assert said["total"]["requests"] == sum(item["requests"] for item in said["items"]) == 4
    money = {each["currency"]: each for each in said["items"][0]["cost"]}
    assert money["USD"] == {"currency": "USD", "micros": 1_500_000, "amount": "1.500000"}
    assert money["CNY"]["micros"] == 500_000


@pytest.mark.parametrize("by", ["day", "provider", "client", "conversation", "user", "key"])
def test_every_grouping_has_the_same_total(run: Run, record: Record, by: str) -> None:
    record(*ROWS)
    said = json.loads(run("usage", "--by", by, "--json").stdout)
    assert sum(item["tokens"]["total"] for item in said["items"]) == 473
    assert said["total"]["tokens"]["total"] == 473
    assert run("usage", "--by", by).stdout.count("\n") == len(said["items"]) + 2


def test_a_table_for_spreadsheets_runs_no_formula(run: Run, record: Record) -> None:
    record({"provider": "", "model": "x"}, *ROWS)
    lines = run("usage", "--by", "endpoint", "--csv").stdout.splitlines()
    assert lines[0].startswith("endpoint,label,requests,")
    record({"provider": "r", "model": "m", "client_program": "=1+1"})
    assert "'=1+1" in run("usage", "--by", "client", "--csv").stdout


def test_one_users_and_one_keys_usage(run: Run, record: Record) -> None:
    run("user", "add", "Ann")
    run("key", "new", "laptop", "--user", "Ann")
    user = json.loads(run("user", "show", "Ann", "--json").stdout)
    key_id = user["keys"][0]["id"]
    record({"user_id": user["id"], "key_id": key_id, "fresh": 5}, {"fresh": 7})
    for chosen in (("--user", "Ann"), ("--key", "laptop"), ("--key", key_id)):
        said = json.loads(run("usage", *chosen, "--json").stdout)
        assert said["total"]["tokens"]["fresh"] == 5
    run("usage", "--user", "Nobody", code=1)
    run("usage", "--key", "nothing", code=2)


def test_two_forms_at_once_are_refused(run: Run) -> None:
    run("usage", "--json", "--csv", code=2)
    run("usage", "week", "--since", "2026-01-01", code=2)
