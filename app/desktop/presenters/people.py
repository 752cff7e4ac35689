"""The page of people and keys: who may use this gateway, and what each key may do."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Any

from app.desktop.presenters.editing import EditingPresenter
from app.desktop.program import Program
from app.desktop.program.failure import ProgramError
from app.desktop.program.listeners import Listeners
from app.desktop.program.people import KeyTerms, MintedKey
from app.desktop.wording import translate
from app.storage.records import StoredKey, User


class KeyStanding(StrEnum):
    """Whether a key opens the door now, and what shuts it."""

    ACTIVE = "active"
    REVOKED = "revoked"
    EXPIRED = "expired"
    USER_OFF = "user_off"


@dataclass(frozen=True, slots=True)
class UserLine:
    """A person, and how many of the keys are theirs and not revoked."""

    user: User
    keys: int


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key with its user's name, "" where it is nobody's in particular."""

    key: StoredKey
    user_name: str
    standing: KeyStanding


@dataclass(frozen=True, slots=True)
class PeopleState:
    """What the page shows. `keys` are those of the user `shown`; None for everybody's.

    `minted` is the key that was just made, until it is dismissed: its token is shown once.
    `trouble` says why nothing could be read. `known` is False until it was read once.
    """

    users: tuple[UserLine, ...] = ()
    keys: tuple[KeyLine, ...] = ()
    all_keys: int = 0
    shown: str | None = None
    profiles: tuple[str, ...] = ()
    minted: MintedKey | None = None
    busy: bool = False
    trouble: str = ""
    known: bool = False


