"""The people who share this gateway, their keys, and budgets."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from app.desktop.program.listeners import Listeners
from app.storage.records import Budget, BudgetScope, Period, StoredKey, User


@dataclass(frozen=True, slots=True)
class KeyTerms:
    """What a client key may do; None is "no limit". `expires_ms` since 1970, UTC."""

    profile: str = "default"
    expires_ms: int | None = None
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    concurrency: int | None = None


@dataclass(frozen=True, slots=True)
class MintedKey:
    """A new key and its token, which nobody can ever show again."""

    key: StoredKey
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class BudgetState:
    """A budget with what is spent of it (micros in its currency) in the period of now.

    `subject_name` is the user's or key's name; a profile's and a provider's are the subject.
    """

    budget: Budget
    subject_name: str
    spent_micros: int
    resets_at_ms: int


class People(Protocol):
    """Users, keys and budgets. Every coroutine raises `ProgramError`, with the field where one."""

    @property
    def changed(self) -> Listeners[None]:
        """Told when users, keys or budgets changed, here or elsewhere."""
        ...

    async def users(self) -> Sequence[User]:
        """Everybody, the deactivated too, by name."""
        ...

    async def add_user(self, name: str, email: str = "", note: str = "") -> User:
        """Add a person."""
        ...

    async def update_user(self, user_id: str, name: str, email: str, note: str) -> User:
        """Change a person's words."""
        ...

    async def set_user_active(self, user_id: str, active: bool) -> None:
        """Deactivate with all keys, or bring back."""
        ...

    async def keys(self, user_id: str | None = None) -> Sequence[StoredKey]:
        """Client keys, of one user or all, the newest first."""
        ...

    async def add_key(self, name: str, user_id: str, terms: KeyTerms) -> MintedKey:
        """Mint a key; `user_id` "" for nobody in particular."""
        ...

    async def update_key(self, key_id: str, name: str, terms: KeyTerms) -> StoredKey:
        """Change a key's name and terms."""
        ...

    async def set_key_active(self, key_id: str, active: bool) -> None:
        """Revoke a key, within seconds, or take that back."""
        ...

    async def budgets(self) -> Sequence[BudgetState]:
        """Every budget and what is spent of it."""
        ...

    async def add_budget(
        self, scope: BudgetScope, subject: str, period: Period, limit_micros: int, hard: bool
    ) -> Budget:
        """Add a budget in the settings' currency."""
        ...

    async def update_budget(
        self, budget_id: str, limit_micros: int, hard: bool, active: bool
    ) -> Budget:
        """Change a budget."""
        ...

    async def remove_budget(self, budget_id: str) -> None:
        """Delete a budget and what it counted."""
        ...
