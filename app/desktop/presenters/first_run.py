"""The three steps to the first answer: a provider, its test, a client that uses it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.connect.apply import FileChange
from app.desktop.presenters.presenter import Presenter
from app.desktop.presenters.provider_add import ProviderAddPresenter
from app.desktop.presenters.provider_test import ProviderTestPresenter
from app.desktop.program import Program
from app.desktop.program.clients import ClientState, Way
from app.desktop.program.history import Request
from app.desktop.program.server import Power

_REMEMBERED = "first_run"
_PROVIDER = "first_run.provider"


class Step(StrEnum):
    """Where a person is; DONE is kept, so that the window does not come by itself again."""

    PROVIDER = "provider"
    TEST = "test"
    CONNECT = "connect"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class FirstRunState:
    """`provider` is the one that was added. `clients` are those that were found, by the machine.

    `previews` are the changes that connecting would make, by client; `busy` are clients that are
    being connected or disconnected. `arrived` is the first request since the window opened.
    """

    step: Step = Step.PROVIDER
    provider: str = ""
    clients: tuple[ClientState, ...] = ()
    looked: bool = False
    previews: Mapping[str, Sequence[FileChange]] = field(default_factory=dict)
    busy: frozenset[str] = frozenset()
    arrived: Request | None = None
    address: str = ""
    server_trouble: str = ""


def under_way(program: Program) -> bool:
    """Whether the first steps should be shown: nothing is set up, or they were left half way."""
    if program.configuration.read_only:
        return False  # settings that cannot be read are not missing
    if not program.configuration.settings.providers:
        return True
    return program.system.recall(_REMEMBERED) in (Step.TEST, Step.CONNECT)


class FirstRunPresenter(Presenter):
    """Every step can be skipped and come back to; what was left is taken up again."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._program = program
        self.adding = ProviderAddPresenter(program)
        self.testing = ProviderTestPresenter(program)
        server = program.server.state
        self.state = FirstRunState(address=server.address, server_trouble=server.trouble)
        for each in (self.adding, self.testing):
            self.watch(each.close)
            self.watch(each.failed.connect(self.failed.tell))
            self.watch(each.changed.connect(self.changed.tell))
        self.watch(self.adding.added.connect(self._added))
        self.watch(program.clients.changed.connect(lambda _none: self._look()))
        self.watch(program.history.requests_changed.connect(self._arrived))
        self.watch(program.server.changed.connect(lambda _state: self._server()))

    def begin(self) -> None:
        """Take up the step that was left."""
        recall = self._program.system.recall
        provider = recall(_PROVIDER)
        known = self._program.configuration.settings.providers
        left = recall(_REMEMBERED)
        step = Step(left) if left in (Step.TEST, Step.CONNECT) else Step.PROVIDER
        if provider not in known:
            provider = self._program.configuration.settings.default_provider or ""
            step = Step.PROVIDER if not provider else step
        self._set(provider=provider)
        self.adding.look()
        self.go(step)

    def go(self, step: Step) -> None:
        """Turn to a step."""
        self._set(step=step)
        self._program.system.remember(_REMEMBERED, step)
        if step is Step.TEST and self.testing.state.provider != self.state.provider:
            self.test()
        if step is Step.CONNECT:
            self._begin_connect()

    def skip(self) -> None:
        """Go on without doing this step."""
        later = {Step.PROVIDER: Step.CONNECT, Step.TEST: Step.CONNECT, Step.CONNECT: Step.DONE}
        self.go(later.get(self.state.step, Step.DONE))

    def finish(self) -> None:
        """All is done: the window does not come by itself again."""
        self.go(Step.DONE)

    def test(self) -> None:
        """Try the provider (again)."""
        if self.state.provider:
            self.testing.start(self.state.provider)

    def change_key(self, key: str) -> None:
        """Keep another key in the place of the one that was tried, and try again."""
        if key:
            self.spawn(self._change_key(key))

    def preview(self, client_id: str) -> None:
        """Read what connecting a client would change; asked again, show that no more."""
        if client_id in self.state.previews:
            left = {k: v for k, v in self.state.previews.items() if k != client_id}
            self._set(previews=left)
        else:
            self.spawn(self._preview(client_id))

    def connect_client(self, client_id: str, on: bool) -> None:
        """Connect a client, or put its settings back."""
        if client_id not in self.state.busy:
            self._set(busy=self.state.busy | {client_id})
            self.spawn(self._connect(client_id, on))

    def start_server(self) -> None:
        """Start the server, where it is not on."""
        if self._program.server.state.power not in (Power.ON, Power.STARTING):
            self.spawn(self._program.server.start())

    def _begin_connect(self) -> None:
        self.start_server()
        self._look()

    def _look(self) -> None:
        if self.state.step is Step.CONNECT:
            self.spawn(self._read_clients())

    async def _read_clients(self) -> None:
        try:
            found = await self._program.clients.look()
            self._set(clients=tuple(client for client in found if client.binary))
        finally:
            self._set(looked=True)

    async def _preview(self, client_id: str) -> None:
        changes = await self._program.clients.preview(client_id)
        self._set(previews={**self.state.previews, client_id: changes})

    async def _connect(self, client_id: str, on: bool) -> None:
        try:
            if on:
                await self._program.clients.connect(client_id, Way.DEFAULT)
            else:
                await self._program.clients.disconnect(client_id)
        finally:
            self._set(busy=self.state.busy - {client_id})
            await self._read_clients()

    async def _change_key(self, key: str) -> None:
        name = self.state.provider
        statuses = {each.name: each for each in self._program.providers.statuses()}
        secrets = statuses[name].secrets if name in statuses else ()
        kept = next((each for each in secrets if each.place == "keyring"), None)
        if kept is not None:
            await self._program.providers.replace_key(name, kept.reference, key)
        else:
            await self._program.providers.add_key(name, key)
        self.test()

    def _added(self, name: str) -> None:
        self._program.system.remember(_PROVIDER, name)
        self._set(provider=name)
        self.testing.forget()
        self.go(Step.TEST)

    def _arrived(self, request: Request) -> None:
        if self.state.step is Step.CONNECT and (self.state.arrived is None or not request.running):
            self._set(arrived=request)

    def _server(self) -> None:
        state = self._program.server.state
        self._set(address=state.address, server_trouble=state.trouble)

    def _set(self, **changes: object) -> None:
        new = replace(self.state, **changes)  # type: ignore[arg-type]  # fields by name
        if new != self.state:
            self.state = new
            self.changed.tell(None)
