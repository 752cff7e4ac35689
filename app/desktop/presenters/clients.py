"""The page of client programs: found, connected in three ways, verified, and let go again."""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.connect.apply import FileChange
from app.connect.clients.client import Finding, Snippet
from app.desktop.presenters.editing import EditingPresenter
from app.desktop.program import Program
from app.desktop.program.clients import ClientState, Disconnected, VerifyStep, Way
from app.desktop.program.failure import ProgramError
from app.desktop.program.listeners import Listeners
from app.desktop.wording import translate
from app.settings.schema import DEFAULT_PROFILE, Settings


@dataclass(frozen=True, slots=True)
class ClientCard:
    """One client as its card shows it.

    `profile` is the one that connecting will use. `preview` are the files that making us the
    default would change, while a person looks at them. `findings` are the doctor's, None where
    it was not asked. `steps` are those of the last verification, `verifying` while it goes on.
    `report` is what the last disconnect did. `trouble` is why the last thing did not work.
    """

    client: ClientState
    profile: str = DEFAULT_PROFILE
    busy: bool = False
    preview: tuple[FileChange, ...] | None = None
    findings: tuple[Finding, ...] | None = None
    steps: tuple[VerifyStep, ...] = ()
    verifying: bool = False
    report: Disconnected | None = None
    trouble: str = ""

    @property
    def installed(self) -> bool:
        """Whether there is anything of it on this machine."""
        return bool(self.client.binary) or self.client.connected is not None


@dataclass(frozen=True, slots=True)
class ClientsState:
    """What the page shows; `trouble` says why the machine could not be searched.

    `snippets` are for `snippet_profile`, and hold its key: they are shown, never kept.
    """

    cards: tuple[ClientCard, ...] = ()
    profiles: tuple[str, ...] = ()
    snippets: tuple[Snippet, ...] = field(default=(), repr=False)
    snippet_profile: str = DEFAULT_PROFILE
    looking: bool = False
    known: bool = False
    trouble: str = ""

    def card(self, client_id: str) -> ClientCard:
        """The card of a client that is listed."""
        return next(card for card in self.cards if card.client.id == client_id)