class PeoplePresenter(EditingPresenter):
    """Users and keys are no settings: what is done to them is taken back here.

    `to_copy` hears text for the clipboard. `added` hears the id of a user that was added, or of a
    key whose editor may close.
    """

    def __init__(
        self, program: Program, *, now_ms: Callable[[], int] = lambda: round(time.time() * 1000)
    ) -> None:
        super().__init__(program)
        self.state = PeopleState(profiles=tuple(program.configuration.settings.profiles))
        self.to_copy: Listeners[str] = Listeners()
        self.added: Listeners[str] = Listeners()
        self._now_ms = now_ms
        self._reading: asyncio.Task[None] | None = None
        self._again = False
        self.watch(program.people.changed.connect(lambda _: self.read()))
        self.watch(program.configuration.changed.connect(lambda _: self._profiles()))

    def read(self) -> None:
        """Read everybody again; asked for while it is being read, once more after that."""
        if self._reading is not None and not self._reading.done():
            self._again = True
            return
        self._reading = self.spawn(self._read())

    def show(self, user_id: str | None) -> None:
        """List the keys of one user only, "" for nobody's, None for all."""
        self._become(shown=user_id)
        self.read()

    # People.

    def add_user(self, name: str, email: str = "", note: str = "") -> None:
        """Add a person."""

        async def add() -> None:
            user = await self.program.people.add_user(name.strip(), email.strip(), note.strip())
            self.added.tell(user.id)

        self._do("user", add())

    def update_user(self, user: User, name: str, email: str, note: str) -> None:
        """Change a person's words."""
        people = self.program.people
        label = translate("People", "{name} changed").format(name=name.strip())

        async def back() -> None:
            await people.update_user(user.id, user.name, user.email, user.note)

        async def update() -> None:
            await people.update_user(user.id, name.strip(), email.strip(), note.strip())
            self.added.tell(user.id)
            self.offer(label, back)

        if (name.strip(), email.strip(), note.strip()) == (user.name, user.email, user.note):
            self.added.tell(user.id)
        else:
            self._do("user", update())

    def set_user_active(self, user: User, active: bool) -> None:
        """Deactivate a person, with all keys, or bring them back."""
        label = (
            translate("People", "{name} may use the gateway again")
            if active
            else translate("People", "{name} was deactivated")
        ).format(name=user.name)
        switch = partial(self.program.people.set_user_active, user.id)
        self._do("", self._switched(switch, active, label))

    # Keys.

    def add_key(self, name: str, user_id: str, terms: KeyTerms) -> None:
        """Mint a key; `state.minted` shows it, once."""

        async def add() -> None:
            minted = await self.program.people.add_key(name.strip(), user_id, terms)
            self._become(minted=minted)
            self.added.tell(minted.key.id)

        self._do("key", add())

    def update_key(self, key: StoredKey, name: str, terms: KeyTerms) -> None:
        """Change what a key is called and what it may do."""
        people = self.program.people
        label = translate("People", "The key {name} changed").format(name=name.strip())

        async def back() -> None:
            await people.update_key(key.id, key.name, terms_of(key))

        async def update() -> None:
            await people.update_key(key.id, name.strip(), terms)
            self.added.tell(key.id)
            self.offer(label, back)

        if (name.strip(), terms) == (key.name, terms_of(key)):
            self.added.tell(key.id)
        else:
            self._do("key", update())

    def set_key_active(self, key: StoredKey, active: bool) -> None:
        """Revoke a key, or take that back."""
        label = (
            translate("People", "The key {name} works again")
            if active
            else translate("People", "The key {name} was revoked")
        ).format(name=key.name)
        switch = partial(self.program.people.set_key_active, key.id)
        self._do("", self._switched(switch, active, label))

    def copy_minted(self) -> None:
        """The token that was just made."""
        if self.state.minted is not None:
            self.to_copy.tell(self.state.minted.token)

    def dismiss_minted(self) -> None:
        """It was copied: nothing shows it any more."""
        self._become(minted=None)

    def copy_own_key(self) -> None:
        """The key of this machine's own clients."""

        async def copy() -> None:
            self.to_copy.tell(await self.program.server.client_key())

        self.spawn(copy())

    def forget_problems(self) -> None:
        """An editor was opened or closed: what was wrong in the last one is not wrong here."""
        for path in tuple(self._problems):
            self.blame(path, "")

    # How.

    async def _switched(
        self, switch: Callable[[bool], Coroutine[Any, Any, None]], active: bool, label: str
    ) -> None:
        await switch(active)
        self.offer(label, lambda: switch(not active))

    def _do(self, where: str, work: Coroutine[Any, Any, None]) -> None:
        """Work that a button waits for; a field's problem is told as `where`.`field`."""

        async def done() -> None:
            self._become(busy=True)
            try:
                await work
            except ProgramError as error:
                if not where or not error.field:
                    raise
                self.blame(f"{where}.{error.field}", error.message)
            finally:
                self._become(busy=False)

        self.forget_problems()
        self.spawn(done())

    async def _read(self) -> None:
        people = self.program.people
        self._again = True
        while self._again:
            self._again = False
            try:
                users, keys = await people.users(), await people.keys()
            except ProgramError as error:
                self._become(trouble=error.message, known=True)
                return
            by_id = {user.id: user for user in users}
            shown = self.state.shown
            if shown and shown not in by_id:
                shown = None
            held = [key.user_id for key in keys if key.active]
            now = self._now_ms()
            self._become(
                users=tuple(UserLine(user, held.count(user.id)) for user in users),
                keys=tuple(
                    _line(key, by_id.get(key.user_id), now)
                    for key in keys
                    if shown is None or key.user_id == shown
                ),
                all_keys=len(keys),
                shown=shown,
                trouble="",
                known=True,
            )

    def _profiles(self) -> None:
        self._become(profiles=tuple(self.settings.profiles))

    def _become(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.tell(None)


def terms_of(key: StoredKey) -> KeyTerms:
    """What a key may do now."""
    return KeyTerms(
        profile=key.profile,
        expires_ms=key.expires_ms,
        requests_per_minute=key.requests_per_minute,
        tokens_per_minute=key.tokens_per_minute,
        concurrency=key.concurrency,
    )


def _line(key: StoredKey, user: User | None, now_ms: int) -> KeyLine:
    if not key.active:
        standing = KeyStanding.REVOKED
    elif user is not None and not user.active:
        standing = KeyStanding.USER_OFF
    elif key.expires_ms is not None and key.expires_ms <= now_ms:
        standing = KeyStanding.EXPIRED
    else:
        standing = KeyStanding.ACTIVE
    return KeyLine(key, user.name if user is not None else "", standing)
