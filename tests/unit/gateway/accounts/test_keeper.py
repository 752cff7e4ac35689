"""Admission and settlement of one gateway, with a database that is a list."""

import asyncio
from dataclasses import dataclass, field, replace

import pytest

from app.core.failure import FailureKind, Refused
from app.core.usage import Usage
from app.gateway.accounts.keeper import Accounts
from app.gateway.accounts.pricing import Pricing
from app.gateway.outcome import Outcome
from app.providers.pricing.book import PriceBook
from app.providers.provider import Provider, build
from app.routing.spend_book import BudgetWarning
from app.secrets.client_keys import ClientKey
from app.settings.schema import ModelPrice, ProviderSettings
from app.storage.records import Budget, BudgetScope, Entry, Exceeded, Hold, UsageRow
from tests.fakes.accounts import TERMS

KEY = ClientKey("laptop", "00" * 32, id="key_1", user_id="usr_1", user_name="Ann")
COST = 1_000  # micros of one request below
USAGE = Usage(fresh=500, output=500)
NOW = 1_763_700_000_000


def provider(name: str = "p") -> Provider:
    prices = {"m": ModelPrice(input=1, output=1)}
    address = f"https://{name}.example/v1"
    return build(name, ProviderSettings(base_url=address, dialect="openai_chat", prices=prices))


@dataclass
class Backed:
    """Stands for the database."""

    shared: bool = False
    entries: list[Entry] = field(default_factory=list)
    released: list[str] = field(default_factory=list)
    claimed: int = 0
    refusal: Exceeded | None = None

    def record(self, entry: Entry) -> None:
        self.entries.append(entry)

    async def claim(self, holds: tuple[Hold, ...], now_ms: int) -> tuple[str, ...] | Exceeded:
        await asyncio.sleep(0)
        if self.refusal is not None:
            return self.refusal
        self.claimed += 1
        return tuple(f"hold-{self.claimed}-{index}" for index, _ in enumerate(holds))

    def release(self, hold_ids: tuple[str, ...]) -> None:
        self.released += hold_ids


def budget(scope: BudgetScope = "user", subject: str = "usr_1", requests: int = 10) -> Budget:
    return Budget(f"bud_{scope}", scope, subject, "day", requests * COST, "USD", 0, hard=True)


class Desk:
    """Accounts, and requests that come to them."""

    def __init__(
        self,
        *budgets: Budget,
        backed: Backed | None = None,
        onlooker: "Onlooker | None" = None,
    ) -> None:
        self.warnings: list[BudgetWarning] = []
        self.backed = backed or Backed()
        self.accounts = Accounts(
            Pricing(PriceBook()),
            TERMS,
            "test",
            warned=self.warnings.append,
            onlooker=onlooker,
            now_ms=lambda: NOW,
        )
        self.accounts.book.replace(budgets, {}, self.accounts.book.mark(), NOW)
        self.served = provider()
        self.count = 0

    def attach(self) -> None:
        self.accounts.attach(self.backed)

    async def begin(self, key: ClientKey = KEY, name: str = "p") -> Outcome:
        self.count += 1
        outcome = Outcome(f"req_{self.count}", "POST /v1/messages", NOW, "messages")
        outcome.key_id, outcome.user_id, outcome.profile = key.id, key.user_id, key.profile
        outcome.model, outcome.provider = "m", name
        outcome.served_by = self.served if name == "p" else provider(name)
        try:
            await self.accounts.admit(outcome, key, outcome.served_by, "m", 500)
            await self.accounts.try_provider(outcome, name)
        except Refused as refused:
            outcome.failure, outcome.served_by = refused.failure.kind, None
            self.accounts.record(outcome)
            raise
        return outcome

    async def end(self, outcome: Outcome, usage: Usage | None = USAGE) -> None:
        outcome.usage = usage
        self.accounts.record(outcome)
        await self.accounts.settle()

    @property
    def spent(self) -> int:
        return sum(entry.row.cost_micros or 0 for entry in self.backed.entries)


async def test_what_is_recorded_before_the_database_is_there_waits_for_it() -> None:
    desk = Desk()
    await desk.end(await desk.begin())
    assert desk.backed.entries == []
    assert desk.accounts.expects_database
    desk.attach()
    assert [entry.row.cost_micros for entry in desk.backed.entries] == [COST]
    assert not desk.accounts.expects_database


