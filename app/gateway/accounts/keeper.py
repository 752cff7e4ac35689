"""The accounts of one gateway: who may spend, and what was spent."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Protocol

from app.gateway.accounts.entry import usage_row
from app.gateway.accounts.pricing import Cost, Expected, Pricing
from app.gateway.accounts.refusals import over_budget, over_limit
from app.gateway.accounts.terms import Terms
from app.gateway.outcome import Outcome
from app.providers.provider import Provider
from app.routing.limits import KeyLimits, Limiter
from app.routing.spend_book import Admission, BudgetWarning, SpendBook, Subjects
from app.secrets.client_keys import ClientKey
from app.storage.records import Charge, Entry, Exceeded, Hold, UsageRow

log = logging.getLogger(__name__)

# Rows that are kept while the database is not there yet.
_WAITING_ROWS = 1000


class Backing(Protocol):
    """The database's side, as far as requests need it."""

    @property
    def shared(self) -> bool:
        """Whether other gateways spend from the same budgets."""
        ...

    def record(self, entry: Entry) -> None:
        """Take one request for the ledger; returns at once."""
        ...

    async def claim(self, holds: tuple[Hold, ...], now_ms: int) -> tuple[str, ...] | Exceeded:
        """Hold money in the shared database: the holds' ids, or the budget that is spent."""
        ...

    def release(self, hold_ids: tuple[str, ...]) -> None:
        """Give holds back that no row will; returns at once."""
        ...


class Onlooker(Protocol):
    """Hears of requests that ask a model, on the loop; it must return at once and never raise."""

    def began(self, outcome: Outcome) -> None:
        """A request was admitted."""
        ...

    def trying(self, outcome: Outcome) -> None:
        """A provider is about to be called: `outcome.provider`."""
        ...

    def ended(self, outcome: Outcome, row: UsageRow) -> None:
        """It has ended, whether or not it was admitted, and this is its row for the ledger."""
        ...


@dataclass(slots=True)
class _Running:
    """A request that was admitted: what it holds here and in the shared database.

    `expected` is None where there is no budget, or no price. A `part` of another request has its
    own money, and no place of its own among those of its key.
    """

    key: ClientKey
    estimated_tokens: int
    admission: Admission
    expected: Expected | None = None
    claims: tuple[str, ...] = ()
    provider_claims: tuple[str, ...] = ()
    part: bool = False


def _now_ms() -> int:
    return int(time.time() * 1000)


