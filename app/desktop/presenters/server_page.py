"""The page of the server: where it listens, who may reach it, and why it does not run."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from app.desktop.presenters.editing import EditingPresenter, with_value
from app.desktop.program import Program
from app.desktop.program.clients import ClientState, Way
from app.desktop.program.failure import ProgramError
from app.desktop.program.listeners import Listeners
from app.desktop.program.server import Power, ServerState
from app.desktop.wording import translate
from app.desktop.wording.problems import problem_words
from app.platform.host_names import host_names
from app.settings.schema import SearchSettings, ServerSettings, Settings

LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - bound only where a person switched it on
_LOCAL = ("localhost", "::1", "[::1]")
_BY_FILE = (Way.PROFILE_FILE, Way.DEFAULT)
SEARCH = ("endpoint", "base_url", "count", "provider", "rounds")
_TRIAL = "weather"
ADVANCED = ("body_limit", "keepalive", "drain", "connections", "requests_per_key")


@dataclass(frozen=True, slots=True)
class ServerPageState:
    """What the page shows.

    `holder` is the program that has the port `asked` that is being typed, `blocker` the one that
    keeps a server that failed from its own; "" for none. `connected` clients have our
    address in a file; the `stale` ones have another than ours is now. `shared`: other machines may
    call, under `settings.allowed_hosts`; `own_names` are names of this machine that may go there.
    `address_for_others` is what they use then. `found` is what a trial of the search service has
    found, in words, and `searching` that one is under way.
    """

    server: ServerState
    settings: ServerSettings
    search: SearchSettings = field(default_factory=SearchSettings)
    found: str = ""
    searching: bool = False
    holder: str = ""
    asked: int = 0
    blocker: str = ""
    connected: tuple[ClientState, ...] = ()
    stale: tuple[ClientState, ...] = ()
    reconnecting: bool = False
    own_names: tuple[str, ...] = field(default=())
    read_only: str = ""

    @property
    def shared(self) -> bool:
        """Whether it listens on more than this machine, by its settings."""
        return not (self.settings.host.startswith("127.") or self.settings.host in _LOCAL)

    @property
    def address_for_others(self) -> str:
        """The first name of this machine, with the port."""
        names = self.settings.allowed_hosts or self.own_names
        if not names:
            return ""
        host = names[0]
        return f"http://{host}" if _has_port(host) else f"http://{host}:{self.settings.port}"


class ServerPresenter(EditingPresenter):
    """The server itself, and its branch of the settings. `to_copy` hears text to copy."""

    def __init__(
        self, program: Program, *, names: Callable[[], Sequence[str]] = host_names
    ) -> None:
        super().__init__(program)
        self.to_copy: Listeners[str] = Listeners()
        self.state = ServerPageState(
            server=program.server.state,
            settings=self.settings.server,
            search=self.settings.search,
            own_names=tuple(names()),
            read_only=program.configuration.read_only,
        )
        self._asking: asyncio.Task[None] | None = None
        self._looking: asyncio.Task[None] | None = None
        self.watch(program.server.changed.connect(self._server_changed))
        self.watch(program.configuration.changed.connect(self._settings_changed))
        self.watch(program.clients.changed.connect(lambda _: self.look()))

    def look(self) -> None:
        """Look which clients have our address, and who has our port where it is taken."""
        if self._looking is None or self._looking.done():
            self._looking = self.spawn(self._look())
        if self.state.server.power is Power.FAILED:
            self.spawn(self._ask_blocker())

    # The server.

    def toggle(self) -> None:
        """Switch it on or off; on where it failed or is paused."""
        server = self.program.server
        on = server.state.power in (Power.ON, Power.STARTING)
        self.spawn(server.stop() if on else server.start())

    def restart(self) -> None:
        """Let what was changed hold."""

        async def restart() -> None:
            await self.program.server.restart()
            await self._look()

        self.spawn(restart())

    def copy_address(self) -> None:
        """The base URL on this machine."""
        self.to_copy.tell(self.state.server.address)

    def copy_client_key(self) -> None:
        """The key of this machine's clients."""

        async def copy() -> None:
            self.to_copy.tell(await self.program.server.client_key())

        self.spawn(copy())

    # The port.

    def type_port(self, port: int) -> None:
        """A port is being typed: whether it can be one, and who has it."""
        if self.typed("server.port", port) and port not in (0, self.state.settings.port):
            self._ask(port)
        else:
            self._ask(None)

    def set_port(self, port: int) -> None:
        """Listen on another port from the next start on."""
        label = translate("Server", "Port {port}").format(port=port)
        self.commit("server.port", port, label)

    def use_free_port(self) -> None:
        """Take a port that nobody has, and start where the old one kept us from that."""

        async def use() -> None:
            port = await self.program.server.free_port()
            label = translate("Server", "Port {port}").format(port=port)
            change = partial(with_value, path="server.port", value=port)
            await self.saved(label, change, "server.port")
            self._become(holder="", asked=0)
            if self.program.server.state.power is Power.FAILED:
                await self.program.server.start()
            await self._look()

        self.spawn(use())

    def reconnect(self) -> None:
        """Give every client whose address is another one the address of now."""

        async def reconnect() -> None:
            self._become(reconnecting=True)
            try:
                for client in self.state.stale:
                    if client.connected is not None:
                        connect = self.program.clients.connect
                        await connect(client.id, client.connected, client.profile)
            finally:
                self._become(reconnecting=False)
            await self._look()

        self.spawn(reconnect())

    # Who may reach it.

    def share(self, on: bool) -> None:
        """Let other machines of the network in, under this machine's own names; or only this one.

        Every one of them needs a key all the same.
        """
        names = self.state.own_names

        def change(settings: Settings) -> Settings:
            server = settings.server
            update: dict[str, object] = {"host": EVERYWHERE if on else LOOPBACK}
            if on and not server.allowed_hosts:
                update["allowed_hosts"] = names
            return settings.model_copy(update={"server": server.model_copy(update=update)})

        label = (
            translate("Server", "Open to the network")
            if on
            else translate("Server", "Only this machine")
        )
        self.change(label, change, "server.host")

    def type_hosts(self, text: str) -> None:
        """Check names of this machine while they are typed."""
        self._typed_list("server.allowed_hosts", text)

    def set_hosts(self, text: str) -> None:
        """The names under which other machines may call, one a line or with commas between."""
        label = translate("Server", "Names of this machine")
        self._commit_list("server.allowed_hosts", text, label)

    def type_origins(self, text: str) -> None:
        """Check origins while they are typed."""
        self._typed_list("server.cors_origins", text)

    def set_origins(self, text: str) -> None:
        """The web pages that may call, one a line or with commas between."""
        label = translate("Server", "Web pages that may call")
        self._commit_list("server.cors_origins", text, label)

    # The administration page.

    def administer(self, on: bool) -> None:
        """Let /admin answer, to its own key only."""
        label = (
            translate("Server", "Administration page on")
            if on
            else translate("Server", "Administration page off")
        )
        self.commit("server.admin", on, label)

    def copy_admin_key(self) -> None:
        """The key of the administration page."""

        async def copy() -> None:
            self.to_copy.tell(await self.program.server.admin_key())

        self.spawn(copy())

    # Limits and timeouts, as the generated form names them.

    def edit(self, name: str, value: object) -> None:
        """Save one of the `ADVANCED` fields."""
        self.commit(f"server.{name}", value, translate("Server", "Limits and times"))

    # Searching the web for models that cannot.

    def edit_search(self, name: str, value: object) -> None:
        """Save one of the `SEARCH` fields."""
        self.commit(f"search.{name}", value, translate("Server", "Web search"))

    def keep_search_key(self, key: str) -> None:
        """Keep the key of the search service in the keyring."""
        self.spawn(self.program.search.keep_key(key))

    def try_search(self) -> None:
        """Search once, and say what was found."""

        async def attempt() -> None:
            self._become(searching=True, found="")
            try:
                titles = await self.program.search.attempt(_TRIAL)
                first = titles[0] if titles else ""
                words = translate("Server", "It works: {count} results, the first is: {title}")
                nothing = translate("Server", "It answers, and found nothing.")
                found = words.format(count=len(titles), title=first) if titles else nothing
                self._become(found=found)
            finally:
                self._become(searching=False)

        self.spawn(attempt())

    # How.

    def _typed_list(self, path: str, text: str) -> None:
        entries = listed(text)
        wrong = self.program.configuration.check(partial(with_value, path=path, value=entries))
        near = [each for each in wrong if each.field.startswith(path)]
        if not near:
            self.blame(path, "")
            return
        place = near[0].field.removeprefix(path).strip(".")
        which = entries[int(place)] if place.isdigit() and int(place) < len(entries) else ""
        sentence = problem_words(near[0].sentence)
        self.blame(path, f"{which}: {sentence}" if which else sentence)

    def _commit_list(self, path: str, text: str, label: str) -> None:
        self._typed_list(path, text)
        if path not in self.problems:
            self.commit(path, listed(text), label)

    def _ask(self, port: int | None) -> None:
        if self._asking is not None:
            self._asking.cancel()
        if port is None:
            self._become(holder="", asked=0)
        else:
            self._asking = self.spawn(self._ask_holder(port))

    async def _ask_holder(self, port: int) -> None:
        holder = await self.program.server.holder(port)
        self._become(holder=holder, asked=port)

    async def _ask_blocker(self) -> None:
        self._become(blocker=await self.program.server.holder(self.state.settings.port))

    async def _look(self) -> None:
        try:
            clients = await self.program.clients.look()
        except ProgramError:
            return  # the page of clients says why
        connected = tuple(each for each in clients if each.connected in _BY_FILE)
        self._become(connected=connected, stale=tuple(each for each in connected if each.stale))

    def _server_changed(self, server: ServerState) -> None:
        moved = server.address != self.state.server.address
        self._become(server=server, blocker="")
        if moved:
            self.look()
        if server.power is Power.FAILED:
            self.spawn(self._ask_blocker())

    def _settings_changed(self, settings: Settings) -> None:
        moved = settings.server.port != self.state.settings.port
        read_only = self.program.configuration.read_only
        changed = settings.search != self.state.search
        found = "" if changed else self.state.found
        self._become(
            settings=settings.server, search=settings.search, found=found, read_only=read_only
        )
        if moved:
            self.look()

    def _become(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.tell(None)


def listed(text: str) -> tuple[str, ...]:
    """The entries of a text, one a line or with commas or spaces between; each once."""
    return tuple(dict.fromkeys(text.replace(",", " ").replace("，", " ").split()))


def _has_port(host: str) -> bool:
    return host.rpartition("]")[2].count(":") == 1
