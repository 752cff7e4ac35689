import pytest

from app.core.money import Rate
from app.storage import budgets, facts, keys, people
from app.storage.database import Database
from app.storage.failure import ConflictError, InvalidError, UnknownError
from app.storage.records import Budget
from app.storage.schema import budget_spend, usage_hours

HOUR_MS = 3_600_000


def made(database: Database, **changes: object) -> Budget:
    values = {
        "scope": "provider",
        "subject": "deepseek",
        "period": "month",
        "limit_micros": 5_000_000,
        "currency": "USD",
        "now_ms": 7,
        **changes,
    }
    with database.writing() as connection:
        return budgets.create_budget(connection, **values)  # type: ignore[arg-type]


def test_a_budget_is_kept_changed_and_deleted(database: Database) -> None:
    made_one = made(database)
    with database.writing() as connection:
        assert budgets.budget(connection, made_one.id) == made_one
        changed = budgets.update_budget(
            connection, made_one.id, limit_micros=9_000_000, hard=True, active=False
        )
        assert (changed.limit_micros, changed.hard, changed.active) == (9_000_000, True, False)
        assert budgets.all_budgets(connection) == [changed]
        assert budgets.delete_budget(connection, made_one.id) == changed
        assert budgets.all_budgets(connection) == []
        with pytest.raises(UnknownError):
            budgets.budget(connection, made_one.id)


def test_a_subject_has_one_budget_a_period(database: Database) -> None:
    made(database)
    made(database, period="day")
    with pytest.raises(ConflictError) as refused:
        made(database)
    assert refused.value.field == "period"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"scope": "team"}, "scope"),
        ({"scope": "user", "subject": "usr_nobody"}, "subject"),
        ({"scope": "key", "subject": "'; DROP TABLE budgets"}, "subject"),
        ({"scope": "user", "subject": "a\0b"}, "subject"),
        ({"subject": ""}, "subject"),
        ({"period": "year"}, "period"),
        ({"limit_micros": 0}, "limit"),
        ({"limit_micros": -5}, "limit"),
        ({"limit_micros": 10**18}, "limit"),
        ({"currency": "EUR"}, "limit"),
    ],
)
def test_what_is_no_budget_is_refused_by_its_field(
    database: Database, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        made(database, **changes)
    assert refused.value.field == field


def test_budgets_of_people_need_the_people(database: Database) -> None:
    with database.writing() as connection:
        ann = people.create_user(connection, "Ann", now_ms=1)
        laptop = keys.create_key(connection, "laptop", digest="ab" * 32, prefix="drg-", now_ms=1)
    assert made(database, scope="user", subject=ann.id).subject == ann.id
    assert made(database, scope="key", subject=laptop.id).subject == laptop.id
    with database.reading() as connection:
        found = budgets.listed_budgets(connection, scope="user")
        assert [each.subject for each in found] == [ann.id]
        assert budgets.listed_budgets(connection, subject="nobody") == []
        assert budgets.listed_budgets(connection, subject="a\0b") == []


def test_lists_come_in_pages(database: Database) -> None:
    ids = [made(database, subject=f"p{number}", now_ms=number).id for number in range(5)]
    with database.reading() as connection:
        first = budgets.listed_budgets(connection, limit=2)
        place = (first[-1].created_ms, first[-1].id)
        rest = budgets.listed_budgets(connection, after=place)
    assert [each.id for each in (*first, *rest)] == ids


def test_every_change_is_noticed(database: Database) -> None:
    versions = []
    budget = made(database)
    with database.writing() as connection:
        versions.append(facts.version(connection))
        budgets.update_budget(connection, budget.id, hard=True)
        versions.append(facts.version(connection))
        budgets.delete_budget(connection, budget.id)
        versions.append(facts.version(connection))
    assert versions == sorted(set(versions))


def test_a_budget_made_in_the_middle_of_a_period_begins_with_what_was_spent(
    database: Database,
) -> None:
    sums = {"user_id": "", "key_id": "", "profile": "", "model": "m", "client_program": ""}
    rows = [
        {**sums, "hour": hour, "provider": provider, "endpoint": "", "currency": currency}
        | {"cost_micros": 1_000_000}
        for hour in (9, 10, 11, 12)
        for provider in ("deepseek", "other")
        for currency in ("USD", "CNY", "")
    ]
    budget = made(database)
    with database.writing() as connection:
        connection.execute(usage_hours.insert(), rows)
        spent = budgets.begin_with_rows(
            connection, budget, 10 * HOUR_MS, 12 * HOUR_MS, Rate(cny_per_usd=5)
        )
        assert spent == 2 * 1_000_000 + 2 * 200_000
        assert budgets.spends(connection, (10 * HOUR_MS,)) == {(budget.id, 10 * HOUR_MS): spent}
        assert budgets.spends(connection, (0,)) == {}


def test_a_deleted_budget_leaves_no_spend_behind(database: Database) -> None:
    budget = made(database)
    with database.writing() as connection:
        connection.execute(
            budget_spend.insert().values(budget_id=budget.id, period_start_ms=1, micros=5)
        )
        budgets.delete_budget(connection, budget.id)
        assert budgets.spends(connection, (1,)) == {}