class Accounts:
    """Admits requests and records them. Lives on the event loop; nothing here blocks it.

    `told` hears of each outcome, `warned` of each budget that passed a threshold, `onlooker` of
    requests that ask a model, as they begin, go on and end. Without a
    database (`expects_database` False: the demo) limits hold, and nothing is kept.
    """

    def __init__(
        self,
        pricing: Pricing,
        terms: Terms,
        gateway: str,
        *,
        expects_database: bool = True,
        told: Callable[[Outcome], None] | None = None,
        warned: Callable[[BudgetWarning], None] | None = None,
        onlooker: Onlooker | None = None,
        now_ms: Callable[[], int] = _now_ms,
    ) -> None:
        self.gateway = gateway
        self.book = SpendBook(terms.zone, terms.rate, terms.warn_at)
        self.limiter = Limiter()
        self.attached = asyncio.Event()
        self._pricing = pricing
        self._terms = terms
        self._told = told
        self._warned = warned
        self._onlooker = onlooker
        self._now_ms = now_ms
        self._backing: Backing | None = None
        self._waiting: list[Entry] | None = [] if expects_database else None
        self._running: dict[str, _Running] = {}
        self._pricing_tasks: set[asyncio.Task[None]] = set()

    @property
    def expects_database(self) -> bool:
        """Whether a database is still to come, with keys that nobody knows yet."""
        return self._waiting is not None

    @property
    def in_progress(self) -> int:
        """How many requests were admitted and have not ended."""
        return len(self._running)

    @property
    def zone(self) -> tzinfo:
        """Where a day begins and ends."""
        return self._terms.zone

    def configure(self, terms: Terms) -> None:
        """Take changed settings."""
        if terms != self._terms:
            self._terms = terms
            self.book.configure(terms.zone, terms.rate, terms.warn_at)

    def attach(self, backing: Backing) -> None:
        """The database is there: what has waited for it is recorded."""
        self._backing = backing
        waiting, self._waiting = self._waiting or [], None
        for entry in waiting:
            backing.record(self._charged(entry))
        self.attached.set()

    async def admit(
        self, outcome: Outcome, key: ClientKey, provider: Provider, model: str, tokens: int
    ) -> None:
        """Let a request of about `tokens` input tokens in, which will first be tried at `provider`.

        Raises `Refused` (RATE_LIMITED, BILLING) where a limit or a hard budget says no.
        """
        limits = KeyLimits(key.requests_per_minute, key.tokens_per_minute, key.concurrency)
        refusal = self.limiter.admit(key.id, limits, tokens, asyncio.get_running_loop().time())
        if refusal is not None:
            raise over_limit(refusal, key.name)
        try:
            expected = await self._expected(provider, model, tokens)
            admission, claims = await self._admitted(key, expected)
        except BaseException:
            self._leave(key, tokens, 0)
            raise
        self._running[outcome.request_id] = _Running(key, tokens, admission, expected, claims)
        if self._onlooker is not None:
            self._onlooker.began(outcome)

    async def admit_part(
        self, outcome: Outcome, whole: str, provider: Provider, model: str, tokens: int
    ) -> None:
        """Let a call in that the running request `whole` makes of another provider on its way.

        Raises `Refused` (BILLING) where a hard budget says no.
        """
        running = self._running.get(whole)
        if running is None:
            return
        expected = await self._expected(provider, model, tokens)
        admission, claims = await self._admitted(running.key, expected)
        part = _Running(running.key, 0, admission, expected, claims, part=True)
        self._running[outcome.request_id] = part
        await self.try_provider(outcome, provider.name)

    def trying(self, outcome: Outcome) -> None:
        """A provider is about to be called."""
        if self._onlooker is not None:
            self._onlooker.trying(outcome)

    async def try_provider(self, outcome: Outcome, name: str) -> None:
        """Before an attempt at the provider `name`. Raises `Refused` where its budget is spent."""
        running = self._running.get(outcome.request_id)
        if running is None:
            return
        now = self._now_ms()
        exceeded = self.book.try_provider(running.admission, name, now)
        if exceeded is not None:
            raise over_budget(exceeded, now, self.zone)
        self._give_back(running.provider_claims)
        running.provider_claims = ()
        running.provider_claims = await self._claimed(running.admission.provider_holds, now)

    def record(self, outcome: Outcome) -> None:
        """A request has ended; whatever was held for it is settled. Fails no request."""
        try:
            self._record(outcome)
        except Exception:
            log.exception("the request could not be recorded")

    def _record(self, outcome: Outcome) -> None:
        if self._told is not None:
            self._told(outcome)
        running = self._running.pop(outcome.request_id, None)
        usage = outcome.usage
        if running is not None and not running.part:
            tokens = usage.input + usage.output if usage is not None else 0
            self._leave(running.key, running.estimated_tokens, tokens)
        if not outcome.asked or not outcome.key_id:
            return
        provider = outcome.served_by
        if usage is None or provider is None:
            self._write(outcome, running, None)
        elif self._pricing.known(provider, outcome.model):
            cost = self._pricing.cost(provider, outcome.model, usage, outcome.began_ms)
            if cost is not None and running is not None and running.expected is not None:
                listed = running.expected.listed_micros
                self._pricing.learn(provider, outcome.model, listed, cost.micros)
            self._write(outcome, running, cost)
        else:
            task = asyncio.create_task(self._write_priced(outcome, running, provider))
            self._pricing_tasks.add(task)
            task.add_done_callback(self._pricing_tasks.discard)

    async def settle(self) -> None:
        """Wait until every row that waits for its price is on its way."""
        if self._pricing_tasks:
            await asyncio.wait(self._pricing_tasks)

    def warn(self, warnings: tuple[BudgetWarning, ...]) -> None:
        """Tell of budgets that passed a threshold."""
        for warning in warnings:
            budget = warning.budget
            log.warning(
                "%d %% of the %s budget of the %s %s are spent: %.2f of %.2f %s",
                warning.percent,
                budget.period,
                budget.scope,
                budget.subject,
                warning.spent_micros / 1_000_000,
                budget.limit_micros / 1_000_000,
                budget.currency,
            )
            if self._warned is not None:
                self._warned(warning)

    async def _expected(self, provider: Provider, model: str, tokens: int) -> Expected | None:
        """What a request will probably cost; nobody needs to know where there is no budget."""
        if not self.book.has_budgets:
            return None
        # A price that is looked up only afterwards settles late.
        if not self._pricing.known(provider, model):
            await self._pricing.resolve(provider, model)
        return self._pricing.expected(provider, model, tokens, self._now_ms())

    async def _admitted(
        self, key: ClientKey, expected: Expected | None
    ) -> tuple[Admission, tuple[str, ...]]:
        now = self._now_ms()
        who = Subjects(key.user_id, key.id, key.profile)
        held = (expected.micros, expected.currency) if expected is not None else (0, "USD")
        admission = self.book.admit(who, *held, now)
        if isinstance(admission, Exceeded):
            raise over_budget(admission, now, self.zone)
        try:
            return admission, await self._claimed(admission.holds, now)
        except BaseException:
            self.book.settle(admission, "", None, "", now)
            raise

    async def _claimed(self, holds: tuple[Hold, ...], now_ms: int) -> tuple[str, ...]:
        if not holds or self._backing is None or not self._backing.shared:
            return ()
        claimed = await self._backing.claim(holds, now_ms)
        if isinstance(claimed, Exceeded):
            raise over_budget(claimed, now_ms, self.zone)
        return claimed

    def _charged(self, entry: Entry) -> Entry:
        """An entry of before the budgets were known, charged to those that there are."""
        row = entry.row
        if entry.charges or not row.cost_micros:
            return entry
        who = Subjects(row.user_id, row.key_id, row.profile)
        admission = Admission(who, row.started_ms, 0, row.currency)
        settled = self.book.settle(
            admission, row.provider, row.cost_micros, row.currency, self._now_ms()
        )
        self.warn(settled.warnings)
        return replace(entry, charges=settled.charges)

    def _give_back(self, claims: tuple[str, ...]) -> None:
        if claims and self._backing is not None:
            self._backing.release(claims)

    def _leave(self, key: ClientKey, estimated: int, tokens: int) -> None:
        self.limiter.ended(key.id, estimated, tokens, asyncio.get_running_loop().time())

    async def _write_priced(
        self, outcome: Outcome, running: _Running | None, provider: Provider
    ) -> None:
        await self._pricing.resolve(provider, outcome.model)
        cost = None
        if outcome.usage is not None:
            cost = self._pricing.cost(provider, outcome.model, outcome.usage, outcome.began_ms)
        self._write(outcome, running, cost)

    def _write(self, outcome: Outcome, running: _Running | None, cost: Cost | None) -> None:
        charges: tuple[Charge, ...] = ()
        holds: tuple[str, ...] = ()
        if running is not None:
            settled = self.book.settle(
                running.admission,
                outcome.provider,
                cost.micros if cost is not None else None,
                cost.currency if cost is not None else "",
                self._now_ms(),
            )
            charges = settled.charges
            holds = running.claims + running.provider_claims
            self.warn(settled.warnings)
        row = usage_row(outcome, cost, self.gateway)
        entry = Entry(row, charges, holds)
        if self._onlooker is not None:
            self._onlooker.ended(outcome, row)
        if self._backing is not None:
            self._backing.record(entry)
        elif self._waiting is not None and len(self._waiting) < _WAITING_ROWS:
            self._waiting.append(entry)
