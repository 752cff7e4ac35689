"""What budgets have spent, however requests come, go and are written."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.core.money import Rate, convert
from app.routing.spend_book import Admission, BudgetWarning, SpendBook, Subjects
from app.storage.records import Budget, BudgetScope, Charge, Exceeded, Period

RATE = Rate(cny_per_usd=5)
WARN_AT = (50, 80, 100)
NOW = int(datetime(2026, 11, 21, 12, tzinfo=UTC).timestamp() * 1000)
DAY_MS = 86_400_000
ANN = Subjects("usr_ann", "key_ann", "default")
BOB = Subjects("usr_bob", "key_bob", "default")


def budget(
    budget_id: str,
    scope: BudgetScope,
    subject: str,
    limit: int,
    *,
    period: Period = "day",
    currency: str = "USD",
    hard: bool = True,
    active: bool = True,
) -> Budget:
    return Budget(budget_id, scope, subject, period, limit, currency, 0, hard, active)


def book(*budgets: Budget, spends: dict[tuple[str, int], int] | None = None) -> SpendBook:
    made = SpendBook(UTC, RATE, WARN_AT)
    made.replace(budgets, spends or {}, made.mark(), NOW)
    return made


def admitted(of: SpendBook, who: Subjects = ANN, micros: int = 10, at: int = NOW) -> Admission:
    admission = of.admit(who, micros, "USD", at)
    assert isinstance(admission, Admission)
    return admission


def spent(of: SpendBook, budget_id: str, at: int = NOW) -> int:
    return next(s.spent_micros for s in of.states(at) if s.budget.id == budget_id)


BUDGETS = (
    budget("ann", "user", "usr_ann", 1_000),
    budget("yuan", "user", "usr_ann", 4_000, period="month", currency="CNY"),
    budget("key", "key", "key_bob", 700),
    budget("profile", "profile", "default", 1_500, hard=False),
    budget("cheap", "provider", "cheap", 900),
    budget("off", "provider", "cheap", 100, period="week", active=False),
)


PEOPLE = {"ann": ANN, "bob": BOB}


def charged(who: Subjects, provider: str) -> list[Budget]:
    """The budgets that a request falls under, found another way than the book does."""
    mine = {"user": who.user_id, "key": who.key_id, "profile": who.profile, "provider": provider}
    return [each for each in BUDGETS if mine[each.scope] == each.subject]


@dataclass(frozen=True)
class Running:
    """A request in flight: what is held for it, and what it will really cost, in USD micros."""

    admission: Admission
    who: Subjects
    provider: str
    held: int
    cost: int


class Gateway(RuleBasedStateMachine):
    """One gateway's clients, its ledger that writes late, and a database that is read at times."""

    def __init__(self) -> None:
        super().__init__()
        self.book = book(*BUDGETS)
        self.running: list[Running] = []
        self.unwritten: list[Charge] = []
        self.database: dict[tuple[str, int], int] = {}
        self.true: dict[str, int] = {each.id: 0 for each in BUDGETS}

    def taken(self, of: Budget) -> int:
        """What is spent and held under a budget."""
        held = sum(
            convert(each.held, "USD", of.currency, RATE)
            for each in self.running
            if of in charged(each.who, each.provider)
        )
        return self.true[of.id] + held

    @rule(
        name=st.sampled_from(sorted(PEOPLE)),
        held=st.integers(0, 300),
        cost=st.integers(0, 600),
        tried=st.lists(st.sampled_from(["cheap", "dear"]), min_size=1, max_size=3),
    )
    def admit(self, name: str, held: int, cost: int, tried: list[str]) -> None:
        who = PEOPLE[name]
        full = {
            each.id
            for each in charged(who, "")
            if each.hard and each.active and self.taken(each) >= each.limit_micros
        }
        admission = self.book.admit(who, held, "USD", NOW)
        if isinstance(admission, Exceeded):
            assert admission.budget.id in full or self.read_twice
            return
        assert not full
        provider = "dear"
        for provider in tried:  # as failover goes from one to the next
            cheap = next(each for each in BUDGETS if each.id == "cheap")
            spent_up = provider == "cheap" and self.taken(cheap) >= cheap.limit_micros
            refused = self.book.try_provider(admission, provider, NOW)
            assert refused is None or spent_up or self.read_twice
            assert not (spent_up and refused is None)
            if refused is not None:
                provider = "dear"
                assert self.book.try_provider(admission, provider, NOW) is None
        self.running.append(Running(admission, who, provider, held, cost))

    @property
    def read_twice(self) -> bool:
        """Whether a commit during a read is counted twice until the next one: never too little."""
        return any(spent(self.book, each.id) > self.true[each.id] for each in BUDGETS)

    @precondition(lambda self: self.running)
    @rule(data=st.data(), usd=st.booleans())
    def settle(self, data: st.DataObject, usd: bool) -> None:
        """A request ends, and costs more or less than was held for it."""
        one = self.running.pop(data.draw(st.integers(0, len(self.running) - 1)))
        cost, currency = (one.cost, "USD") if usd else (one.cost * 5, "CNY")
        settled = self.book.settle(one.admission, one.provider, cost, currency, NOW)
        assert self.book.settle(one.admission, one.provider, cost, currency, NOW).charges == ()
        expected = {
            each.id: convert(cost, currency, each.currency, RATE)
            for each in charged(one.who, one.provider)
            if cost
        }
        assert {charge.budget_id: charge.micros for charge in settled.charges} == expected
        assert "off" not in {warning.budget.id for warning in settled.warnings}
        for budget_id, micros in expected.items():
            self.true[budget_id] += micros
        self.unwritten += settled.charges

    @precondition(lambda self: self.running)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        one = self.running.pop(data.draw(st.integers(0, len(self.running) - 1)))
        assert self.book.settle(one.admission, one.provider, None, "", NOW).charges == ()

    @rule(data=st.data())
    def write(self, data: st.DataObject) -> None:
        """The ledger commits the first of what waits."""
        count = data.draw(st.integers(0, len(self.unwritten)))
        written, self.unwritten = self.unwritten[:count], self.unwritten[count:]
        for charge in written:
            key = (charge.budget_id, charge.period_start_ms)
            self.database[key] = self.database.get(key, 0) + charge.micros
        self.book.committed(written)

    @rule(stale=st.booleans())
    def read(self, stale: bool) -> None:
        """The gateway looks at the database; what it read may be older than what it knows."""
        mark = self.book.mark()
        seen = dict(self.database)
        if stale and self.unwritten:
            self.write_one()
        self.book.replace(BUDGETS, seen, mark, NOW)

    def write_one(self) -> None:
        charge, *self.unwritten = self.unwritten
        key = (charge.budget_id, charge.period_start_ms)
        self.database[key] = self.database.get(key, 0) + charge.micros
        self.book.committed([charge])

    @invariant()
    def no_budget_is_thought_emptier_than_it_is(self) -> None:
        for each in BUDGETS:
            assert spent(self.book, each.id) >= self.true[each.id]

    def teardown(self) -> None:
        """Everybody leaves and all is written: nothing is held, and the sums are the truth."""
        for one in self.running:
            self.book.settle(one.admission, one.provider, None, "", NOW)
        while self.unwritten:
            self.write_one()
        for _ in range(2):
            self.book.replace(BUDGETS, self.database, self.book.mark(), NOW)
        for each in BUDGETS:
            assert spent(self.book, each.id) == self.true[each.id]
        # Of every budget one micro is left: it lets a request in only where nothing is held.
        left = [replace(each, limit_micros=self.true[each.id] + 1) for each in BUDGETS]
        self.book.replace(left, self.database, self.book.mark(), NOW)
        for who in PEOPLE.values():
            assert isinstance(self.book.admit(who, 0, "USD", NOW), Admission)
        assert self.book.open_provider("cheap", NOW) is None