async def test_what_was_spent_before_the_budgets_were_known_is_charged_to_them() -> None:
    desk = Desk()
    for _ in range(2):
        await desk.end(await desk.begin())
    book = desk.accounts.book
    book.replace([budget(requests=2), budget("provider", "q")], {}, book.mark(), NOW)
    desk.attach()
    charges = [charge for entry in desk.backed.entries for charge in entry.charges]
    assert [(charge.budget_id, charge.micros) for charge in charges] == [("bud_user", COST)] * 2
    with pytest.raises(Refused, match="Budget reached"):
        await desk.begin()


async def test_a_request_is_charged_to_every_budget_that_it_falls_under() -> None:
    desk = Desk(
        budget(), budget("key", "key_1"), budget("profile", "default"), budget("provider", "p")
    )
    desk.attach()
    await desk.end(await desk.begin())
    (entry,) = desk.backed.entries
    assert {charge.budget_id for charge in entry.charges} == {
        *("bud_user", "bud_key", "bud_profile"),
        "bud_provider",
    }
    assert {charge.micros for charge in entry.charges} == {COST}


async def test_sixty_four_clients_never_spend_more_than_a_hard_budget_and_what_was_in_flight() -> (
    None
):
    desk = Desk(budget(requests=100))
    desk.attach()
    most_in_flight = in_flight = 0
    kinds: set[FailureKind] = set()

    async def client() -> None:
        nonlocal in_flight, most_in_flight
        while True:
            try:
                outcome = await desk.begin()
            except Refused as refused:
                kinds.add(refused.failure.kind)
                return
            in_flight += 1
            most_in_flight = max(most_in_flight, in_flight)
            await asyncio.sleep(0)
            in_flight -= 1
            await desk.end(outcome)

    await asyncio.gather(*(client() for _ in range(64)))
    assert kinds == {FailureKind.BILLING}
    assert 100 * COST <= desk.spent <= 100 * COST + most_in_flight * COST
    assert sum(c.micros for e in desk.backed.entries for c in e.charges) == desk.spent


async def test_thresholds_are_told_once_each() -> None:
    desk = Desk(budget(requests=10))
    desk.attach()
    for _ in range(9):
        await desk.end(await desk.begin())
    assert [warning.percent for warning in desk.warnings] == [50, 80]


async def test_a_spent_provider_is_skipped_and_its_request_goes_on_elsewhere() -> None:
    desk = Desk(budget("provider", "p", requests=1))
    desk.attach()
    await desk.end(await desk.begin())
    with pytest.raises(Refused, match="budget of the provider p"):
        await desk.begin()
    await desk.end(await desk.begin(name="q"))
    assert desk.backed.entries[-1].row.provider == "q"


async def test_a_refused_request_leaves_a_row_and_gives_its_place_back() -> None:
    key = replace(KEY, concurrency=1)
    desk = Desk(budget(requests=1))
    desk.attach()
    first = await desk.begin(key)
    with pytest.raises(Refused) as refused:
        await desk.begin(key)
    assert refused.value.failure.kind is FailureKind.RATE_LIMITED
    await desk.end(first)
    for _ in range(2):  # the budget is spent now, and the place is free each time
        with pytest.raises(Refused) as refused:
            await desk.begin(key)
        assert refused.value.failure.kind is FailureKind.BILLING
    assert [entry.row.failure for entry in desk.backed.entries] == [
        *("rate_limited", None),
        *("billing", "billing"),
    ]


async def test_money_is_claimed_in_a_shared_database_and_given_back_with_the_row() -> None:
    desk = Desk(budget(), budget("provider", "p"), backed=Backed(shared=True))
    desk.attach()
    outcome = await desk.begin()
    assert desk.backed.claimed == 2
    await desk.end(outcome)
    assert desk.backed.entries[0].holds == ("hold-1-0", "hold-2-0")


async def test_what_other_gateways_spent_refuses_here_too() -> None:
    backed = Backed(shared=True, refusal=Exceeded(budget(), 11 * COST, NOW + 60_000))
    desk = Desk(budget(), backed=backed)
    desk.attach()
    with pytest.raises(Refused) as refused:
        await desk.begin()
    assert refused.value.failure.retry_after == 60.0
    assert not any(state.spent_micros for state in desk.accounts.book.states(NOW))


