"""The page of budgets and prices: what may be spent, and what models cost."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, get_args

from app.desktop.presenters.editing import EditingPresenter
from app.desktop.program import Program
from app.desktop.program.failure import ProgramError
from app.desktop.program.people import BudgetState
from app.desktop.program.prices import KnownPrice
from app.desktop.wording import translate
from app.desktop.wording.problems import problem_words
from app.settings import change
from app.settings.schema import ModelPrice, Settings
from app.storage.records import Budget, BudgetScope, Period

MICROS = 1_000_000
SCOPES: tuple[BudgetScope, ...] = get_args(BudgetScope)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who or what a budget can be for: its id, and what a person calls it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class BudgetsState:
    """What the page shows. `subjects` can be chosen, by scope.

    `prices` are those of the models of `provider`, which are being read while `pricing`.
    `trouble` says why budgets could not be read; `known` is False until they were read once.
    """

    budgets: tuple[BudgetState, ...] = ()
    subjects: Mapping[BudgetScope, tuple[Subject, ...]] = field(default_factory=dict)
    providers: tuple[Subject, ...] = ()
    provider: str = ""
    prices: tuple[KnownPrice, ...] = ()
    pricing: bool = False
    busy: bool = False
    trouble: str = ""
    known: bool = False


class BudgetsPresenter(EditingPresenter):
    """Budgets are in the database and are taken back here; prices and currency are settings."""

    def __init__(self, program: Program, *, today: Callable[[], date] | None = None) -> None:
        super().__init__(program)
        self.state = BudgetsState()
        self._today = today or (lambda: datetime.now(UTC).astimezone().date())
        self._reading: asyncio.Task[None] | None = None
        self._again = False
        self._pricing: asyncio.Task[None] | None = None
        self.watch(program.people.changed.connect(lambda _: self.read()))
        self.watch(program.configuration.changed.connect(self._changed))

    def read(self) -> None:
        """Read everything again; asked for while it is being read, once more after that."""
        if self._reading is not None and not self._reading.done():
            self._again = True
            return
        self._reading = self.spawn(self._read())

    # Budgets.

    def add(
        self, scope: BudgetScope, subject: str, period: Period, limit: float, hard: bool
    ) -> None:
        """Add a budget of `limit` in the settings' currency; it counts its whole period."""

        async def add() -> None:
            if not subject:
                raise ProgramError(
                    translate("Budgets", "Choose whom this budget is for."), "subject"
                )
            made = await self.program.people.add_budget(scope, subject, period, micros(limit), hard)
            self.offer(
                translate("Budgets", "A budget was added"),
                lambda: self.program.people.remove_budget(made.id),
            )

        self._do(add())

    def update(self, budget: Budget, *, limit: float, hard: bool, active: bool) -> None:
        """Change a budget's limit, what happens at its end, or whether it holds."""
        people = self.program.people
        after = (micros(limit), hard, active)
        before = (budget.limit_micros, budget.hard, budget.active)

        async def back() -> None:
            await people.update_budget(budget.id, *before)

        async def update() -> None:
            await people.update_budget(budget.id, *after)
            self.offer(self._words(before, after), back)

        if after != before:
            self._do(update())

    def remove(self, budget: Budget) -> None:
        """Delete a budget; taken back, it counts its period's requests again."""
        people = self.program.people

        async def back() -> None:
            made = await people.add_budget(
                budget.scope, budget.subject, budget.period, budget.limit_micros, budget.hard
            )
            if not budget.active:
                await people.update_budget(made.id, made.limit_micros, made.hard, False)

        async def remove() -> None:
            await people.remove_budget(budget.id)
            if budget.currency == self.settings.accounting.currency:
                self.offer(translate("Budgets", "A budget was removed"), back)
            else:  # a new one would be in another currency
                self.told.tell(translate("Budgets", "The budget was removed."))

        self._do(remove())

    # Money.

    def currency(self, name: str) -> None:
        """The currency of totals and of new budgets."""
        label = translate("Budgets", "Currency {name}").format(name=name)
        self.commit("accounting.currency", name, label)

    def rate(self, value: float) -> None:
        """CNY for one USD."""
        label = translate("Budgets", "Rate {value}").format(value=f"{value:g}")
        self.commit("accounting.cny_per_usd", value, label)

    def type_thresholds(self, text: str) -> None:
        """Check thresholds while they are typed."""
        found = thresholds(text)
        if found is None:
            self.blame("accounting.warn_at", _no_thresholds())
        else:
            self.typed("accounting.warn_at", found)

    def warn_at(self, text: str) -> None:
        """Percents of a budget at which it is told, such as "50, 80, 100"; empty for never."""
        found = thresholds(text)
        if found is None:
            self.blame("accounting.warn_at", _no_thresholds())
        else:
            self.commit("accounting.warn_at", found, translate("Budgets", "Warnings of budgets"))

    def type_timezone(self, name: str) -> None:
        """Check a time zone while it is typed."""
        self.typed("accounting.timezone", name.strip() or None)

    def timezone(self, name: str) -> None:
        """Where a day begins and ends; "" for as the system says."""
        self.commit("accounting.timezone", name.strip() or None, translate("Budgets", "Time zone"))

    # Prices.

    def show_prices(self, provider: str) -> None:
        """List what the models of a provider cost."""
        self._become(provider=provider, prices=())
        self._price()

    def check_price(self, price: Mapping[str, object]) -> bool:
        """Check a price of one's own while it is typed; problems are at `price`.FIELD."""
        for path in [each for each in self._problems if each.startswith("price.")]:
            self.blame(path, "")
        provider = self.state.provider
        wrong = self.program.configuration.check(partial(_priced, provider, "model", price))
        for each in wrong:
            self.blame(f"price.{each.field.rpartition('.')[2]}", problem_words(each.sentence))
        return not wrong

    def set_price(self, model: str, price: Mapping[str, object]) -> None:
        """Count requests to a model at one's own price, as of today: fields of `ModelPrice`."""
        if self.check_price(price):
            label = translate("Budgets", "Price of {model}").format(model=model)
            dated = {"since": self._today(), **price}
            self.change(label, partial(_priced, self.state.provider, model, dated))

    def remove_price(self, model: str) -> None:
        """Count as the catalogue says again."""
        label = translate("Budgets", "No price of one's own for {model}").format(model=model)
        self.change(label, partial(_priced, self.state.provider, model, None))

    # How.

    def _words(self, before: tuple[int, bool, bool], after: tuple[int, bool, bool]) -> str:
        if before[2] != after[2]:
            return (
                translate("Budgets", "A budget was switched on")
                if after[2]
                else translate("Budgets", "A budget was switched off")
            )
        return translate("Budgets", "A budget was changed")

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        async def done() -> None:
            self._become(busy=True)
            try:
                await work
            except ProgramError as error:
                if not error.field:
                    raise
                self.blame(f"budget.{error.field}", error.message)
            finally:
                self._become(busy=False)

        for path in [each for each in self._problems if each.startswith("budget.")]:
            self.blame(path, "")
        self.spawn(done())

    async def _read(self) -> None:
        self._again = True
        while self._again:
            self._again = False
            people = self.program.people
            try:
                budgets, users, keys = (
                    await people.budgets(),
                    await people.users(),
                    await people.keys(),
                )
            except ProgramError as error:
                self._become(trouble=error.message, known=True)
                break
            providers = self._providers()
            self._become(
                budgets=tuple(sorted(budgets, key=lambda each: not each.budget.active)),
                subjects={
                    "user": tuple(Subject(user.id, user.name) for user in users if user.active),
                    "key": tuple(Subject(key.id, key.name) for key in keys if key.active),
                    "profile": tuple(Subject(name, name) for name in self.settings.profiles),
                    "provider": providers,
                },
                trouble="",
                known=True,
            )
        self._choose_provider()
        self._price()

    def _providers(self) -> tuple[Subject, ...]:
        return tuple(Subject(each.name, each.label) for each in self.program.providers.statuses())

    def _choose_provider(self) -> None:
        providers = self._providers()
        names = [each.id for each in providers]
        provider = self.state.provider
        if provider not in names:
            provider = next(iter(names), "")
        self._become(providers=providers, provider=provider)

    def _price(self) -> None:
        if self._pricing is not None:
            self._pricing.cancel()
        self._pricing = self.spawn(self._read_prices(self.state.provider))

    async def _read_prices(self, provider: str) -> None:
        entry = self.settings.providers.get(provider)
        status = next(
            (each for each in self.program.providers.statuses() if each.name == provider), None
        )
        own = entry.prices if entry is not None else {}
        models = dict.fromkeys((*(status.models if status is not None else ()), *own))
        self._become(pricing=True)
        found = [await self.program.prices.price(provider, model) for model in models]
        self._become(prices=tuple(found), pricing=False)

    def _changed(self, _settings: Settings) -> None:
        self.read()

    def _become(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.tell(None)


def micros(amount: float) -> int:
    """An amount of money in millionths, as budgets are kept."""
    return round(amount * MICROS)


def thresholds(text: str) -> tuple[int, ...] | None:
    """The percents in "50, 80 %, 100", in their order; None where something else is in it."""
    words = text.replace("%", " ").replace(",", " ").replace("，", " ").replace("、", " ").split()
    if not all(word.isascii() and word.isdigit() and len(word) < 6 for word in words):
        return None
    return tuple(sorted({int(word) for word in words}))


def _no_thresholds() -> str:
    return translate("Budgets", "Percents from 1 to 100, with commas between them: 50, 80, 100")


def _priced(
    provider: str, model: str, price: Mapping[str, object] | None, settings: Settings
) -> Settings:
    entry = settings.providers.get(provider)
    if entry is None:
        return settings
    own = None if price is None else ModelPrice.model_validate(dict(price))
    return change.replace_provider(settings, provider, change.with_price(entry, model, own))
