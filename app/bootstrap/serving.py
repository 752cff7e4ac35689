"""The headless server, from its options to its last request."""

import asyncio
import contextlib
import gc
import logging
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass

from app.bootstrap.accounting import Accounting
from app.bootstrap.assembly import Watchers, assemble, door, wire
from app.bootstrap.running import Running, addresses
from app.gateway.admin_door import Access
from app.gateway.services import Services
from app.gateway.upstream import UpstreamPool
from app.platform.paths import ProfilePaths
from app.providers.pricing.book import PriceBook
from app.secrets.client_keys import ClientKey, ClientKeys, local_key
from app.secrets.secret import Secret
from app.secrets.vault import Vault
from app.settings.schema import ProviderSettings, ServerSettings, Settings
from app.settings.store import SettingsStore

log = logging.getLogger(__name__)

# What `dragoman demo` serves: nothing of it is saved.
DEMO = Settings(
    providers={"demo": ProviderSettings(preset="demo")},
    default_provider="demo",
    default_model="demo",
)


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """What one run of the server was asked for.

    `sockets` are bound already, `local_token` is the key of this machine's clients, None where the
    key file alone decides. `ready` is called once the port answers. `database` is the URL of the
    database; `admin` knows the admin key, None where the administration is off.
    """

    paths: ProfilePaths
    sockets: list[socket.socket]
    local_token: Secret | None
    ready: Callable[[], None]
    demo: bool = False
    database: str = ""
    admin: Access | None = None


@dataclass(frozen=True, slots=True)
class _Server:
    """What one run is made of. `accounting` opens the database once the port answers."""

    services: Services
    settings: ServerSettings
    accounting: Callable[[], Accounting] | None


def serve(options: ServeOptions) -> None:
    """Run the headless server until SIGTERM or SIGINT, on uvloop where that is installed."""
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(options))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory


async def _serve(options: ServeOptions) -> None:
    stop = asyncio.Event()
    _on_signals(stop.set)
    server = _demo(options) if options.demo else _server(options)
    running = await Running.start(server.services, options.sockets, server.settings)
    # What start-up made lives as long as the process: the collector need not look at it again.
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    accounting: Accounting | None = None
    try:
        options.ready()
        accounting = server.accounting() if server.accounting is not None else None
        await stop.wait()
        log.info("stopping; requests in progress have %g s to end", server.settings.drain)
    finally:
        await running.stop()
        if accounting is not None:
            await accounting.close()
        await server.services.upstream.close()


def _demo(options: ServeOptions) -> _Server:
    services = wire(
        DEMO,
        Vault(options.paths.keyring_service),
        ClientKeys(_own_keys(options)),
        addresses(options.sockets),
        PriceBook(),
        UpstreamPool(),
        Watchers(),
        expects_database=False,
    )
    return _Server(services, DEMO.server, None)


def _server(options: ServeOptions) -> _Server:
    store = SettingsStore(options.paths.config_file)
    for notice in store.notices:
        log.warning("%s", notice)
    listening = addresses(options.sockets)
    vault = Vault(options.paths.keyring_service)
    assembly = assemble(options.paths, store, vault, _own_keys(options), listening)
    assembly.services.door = door(options.admin)
    if options.local_token is not None:
        assembly.services.seal.derive(options.local_token)

    def accounting() -> Accounting:
        return Accounting(assembly, options.paths, options.database, listening)

    return _Server(assembly.services, store.current.server, accounting)


def _own_keys(options: ServeOptions) -> list[ClientKey]:
    return [local_key(options.local_token)] if options.local_token is not None else []


def _on_signals(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        if sys.platform == "win32":
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))
        else:
            with contextlib.suppress(NotImplementedError, ValueError):
                loop.add_signal_handler(number, stop)