async def test_a_failed_request_costs_nothing_and_holds_nothing() -> None:
    desk = Desk(budget(requests=1))
    desk.attach()
    for _ in range(5):
        await desk.end(await desk.begin(), None)
    assert desk.spent == 0
    assert all(entry.row.accuracy == "none" for entry in desk.backed.entries)


async def test_a_request_that_asks_no_model_leaves_no_row() -> None:
    desk = Desk()
    desk.attach()
    desk.accounts.record(Outcome("req_1", "GET /v1/models", NOW, key_id="key_1"))
    desk.accounts.record(Outcome("req_2", "POST /v1/messages", NOW, "messages"))  # 401: no key
    assert desk.backed.entries == []


@pytest.mark.expects_errors
async def test_what_cannot_be_recorded_fails_no_request() -> None:
    desk = Desk()
    desk.attach()
    outcome = await desk.begin()
    outcome.began_ms = "broken"  # type: ignore[assignment]
    outcome.usage = USAGE
    desk.accounts.record(outcome)
    await desk.end(await desk.begin())
    assert desk.backed.entries[-1].row.cost_micros == COST


class Onlooker:
    def __init__(self) -> None:
        self.seen: list[str] = []

    def began(self, outcome: Outcome) -> None:
        self.seen.append(f"{outcome.request_id} began")

    def trying(self, outcome: Outcome) -> None:
        self.seen.append(f"{outcome.request_id} tries {outcome.provider}")

    def ended(self, outcome: Outcome, row: UsageRow) -> None:
        self.seen.append(f"{outcome.request_id} cost {row.cost_micros}")


async def test_an_onlooker_sees_a_request_begin_go_on_and_end() -> None:
    onlooker = Onlooker()
    desk = Desk(onlooker=onlooker)
    outcome = await desk.begin()
    assert desk.accounts.in_progress == 1
    desk.accounts.trying(outcome)
    await desk.end(outcome)
    assert desk.accounts.in_progress == 0
    assert onlooker.seen == ["req_1 began", "req_1 tries p", f"req_1 cost {COST}"]


async def test_an_onlooker_sees_the_end_of_a_request_that_was_refused() -> None:
    onlooker = Onlooker()
    desk = Desk(budget(requests=1), onlooker=onlooker)
    await desk.end(await desk.begin())
    with pytest.raises(Refused):
        await desk.begin()
    assert onlooker.seen[-1] == "req_2 cost None"
    assert "req_2 began" not in onlooker.seen


def part_of(whole: Outcome, name: str = "p") -> Outcome:
    part = replace(whole, request_id=f"{whole.request_id}-1", provider=name, usage=None)
    part.served_by = provider(name)
    return part


async def test_a_part_of_a_request_has_its_own_money_and_no_place_of_its_own() -> None:
    desk = Desk(budget(requests=10))
    desk.attach()
    one_at_a_time = replace(KEY, concurrency=1)
    whole = await desk.begin(one_at_a_time)
    part = part_of(whole)
    await desk.accounts.admit_part(part, whole.request_id, provider(), "m", 500)
    await desk.end(part)
    with pytest.raises(Refused):
        await desk.begin(one_at_a_time)  # the whole one still runs
    await desk.end(whole)
    assert desk.spent == 2 * COST
    assert desk.accounts.in_progress == 0
    await desk.end(await desk.begin(one_at_a_time))


async def test_a_part_is_refused_where_its_provider_s_budget_is_spent() -> None:
    desk = Desk(budget("provider", "able", requests=1))
    desk.attach()
    spent = await desk.begin(name="able")
    await desk.end(spent)
    whole = await desk.begin()
    part = part_of(whole, "able")
    with pytest.raises(Refused, match="budget"):
        await desk.accounts.admit_part(part, whole.request_id, provider("able"), "m", 500)
    desk.accounts.record(part)
    await desk.end(whole)
    assert desk.accounts.in_progress == 0


async def test_a_part_of_what_was_never_admitted_is_let_through() -> None:
    desk = Desk()
    outcome = Outcome("req_9-1", "search", NOW)
    await desk.accounts.admit_part(outcome, "req_9", provider(), "m", 500)
    assert desk.accounts.in_progress == 0
