"""Users, keys and budgets in the database; what changes here holds at the next request."""

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from app.bootstrap.program.core import Core
from app.desktop.program.failure import ProgramError
from app.desktop.program.listeners import Listeners
from app.desktop.program.people import BudgetState, KeyTerms, MintedKey
from app.gateway.accounts.terms import zone
from app.routing.budget import period_bounds
from app.secrets import client_keys
from app.storage.records import Budget, BudgetScope, Period, StoredKey, User

if TYPE_CHECKING:
    from sqlalchemy import Connection

_Result = TypeVar("_Result")

_PERIODS: tuple[Period, ...] = ("day", "week", "month")
_VISIBLE = 8  # characters of a token that a list shows


class StoredPeople:
    """Imports the storage with the first question: SQLAlchemy is not wanted before."""

    def __init__(self, core: Core) -> None:
        self.changed: Listeners[None] = Listeners()
        self._core = core

    async def users(self) -> Sequence[User]:
        """Everybody, the deactivated too, by name."""

        def find(connection: "Connection") -> list[User]:
            from app.storage import people

            return sorted(people.users(connection), key=lambda user: user.name.casefold())

        return await self._core.read(find)

    async def add_user(self, name: str, email: str = "", note: str = "") -> User:
        """Add a person."""

        def add(connection: "Connection") -> User:
            from app.storage import people

            return people.create_user(connection, name, email=email, note=note, now_ms=_now_ms())

        return await self._write(add)

    async def update_user(self, user_id: str, name: str, email: str, note: str) -> User:
        """Change a person's words."""

        def update(connection: "Connection") -> User:
            from app.storage import people

            return people.update_user(connection, user_id, name=name, email=email, note=note)

        return await self._write(update)

    async def set_user_active(self, user_id: str, active: bool) -> None:
        """Deactivate with all keys, or bring back."""

        def switch(connection: "Connection") -> User:
            from app.storage import people

            return people.set_user_active(connection, user_id, active)

        await self._write(switch)

    async def keys(self, user_id: str | None = None) -> Sequence[StoredKey]:
        """Client keys, of one user or all, the newest first."""

        def find(connection: "Connection") -> list[StoredKey]:
            from app.storage import keys

            return keys.keys(connection, user_id=user_id)[::-1]

        return await self._core.read(find)

    async def add_key(self, name: str, user_id: str, terms: KeyTerms) -> MintedKey:
        """Mint a key."""
        self._check_profile(terms.profile)
        token = client_keys.mint()

        def add(connection: "Connection") -> StoredKey:
            from app.storage import keys

            return keys.create_key(
                connection,
                name,
                digest=client_keys.digest(token),
                prefix=token.reveal()[:_VISIBLE],
                user_id=user_id,
                profile=terms.profile,
                expires_ms=terms.expires_ms,
                requests_per_minute=terms.requests_per_minute,
                tokens_per_minute=terms.tokens_per_minute,
                concurrency=terms.concurrency,
                now_ms=_now_ms(),
            )

        return MintedKey(await self._write(add), token.reveal())

    async def update_key(self, key_id: str, name: str, terms: KeyTerms) -> StoredKey:
        """Change a key's name and terms."""
        self._check_profile(terms.profile)

        def update(connection: "Connection") -> StoredKey:
            from app.storage import keys

            return keys.update_key(
                connection,
                key_id,
                name=name,
                profile=terms.profile,
                expires_ms=terms.expires_ms,
                requests_per_minute=terms.requests_per_minute,
                tokens_per_minute=terms.tokens_per_minute,
                concurrency=terms.concurrency,
            )

        return await self._write(update)

    async def set_key_active(self, key_id: str, active: bool) -> None:
        """Revoke a key, or take that back."""

        def switch(connection: "Connection") -> StoredKey:
            from app.storage import keys

            return keys.set_key_active(connection, key_id, active)

        await self._write(switch)

    async def budgets(self) -> Sequence[BudgetState]:
        """Every budget and what is spent of it."""
        now_ms, days = _now_ms(), zone(self._core.store.current.accounting)

        def find(connection: "Connection") -> list[BudgetState]:
            from app.storage import budgets

            periods = {each: period_bounds(each, now_ms, days) for each in _PERIODS}
            spent = budgets.spends(connection, [start for start, _ in periods.values()])
            return [
                BudgetState(
                    budget,
                    _subject_name(connection, budget),
                    spent.get((budget.id, periods[budget.period][0]), 0),
                    periods[budget.period][1],
                )
                for budget in budgets.all_budgets(connection)
            ]

        return await self._core.read(find)

    async def add_budget(
        self, scope: BudgetScope, subject: str, period: Period, limit_micros: int, hard: bool
    ) -> Budget:
        """Add a budget in the settings' currency; it begins with what was spent already."""
        settings = self._core.store.current
        named = {"profile": {*settings.profiles}, "provider": {*settings.providers}}
        if scope in named and subject not in named[scope]:
            raise ProgramError(f"There is no {scope} {subject}.", "subject")
        accounting = settings.accounting
        now_ms = _now_ms()
        bounds = period_bounds(period, now_ms, zone(accounting))

        def add(connection: "Connection") -> Budget:
            from app.core.money import Rate
            from app.storage import budgets

            budget = budgets.create_budget(
                connection,
                scope=scope,
                subject=subject,
                period=period,
                limit_micros=limit_micros,
                currency=accounting.currency,
                hard=hard,
                now_ms=now_ms,
            )
            budgets.begin_with_rows(connection, budget, *bounds, Rate(accounting.cny_per_usd))
            return budget

        # Rows that are on their way would charge nothing, and be counted by nobody.
        await self._core.flushed()
        return await self._write(add)

    async def update_budget(
        self, budget_id: str, limit_micros: int, hard: bool, active: bool
    ) -> Budget:
        """Change a budget."""

        def update(connection: "Connection") -> Budget:
            from app.storage import budgets

            return budgets.update_budget(
                connection, budget_id, limit_micros=limit_micros, hard=hard, active=active
            )

        return await self._write(update)

    async def remove_budget(self, budget_id: str) -> None:
        """Delete a budget and what it counted."""

        def remove(connection: "Connection") -> Budget:
            from app.storage import budgets

            return budgets.delete_budget(connection, budget_id)

        await self._write(remove)

    async def _write(self, call: "Callable[[Connection], _Result]") -> _Result:
        done = await self._core.write(call)
        self.changed.tell(None)
        return done

    def _check_profile(self, profile: str) -> None:
        if profile not in self._core.store.current.profiles:
            raise ProgramError("There is no such profile. Create it first.", "profile")


def _subject_name(connection: "Connection", budget: Budget) -> str:
    from app.storage import keys, people
    from app.storage.failure import UnknownError

    try:
        if budget.scope == "user":
            return people.user_by_id(connection, budget.subject).name
        if budget.scope == "key":
            return keys.key(connection, budget.subject).name
    except UnknownError:
        return ""
    return budget.subject


def _now_ms() -> int:
    return int(time.time() * 1000)
