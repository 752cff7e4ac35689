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
from app.bootstrap.dialects import DIALECTS
from app.core.conversation import Conversation
from app.gateway.accounts.keeper import Accounts
from app.gateway.accounts.pricing import Pricing
from app.gateway.accounts.terms import terms
from app.gateway.admin_door import Access, AdminDoor, Console
from app.gateway.credentials import Credentials
from app.gateway.guard import Guard
from app.gateway.listener import Listener, listen
from app.gateway.live import LiveSettings
from app.gateway.server import Gateway
from app.gateway.services import Services
from app.gateway.snapshot import Snapshot
from app.gateway.upstream import UpstreamPool
from app.platform.paths import ProfilePaths
from app.providers.pricing.book import PriceBook
from app.secrets.client_key_file import ClientKeyFile
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
    services = server.services
    listener = Listener(Gateway(services).handle, server.settings.connections)
    runner = await listen(listener, options.sockets, server.settings.drain)
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
        services.draining.set()
        services.stopping.set()
        await runner.cleanup()
        if accounting is not None:
            await accounting.close()
        await services.upstream.close()


def _demo(options: ServeOptions) -> _Server:
    vault = Vault(options.paths.keyring_service)
    snapshot = Snapshot.of(DEMO)
    accounts = _accounts(options, DEMO, PriceBook(), expects_database=False)
    keys = ClientKeys(_own_keys(options))
    return _Server(_wired(options, vault, keys, accounts, lambda: snapshot), DEMO.server, None)


def _server(options: ServeOptions) -> _Server:
    vault = Vault(options.paths.keyring_service)
    store = SettingsStore(options.paths.config_file)
    key_file = ClientKeyFile(options.paths.client_keys_file)
    own_keys = _own_keys(options)
    client_keys = ClientKeys([*own_keys, *key_file.clients()])
    settings = store.current
    for notice in store.notices:
        log.warning("%s", notice)
    live = LiveSettings(store, key_file, client_keys, own_keys, vault)
    prices = PriceBook()
    accounts = _accounts(options, settings, prices, expects_database=True)
    services = _wired(options, vault, client_keys, accounts, live.snapshot)
    services.door = AdminDoor(options.admin, _closed_console)

    def accounting() -> Accounting:
        return Accounting(
            services,
            options.paths,
            options.database,
            vault,
            lambda: live.snapshot().settings,
            live.refresh,
            prices,
            _listening(options),
        )

    return _Server(services, settings.server, accounting)


def _own_keys(options: ServeOptions) -> list[ClientKey]:
    return [local_key(options.local_token)] if options.local_token is not None else []


def _listening(options: ServeOptions) -> list[tuple[str, int]]:
    return [listening.getsockname()[:2] for listening in options.sockets]


def _accounts(
    options: ServeOptions, settings: Settings, prices: PriceBook, *, expects_database: bool
) -> Accounts:
    return Accounts(
        Pricing(prices),
        terms(settings.accounting),
        f"{socket.gethostname()}:{_listening(options)[0][1]}",
        expects_database=expects_database,
    )


def _wired(
    options: ServeOptions,
    vault: Vault,
    client_keys: ClientKeys,
    accounts: Accounts,
    snapshot: Callable[[], Snapshot],
) -> Services:
    upstream = UpstreamPool()
    return Services(
        snapshot=snapshot,
        guard=Guard(_listening(options)),
        client_keys=client_keys,
        dialects=DIALECTS,
        upstream=upstream,
        credentials=Credentials(vault, upstream),
        count=_count,
        accounts=accounts,
    )


def _closed_console() -> Console:
    from app.gateway.admin.closed import ClosedConsole

    return ClosedConsole()


def _count(conversation: Conversation) -> int:
    # The tokenizer's vocabulary takes longer to load than the whole rest of the program.
    from app.tokens.count import count

    return count(conversation)


def _on_signals(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        if sys.platform == "win32":
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))
        else:
            with contextlib.suppress(NotImplementedError, ValueError):
                loop.add_signal_handler(number, stop)
