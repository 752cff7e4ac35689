"""Users, keys and budgets in lists."""

from collections.abc import Sequence
from dataclasses import replace

from app.desktop.program.failure import ProgramError
from app.desktop.program.listeners import Listeners
from app.desktop.program.people import BudgetState, KeyTerms, MintedKey
from app.storage.records import Budget, BudgetScope, Period, StoredKey, User
from tests.fakes.program import sample
from tests.fakes.program.recorded import Recorded


class FakePeople(Recorded):
    """Those of the sample. Names are taken once only; ids count up."""

    def __init__(self, *, currency: str = "USD") -> None:
        super().__init__()
        self.changed: Listeners[None] = Listeners()
        self.all_users = list(sample.USERS)
        self.all_keys = list(sample.KEYS)
        self.all_budgets = list(sample.BUDGETS)
        self.spent = dict(sample.SPENT)
        self.currency = currency
        self._made = 0

    async def users(self) -> Sequence[User]:
        """Everybody, by name."""
        await self._asked("users")
        return sorted(self.all_users, key=lambda user: user.name.lower())

    async def add_user(self, name: str, email: str = "", note: str = "") -> User:
        """Add one."""
        await self._asked("add_user", name, email, note)
        self._free_name(name, "")
        user = User(self._id("usr"), name, sample.NOW_MS, email=email, note=note)
        self.all_users.append(user)
        self.changed.tell(None)
        return user

    async def update_user(self, user_id: str, name: str, email: str, note: str) -> User:
        """Change one."""
        await self._asked("update_user", user_id, name, email, note)
        self._free_name(name, user_id)
        place = self._place(self.all_users, user_id)
        self.all_users[place] = replace(self.all_users[place], name=name, email=email, note=note)
        self.changed.tell(None)
        return self.all_users[place]

    async def set_user_active(self, user_id: str, active: bool) -> None:
        """Switch one and all keys."""
        await self._asked("set_user_active", user_id, active)
        place = self._place(self.all_users, user_id)
        self.all_users[place] = replace(self.all_users[place], active=active)
        self.changed.tell(None)

    async def keys(self, user_id: str | None = None) -> Sequence[StoredKey]:
        """The newest first."""
        await self._asked("keys", user_id)
        found = [key for key in self.all_keys if user_id is None or key.user_id == user_id]
        return sorted(found, key=lambda key: -key.created_ms)

    async def add_key(self, name: str, user_id: str, terms: KeyTerms) -> MintedKey:
        """Mint one."""
        await self._asked("add_key", name, user_id, terms)
        if not name:
            raise ProgramError("A key needs a name.", "name")
        if any(key.name == name and key.active for key in self.all_keys):
            raise ProgramError(f"There is a key named {name} already.", "name")
        key = _with(StoredKey(self._id("key"), name, "f" * 64, "drg-new", sample.NOW_MS), terms)
        key = replace(key, user_id=user_id)
        self.all_keys.append(key)
        self.changed.tell(None)
        return MintedKey(key, f"drg-newkey{self._made:033d}")

    async def update_key(self, key_id: str, name: str, terms: KeyTerms) -> StoredKey:
        """Change one."""
        await self._asked("update_key", key_id, name, terms)
        place = self._place(self.all_keys, key_id)
        self.all_keys[place] = _with(replace(self.all_keys[place], name=name), terms)
        self.changed.tell(None)
        return self.all_keys[place]

    async def set_key_active(self, key_id: str, active: bool) -> None:
        """Revoke one or not."""
        await self._asked("set_key_active", key_id, active)
        place = self._place(self.all_keys, key_id)
        self.all_keys[place] = replace(self.all_keys[place], active=active)
        self.changed.tell(None)

    async def budgets(self) -> Sequence[BudgetState]:
        """All, with what is spent."""
        await self._asked("budgets")
        return [self._state(budget) for budget in self.all_budgets]

    async def add_budget(
        self, scope: BudgetScope, subject: str, period: Period, limit_micros: int, hard: bool
    ) -> Budget:
        """Add one."""
        await self._asked("add_budget", scope, subject, period, limit_micros, hard)
        if limit_micros <= 0:
            raise ProgramError("A budget is more than nothing.", "limit")
        budget = Budget(
            self._id("bud"),
            scope,
            subject,
            period,
            limit_micros,
            self.currency,
            sample.NOW_MS,
            hard=hard,
        )
        self.all_budgets.append(budget)
        self.changed.tell(None)
        return budget

    async def update_budget(
        self, budget_id: str, limit_micros: int, hard: bool, active: bool
    ) -> Budget:
        """Change one."""
        await self._asked("update_budget", budget_id, limit_micros, hard, active)
        place = self._place(self.all_budgets, budget_id)
        self.all_budgets[place] = replace(
            self.all_budgets[place], limit_micros=limit_micros, hard=hard, active=active
        )
        self.changed.tell(None)
        return self.all_budgets[place]

    async def remove_budget(self, budget_id: str) -> None:
        """Delete one."""
        await self._asked("remove_budget", budget_id)
        del self.all_budgets[self._place(self.all_budgets, budget_id)]
        self.changed.tell(None)

    def _state(self, budget: Budget) -> BudgetState:
        spent, resets = self.spent.get(budget.id, (0, sample.NOW_MS + 86_400_000))
        people: tuple[User | StoredKey, ...] = (*self.all_users, *self.all_keys)
        name = next((each.name for each in people if each.id == budget.subject), budget.subject)
        return BudgetState(budget, name, spent, resets)

    def _free_name(self, name: str, user_id: str) -> None:
        if not name:
            raise ProgramError("A person needs a name.", "name")
        if any(user.name == name and user.id != user_id for user in self.all_users):
            raise ProgramError(f"There is a user named {name} already.", "name")

    def _id(self, kind: str) -> str:
        self._made += 1
        return f"{kind}_new{self._made}"

    @staticmethod
    def _place(found: Sequence[User | StoredKey | Budget], wanted: str) -> int:
        for place, each in enumerate(found):
            if each.id == wanted:
                return place
        raise ProgramError("It is not there any more.")


def _with(key: StoredKey, terms: KeyTerms) -> StoredKey:
    return replace(
        key,
        profile=terms.profile,
        expires_ms=terms.expires_ms,
        requests_per_minute=terms.requests_per_minute,
        tokens_per_minute=terms.tokens_per_minute,
        concurrency=terms.concurrency,
    )