class ClientsPresenter(EditingPresenter):
    """`to_copy` hears (client or snippet, text): text to copy holds a key."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.to_copy: Listeners[tuple[str, str]] = Listeners()
        self.state = ClientsState(profiles=tuple(self.settings.profiles))
        self._looking: asyncio.Task[None] | None = None
        self._again = False
        self._verifying: dict[str, asyncio.Task[None]] = {}
        self.watch(program.clients.changed.connect(lambda _: self.look()))
        self.watch(program.configuration.changed.connect(self._changed))

    def look(self) -> None:
        """Look for clients on this machine; what is under way on a card stays there."""
        if self._looking is not None and not self._looking.done():
            self._again = True
            return
        self._looking = self.spawn(self._look())

    def choose_profile(self, client_id: str, profile: str) -> None:
        """The profile to connect with; a client that is connected gets it at once."""
        card = self.state.card(client_id)
        if card.client.connected in (Way.PROFILE_FILE, Way.DEFAULT):
            before, way = card.client.profile or DEFAULT_PROFILE, card.client.connected
            label = translate("Clients", "{client} uses the profile {profile}")

            async def change() -> None:
                await self._connect(client_id, way, profile)
                self.offer(
                    label.format(client=card.client.name, profile=profile),
                    lambda: self._connect(client_id, way, before),
                )

            self._work(client_id, change())
        else:
            self._set(client_id, profile=profile)
            if card.preview is not None:
                self.preview(client_id)

    # Connecting, the least invasive first.

    def copy_launch(self, client_id: str) -> None:
        """A command that starts it through us; it touches no file."""

        async def copy() -> None:
            profile = self.state.card(client_id).profile
            snippet = await self.program.clients.launch_command(client_id, profile)
            self.to_copy.tell((client_id, snippet.text))

        self._work(client_id, copy())

    def write_profile_file(self, client_id: str) -> None:
        """A file of our own that it can be started with."""
        self._work(client_id, self._connect_now(client_id, Way.PROFILE_FILE))

    def preview(self, client_id: str) -> None:
        """Show what making us its default would change, file by file."""

        async def look() -> None:
            profile = self.state.card(client_id).profile
            changes = await self.program.clients.preview(client_id, profile)
            self._set(client_id, preview=tuple(changes))

        self._work(client_id, look())

    def forget_preview(self, client_id: str) -> None:
        """Leave its files as they are."""
        self._set(client_id, preview=None)

    def make_default(self, client_id: str) -> None:
        """Do what the preview shows."""
        self._work(client_id, self._connect_now(client_id, Way.DEFAULT))

    def connect_again(self, client_id: str) -> None:
        """Give a client that is stale what it needs now."""
        way = self.state.card(client_id).client.connected
        if way is not None:
            self._work(client_id, self._connect_now(client_id, way))

    def disconnect(self, client_id: str) -> None:
        """Put its own settings back, and tell what was left alone and why."""
        card = self.state.card(client_id)

        async def disconnect() -> None:
            report = await self.program.clients.disconnect(client_id)
            self._set(client_id, report=report, steps=(), findings=None)
            way = card.client.connected
            if way is not None:
                label = translate("Clients", "{client} was disconnected")
                self.offer(
                    label.format(client=card.client.name),
                    lambda: self._connect(client_id, way, card.profile),
                )

        self._work(client_id, disconnect())

    # Whether it works.

    def verify(self, client_id: str) -> None:
        """Ask something with the real client; steps come as they end."""

        async def verify() -> None:
            try:
                async for step in self.program.clients.verify(client_id):
                    steps = self.state.card(client_id).steps
                    self._set(client_id, steps=(*steps, step))
            except ProgramError as error:
                self._set(client_id, trouble=error.message)
            finally:
                self._set(client_id, verifying=False)

        self._set(client_id, steps=(), verifying=True, trouble="")
        self._verifying[client_id] = self.spawn(verify())

    def stop_verifying(self, client_id: str) -> None:
        """Wait for it no longer."""
        if client_id in self._verifying:
            self._verifying[client_id].cancel()

    def diagnose(self, client_id: str) -> None:
        """Why it does not use us."""

        async def ask() -> None:
            found = await self.program.clients.diagnose(client_id)
            self._set(client_id, findings=tuple(found))

        self._work(client_id, ask())

    def forget_findings(self, client_id: str) -> None:
        """Fold the doctor's findings away."""
        self._set(client_id, findings=None)

    def fix(self, client_id: str, finding_id: str) -> None:
        """Do what a finding's button says, and ask the doctor again."""

        async def fix() -> None:
            await self.program.clients.fix(client_id, finding_id)
            found = await self.program.clients.diagnose(client_id)
            self._set(client_id, findings=tuple(found))
            self.look()

        self._work(client_id, fix())

    def dismiss_report(self, client_id: str) -> None:
        """The report of a disconnect was read."""
        self._set(client_id, report=None)

    # Snippets.

    def show_snippets(self, profile: str) -> None:
        """Text for SDKs and shells, with a key of `profile`."""

        async def read() -> None:
            found = await self.program.clients.snippets(profile)
            self._become(snippets=tuple(found), snippet_profile=profile)

        self.spawn(read())

    def copy_address(self) -> None:
        """The base URL."""
        self.to_copy.tell(("address", self.program.server.state.address))

    def copy_key(self) -> None:
        """The key of this machine's clients."""

        async def copy() -> None:
            self.to_copy.tell(("key", await self.program.server.client_key()))

        self.spawn(copy())

    # How.

    async def _connect_now(self, client_id: str, way: Way) -> None:
        await self._connect(client_id, way, self.state.card(client_id).profile)

    async def _connect(self, client_id: str, way: Way, profile: str) -> None:
        state = await self.program.clients.connect(client_id, way, profile)
        self._set(
            client_id,
            client=state,
            profile=state.profile or profile,
            preview=None,
            report=None,
            findings=None,
        )

    def _work(self, client_id: str, work: Coroutine[Any, Any, None]) -> None:
        """Something that a card waits for; what goes wrong is told on the card."""

        async def done() -> None:
            try:
                await work
            except ProgramError as error:
                self._set(client_id, trouble=error.message)
            finally:
                self._set(client_id, busy=False)

        self._set(client_id, busy=True, trouble="")
        self.spawn(done())

    async def _look(self) -> None:
        self._become(looking=True)
        self._again = True
        try:
            while self._again:
                self._again = False
                found = await self.program.clients.look()
                self._become(cards=self._cards(found), known=True, trouble="")
        except ProgramError as error:
            self._become(trouble=error.message, known=True)
        finally:
            self._become(looking=False)

    def _cards(self, found: Sequence[ClientState]) -> tuple[ClientCard, ...]:
        old = {card.client.id: card for card in self.state.cards}
        cards = []
        for client in found:
            card = old.get(client.id) or ClientCard(client)
            known = client.profile or DEFAULT_PROFILE
            fresh = client.connected is not None or client.id not in old
            chosen = known if fresh else card.profile
            cards.append(replace(card, client=client, profile=chosen))
        return tuple(sorted(cards, key=lambda card: not card.installed))

    def _changed(self, settings: Settings) -> None:
        self._become(profiles=tuple(settings.profiles))

    def _set(self, client_id: str, **changes: Any) -> None:
        cards = tuple(
            replace(card, **changes) if card.client.id == client_id else card
            for card in self.state.cards
        )
        self._become(cards=cards)

    def _become(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.tell(None)