TestGateway = Gateway.TestCase


def test_a_request_is_charged_to_every_budget_in_its_own_currency() -> None:
    of = book(*BUDGETS)
    settled = of.settle(admitted(of), "cheap", 100, "USD", NOW)
    assert {charge.budget_id: charge.micros for charge in settled.charges} == {
        "ann": 100,
        "yuan": 500,
        "profile": 100,
        "cheap": 100,
        "off": 100,
    }


def test_the_budget_that_stays_spent_longest_is_told() -> None:
    of = book(
        budget("day", "user", "usr_ann", 5), budget("month", "user", "usr_ann", 5, period="month")
    )
    of.settle(admitted(of), "p", 5, "USD", NOW)
    refused = of.admit(ANN, 1, "USD", NOW)
    assert isinstance(refused, Exceeded)
    assert refused.budget.id == "month"
    assert refused.resets_at_ms == int(datetime(2026, 12, 1, tzinfo=UTC).timestamp() * 1000)


def test_the_next_day_begins_at_nothing_and_late_ends_belong_to_the_day_before() -> None:
    of = book(budget("day", "user", "usr_ann", 10))
    running = admitted(of)
    tomorrow = NOW + DAY_MS
    assert isinstance(of.admit(ANN, 1, "USD", tomorrow), Admission)
    settled = of.settle(running, "p", 10, "USD", tomorrow)
    assert [charge.period_start_ms for charge in settled.charges] == [NOW - DAY_MS // 2]
    assert spent(of, "day", tomorrow) == 0
    assert isinstance(of.admit(ANN, 1, "USD", NOW), Exceeded)


def test_days_are_those_of_the_zone_through_its_clocks_changes() -> None:
    zone = ZoneInfo("Europe/Berlin")
    of = SpendBook(zone, RATE, WARN_AT)
    long_day = int(datetime(2026, 10, 25, 12, tzinfo=zone).timestamp() * 1000)
    of.replace([budget("day", "user", "usr_ann", 10)], {}, of.mark(), long_day)
    (state,) = of.states(long_day)
    assert state.resets_at_ms - state.period_start_ms == 25 * 3_600_000


def test_each_threshold_is_told_once_and_the_highest_alone_where_several_are_passed() -> None:
    of = book(budget("day", "user", "usr_ann", 100, hard=False))
    told: list[BudgetWarning] = []
    for micros in (49, 1, 10, 35, 30):
        told += of.settle(admitted(of), "p", micros, "USD", NOW).warnings
    assert [warning.percent for warning in told] == [50, 80, 100]
    jump = book(budget("day", "user", "usr_ann", 100, hard=False))
    (only,) = jump.settle(admitted(jump), "p", 500, "USD", NOW).warnings
    assert (only.percent, only.spent_micros) == (100, 500)


def test_after_a_restart_nothing_is_told_again() -> None:
    start = NOW - DAY_MS // 2
    of = book(budget("day", "user", "usr_ann", 100, hard=False), spends={("day", start): 85})
    assert of.settle(admitted(of), "p", 1, "USD", NOW).warnings == ()
    (warning,) = of.settle(admitted(of), "p", 20, "USD", NOW).warnings
    assert warning.percent == 100


def test_what_other_gateways_spend_is_told_and_refuses() -> None:
    kept = budget("day", "user", "usr_ann", 100)
    of = book(kept)
    start = NOW - DAY_MS // 2
    (warning,) = of.replace([kept], {("day", start): 100}, of.mark(), NOW)
    assert warning.percent == 100
    assert isinstance(of.admit(ANN, 1, "USD", NOW), Exceeded)
    assert of.replace([kept], {("day", start): 100}, of.mark(), NOW) == ()


def test_a_raised_budget_lets_requests_in_again() -> None:
    of = book(budget("day", "user", "usr_ann", 10))
    of.settle(admitted(of), "p", 10, "USD", NOW)
    assert isinstance(of.admit(ANN, 1, "USD", NOW), Exceeded)
    of.replace([budget("day", "user", "usr_ann", 20)], {}, of.mark(), NOW)
    assert isinstance(of.admit(ANN, 1, "USD", NOW), Admission)


def test_a_budget_in_another_currency_counts_what_was_spent_in_that_one() -> None:
    yuan = budget("a", "user", "usr_ann", 100, currency="CNY")
    midnight = NOW // DAY_MS * DAY_MS
    of = book(yuan, spends={("a", midnight): 60})
    running = admitted(of, micros=2)
    charges = of.settle(running, "p", 2, "USD", NOW).charges  # 10 of the yuan budget
    of.committed(charges)
    dollars = replace(yuan, currency="USD", limit_micros=20)
    warnings = of.replace([dollars], {("a", midnight): 14}, of.mark(), NOW)
    assert spent(of, "a") == 14
    assert not warnings
    admitted(of, micros=2)


def test_a_budget_that_is_gone_holds_nobody_up() -> None:
    of = book(budget("day", "user", "usr_ann", 10))
    running = admitted(of)
    of.replace([], {}, of.mark(), NOW)
    assert of.settle(running, "p", 10, "USD", NOW).charges == ()
    assert not of.has_budgets
    assert isinstance(of.admit(ANN, 1, "USD", NOW), Admission)


def test_soft_and_inactive_budgets_refuse_nobody() -> None:
    of = book(
        budget("soft", "user", "usr_ann", 1, hard=False),
        budget("off", "key", "key_ann", 1, active=False),
    )
    for _ in range(3):
        of.settle(admitted(of), "p", 10, "USD", NOW)
    assert [state.percent for state in of.states(NOW)] == [3000, 3000]
