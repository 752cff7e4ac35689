"""What is spent under every budget, as one gateway knows it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo

from app.core.money import Rate, convert
from app.routing.budget import period_bounds
from app.storage.records import Budget, BudgetScope, Charge, Exceeded, Hold, Period

Subject = tuple[BudgetScope, str]


@dataclass(frozen=True, slots=True)
class Subjects:
    """Whose money a request spends: a user and a key by id ("" for none), a profile by name."""

    user_id: str
    key_id: str
    profile: str

    @property
    def scopes(self) -> tuple[Subject, ...]:
        """The scopes of budgets that are checked before a provider is chosen."""
        return ("user", self.user_id), ("key", self.key_id), ("profile", self.profile)


@dataclass(slots=True, eq=False)
class Admission:
    """A request that was let in at `at_ms`, and what it holds under hard budgets until `settle`.

    `holds` is what a gateway claims in a database that it shares with others.
    """

    who: Subjects
    at_ms: int
    hold_micros: int
    hold_currency: str
    holds: tuple[Hold, ...] = ()
    provider_holds: tuple[Hold, ...] = ()
    settled: bool = False


@dataclass(frozen=True, slots=True)
class BudgetWarning:
    """A budget of which at least `percent` is spent now: the highest threshold that was passed."""

    budget: Budget
    percent: int
    spent_micros: int
    resets_at_ms: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What a request spent: for the ledger, and for a person."""

    charges: tuple[Charge, ...] = ()
    warnings: tuple[BudgetWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class BudgetState:
    """A budget in its current period; `percent` is rounded down and goes beyond 100."""

    budget: Budget
    spent_micros: int
    percent: int
    period_start_ms: int
    resets_at_ms: int


@dataclass(slots=True)
class _Account:
    """One budget in one period, in micros of its currency.

    `stored` is what the database said; `committed` is what was written since, by the epoch in which
    it was; `pending` is settled and not yet written; `held` is in flight.
    """

    end_ms: int
    stored: int = 0
    pending: int = 0
    held: int = 0
    told: int = 0
    committed: dict[int, int] = field(default_factory=dict)

    @property
    def spent(self) -> int:
        return self.stored + self.pending + sum(self.committed.values())


class SpendBook:
    """The budgets of one gateway, for one thread: its event loop's.

    A hard budget lets a request in while what is spent and held under it is less than its limit. So
    it ends above the limit by no more than what was in flight when the limit was reached. Budgets
    that are switched off are charged all the same, and neither refuse nor warn.

    A request is charged to the period in which it began: there it was admitted and is counted by
    the statistics. Where the database is shared, others spend too: the gateway reads it every now
    and then (`mark`, then `replace`) and claims `Admission.holds` there before it sends anything.
    """

    def __init__(self, zone: tzinfo, rate: Rate, warn_at: Sequence[int]) -> None:
        self._by_subject: dict[Subject, list[Budget]] = {}
        self._budgets: dict[str, Budget] = {}
        self._accounts: dict[tuple[str, int], _Account] = {}
        self._bounds: dict[Period, tuple[int, int]] = {}
        self._epoch = 0
        self._replaced = 0
        self.configure(zone, rate, warn_at)

    def configure(self, zone: tzinfo, rate: Rate, warn_at: Sequence[int]) -> None:
        """Take changed settings; `warn_at` are percents. Holds keep the periods they were taken in.

        With another time zone periods begin at other times, and their sums at nothing.
        """
        self._zone, self._rate = zone, rate
        self._warn_at = tuple(sorted(set(warn_at), reverse=True))
        self._bounds = {}

    @property
    def has_budgets(self) -> bool:
        """Whether there is any budget at all."""
        return bool(self._budgets)

    def period_starts(self, now_ms: int) -> tuple[int, ...]:
        """When the current day, week and month began: what `replace` wants the spend of."""
        periods: tuple[Period, ...] = ("day", "week", "month")
        return tuple(sorted({self._period(period, now_ms)[0] for period in periods}))

    def mark(self) -> int:
        """Call before the database is read, and give it to `replace` with what was read."""
        self._epoch += 1
        return self._epoch

    def replace(
        self,
        budgets: Iterable[Budget],
        spends: Mapping[tuple[str, int], int],
        mark: int,
        now_ms: int,
    ) -> tuple[BudgetWarning, ...]:
        """Take the budgets and their spend (by budget id and period start) from the database.

        What was written between `mark` and now may be in it or not: it is counted on top until the
        next read, so that a budget is never thought emptier than it is. A read that began before
        the last one taken is ignored. Gives the warnings for what other gateways spent; of a budget
        that is new here, what was passed before is not told again.
        """
        if mark < self._replaced:
            return ()
        self._replaced = mark
        old, self._budgets = self._budgets, {budget.id: budget for budget in budgets}
        self._by_subject = {}
        for budget in self._budgets.values():
            self._by_subject.setdefault((budget.scope, budget.subject), []).append(budget)
        for account in self._accounts.values():
            account.committed = {
                epoch: micros for epoch, micros in account.committed.items() if epoch >= mark
            }
        warnings = []
        for budget in self._budgets.values():
            start, _ = self._period(budget.period, now_ms)
            account = self._account(budget, now_ms)
            before = old.get(budget.id)
            if before is not None and before.currency != budget.currency:
                # The database counted anew; what is known here are micros of the other currency.
                account.stored, account.told, account.committed = 0, 0, {}
            account.stored = max(account.stored, spends.get((budget.id, start), 0))
            if before is None or before.limit_micros != budget.limit_micros:
                account.told = self._threshold(budget, account)
            elif warning := self._warning(budget, account):
                warnings.append(warning)
        self._forget(now_ms)
        return tuple(warnings)

    def admit(
        self, who: Subjects, hold_micros: int, hold_currency: str, now_ms: int
    ) -> Admission | Exceeded:
        """Let a request in that will probably cost `hold_micros`, or say which budget is spent.

        Every `Admission` must come back to `settle`, however the request ended.
        """
        applying = [
            budget
            for scope, subject in who.scopes
            for budget in self._applying(scope, subject)
            if budget.hard and budget.active
        ]
        exceeded = self._exceeded(applying, now_ms)
        if exceeded is not None:
            return exceeded
        admission = Admission(who, now_ms, max(hold_micros, 0), hold_currency)
        admission.holds = self._hold(applying, admission)
        return admission

    def open_provider(self, name: str, now_ms: int) -> Exceeded | None:
        """Which hard budget of the provider `name` is spent, None where it may be tried."""
        return self._exceeded(self._hard(name), now_ms)

    def try_provider(self, admission: Admission, name: str, now_ms: int) -> Exceeded | None:
        """Hold money of the provider `name`, instead of the one tried before, or say why not.

        What is to be claimed in a shared database is `admission.provider_holds` then.
        """
        self._release(admission.provider_holds)
        admission.provider_holds = ()
        exceeded = self.open_provider(name, now_ms)
        if exceeded is None and not admission.settled:
            admission.provider_holds = self._hold(self._hard(name), admission)
        return exceeded

    def settle(
        self,
        admission: Admission,
        provider: str,
        cost_micros: int | None,
        currency: str,
        now_ms: int,
    ) -> Settled:
        """Give back what `admission` holds, and charge what the request cost at `provider`.

        `cost_micros` is None where there is no price, or nothing was spent. Every budget that
        applies now is charged, one that came while the request ran too. Settling twice does
        nothing. Each threshold is told once a period, the highest alone where several are passed.
        """
        if admission.settled:
            return Settled()
        admission.settled = True
        self._release(admission.holds + admission.provider_holds)
        if not cost_micros:
            return Settled()
        subjects: tuple[Subject, ...] = (*admission.who.scopes, ("provider", provider))
        charges, warnings = [], []
        for scope, subject in subjects:
            for budget in self._applying(scope, subject):
                start, end = self._period(budget.period, admission.at_ms)
                account = self._account(budget, admission.at_ms)
                micros = convert(cost_micros, currency, budget.currency, self._rate)
                if not micros:
                    continue
                account.pending += micros
                charges.append(Charge(budget.id, start, micros))
                if now_ms < end and (warning := self._warning(budget, account)):
                    warnings.append(warning)
        return Settled(tuple(charges), tuple(warnings))

    def committed(self, charges: Iterable[Charge]) -> None:
        """These charges of `settle` are in the database now."""
        for charge in charges:
            account = self._accounts.get((charge.budget_id, charge.period_start_ms))
            if account is not None:
                account.pending -= charge.micros
                written = account.committed.get(self._epoch, 0)
                account.committed[self._epoch] = written + charge.micros

    def states(self, now_ms: int) -> list[BudgetState]:
        """Every budget in its current period, in the order in which they came."""
        found = []
        for budget in self._budgets.values():
            start, end = self._period(budget.period, now_ms)
            spent = self._account(budget, now_ms).spent
            found.append(BudgetState(budget, spent, spent * 100 // budget.limit_micros, start, end))
        return found

    def _applying(self, scope: BudgetScope, subject: str) -> Sequence[Budget]:
        return self._by_subject.get((scope, subject), ()) if subject else ()

    def _hard(self, provider: str) -> list[Budget]:
        return [
            budget
            for budget in self._applying("provider", provider)
            if budget.hard and budget.active
        ]

    def _exceeded(self, budgets: Iterable[Budget], now_ms: int) -> Exceeded | None:
        """The spent budget that stays spent longest: before its reset no request gets through."""
        found: Exceeded | None = None
        for budget in budgets:
            account = self._account(budget, now_ms)
            taken = account.spent + account.held
            if taken >= budget.limit_micros and (
                found is None or account.end_ms > found.resets_at_ms
            ):
                found = Exceeded(budget, taken, account.end_ms)
        return found

    def _hold(self, budgets: Iterable[Budget], admission: Admission) -> tuple[Hold, ...]:
        holds = []
        for budget in budgets:
            start, end = self._period(budget.period, admission.at_ms)
            micros = convert(
                admission.hold_micros, admission.hold_currency, budget.currency, self._rate
            )
            self._account(budget, admission.at_ms).held += micros
            holds.append(Hold(budget, start, end, micros))
        return tuple(holds)

    def _release(self, holds: Iterable[Hold]) -> None:
        for hold in holds:
            account = self._accounts.get((hold.budget.id, hold.period_start_ms))
            if account is not None:
                account.held -= hold.micros

    def _account(self, budget: Budget, at_ms: int) -> _Account:
        start, end = self._period(budget.period, at_ms)
        account = self._accounts.get((budget.id, start))
        if account is None:
            account = self._accounts[budget.id, start] = _Account(end)
        return account

    def _period(self, period: Period, at_ms: int) -> tuple[int, int]:
        known = self._bounds.get(period)
        if known is not None and known[0] <= at_ms < known[1]:
            return known
        bounds = period_bounds(period, at_ms, self._zone)
        if known is None or bounds[0] > known[0]:  # a late request must not push out today
            self._bounds[period] = bounds
        return bounds

    def _threshold(self, budget: Budget, account: _Account) -> int:
        """The highest percent of `warn_at` that is spent, 0 for none."""
        spent = account.spent * 100
        return next((at for at in self._warn_at if spent >= at * budget.limit_micros), 0)

    def _warning(self, budget: Budget, account: _Account) -> BudgetWarning | None:
        if not budget.active:
            return None
        percent = self._threshold(budget, account)
        if percent <= account.told:
            return None
        account.told = percent
        return BudgetWarning(budget, percent, account.spent, account.end_ms)

    def _forget(self, now_ms: int) -> None:
        """Drop what is over and written, and what was deleted and is not in flight."""
        self._accounts = {
            (budget_id, start): account
            for (budget_id, start), account in self._accounts.items()
            if account.held
            or account.pending
            or (account.end_ms > now_ms and budget_id in self._budgets)
        }
