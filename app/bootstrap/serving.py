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

from app.bootstrap.dialects import DIALECTS
from app.core.conversation import Conversation
from app.gateway.credentials import Credentials
from app.gateway.guard import Guard
from app.gateway.listener import Listener, listen
from app.gateway.live import LiveSettings
from app.gateway.outcome import Outcome
from app.gateway.server import Gateway
from app.gateway.services import Services
from app.gateway.snapshot import Snapshot
from app.gateway.upstream import UpstreamPool
from app.platform.paths import ProfilePaths
from app.secrets.client_key_file import ClientKeyFile
from app.secrets.client_keys import ClientKeys, local_key
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
    key file alone decides. `ready` is called once the port answers.
    """

    paths: ProfilePaths
    sockets: list[socket.socket]
    local_token: Secret | None
    ready: Callable[[], None]
    demo: bool = False


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
    services, server_settings = _services(options)
    gateway = Gateway(services)
    runner = await listen(Listener(gateway.handle, server_settings.connections), options.sockets)
    # What start-up made lives as long as the process: the collector need not look at it again.
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    try:
        options.ready()
        await stop.wait()
        log.info("stopping; requests in progress have a few seconds to end")
    finally:
        services.stopping.set()
        await runner.cleanup()
        await services.upstream.close()


def _services(options: ServeOptions) -> tuple[Services, ServerSettings]:
    vault = Vault(options.paths.keyring_service)
    own_keys = [local_key(options.local_token)] if options.local_token is not None else []
    snapshot: Callable[[], Snapshot]
    if options.demo:
        client_keys = ClientKeys(own_keys)
        fixed = Snapshot.of(DEMO)
        settings = DEMO.server

        def snapshot() -> Snapshot:
            return fixed

    else:
        store = SettingsStore(options.paths.config_file)
        key_file = ClientKeyFile(options.paths.client_keys_file)
        client_keys = ClientKeys([*own_keys, *key_file.load()])
        settings = store.current.server
        for notice in store.notices:
            log.warning("%s", notice)
        snapshot = LiveSettings(store, key_file, client_keys, own_keys, vault).snapshot
    bound = [listening.getsockname()[:2] for listening in options.sockets]
    upstream = UpstreamPool()
    services = Services(
        snapshot=snapshot,
        guard=Guard(bound),
        client_keys=client_keys,
        dialects=DIALECTS,
        upstream=upstream,
        credentials=Credentials(vault, upstream),
        count=_count,
        record=_forget,
    )
    return services, settings


def _count(conversation: Conversation) -> int:
    # The tokenizer's vocabulary takes longer to load than the whole rest of the program.
    from app.tokens.count import count

    return count(conversation)


def _forget(outcome: Outcome) -> None:
    """There is no ledger yet: the access log has told of the outcome."""


def _on_signals(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        if sys.platform == "win32":
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))
        else:
            with contextlib.suppress(NotImplementedError, ValueError):
                loop.add_signal_handler(number, stop)
