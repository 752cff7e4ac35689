"""Everything that a gateway is made of but its sockets and its database."""

import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.bootstrap.dialects import DIALECTS
from app.core.conversation import Conversation
from app.gateway.accounts.keeper import Accounts, Onlooker
from app.gateway.accounts.pricing import Pricing
from app.gateway.accounts.terms import terms
from app.gateway.admin_door import Access, AdminDoor, Console
from app.gateway.credentials import Credentials
from app.gateway.guard import Guard
from app.gateway.live import LiveSettings
from app.gateway.outcome import Outcome
from app.gateway.services import Services
from app.gateway.snapshot import Snapshot
from app.gateway.upstream import UpstreamPool
from app.platform.paths import ProfilePaths
from app.providers.pricing.book import PriceBook
from app.routing.spend_book import BudgetWarning
from app.secrets.client_key_file import ClientKeyFile, ClientKeyFileError
from app.secrets.client_keys import ClientKey, ClientKeys
from app.secrets.vault import Vault
from app.settings.schema import Settings
from app.settings.store import SettingsStore

Listening = Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Watchers:
    """Who wants to hear of requests: see `Accounts`."""

    told: Callable[[Outcome], None] | None = None
    warned: Callable[[BudgetWarning], None] | None = None
    onlooker: Onlooker | None = None


@dataclass(frozen=True, slots=True)
class Assembly:
    """The parts, wired. `live` takes up what changes in the files of the profile."""

    services: Services
    live: LiveSettings
    prices: PriceBook
    vault: Vault


def assemble(
    paths: ProfilePaths,
    store: SettingsStore,
    vault: Vault,
    own_keys: Iterable[ClientKey],
    listening: Listening,
    watchers: Watchers | None = None,
    *,
    forgiving: bool = False,
) -> Assembly:
    """A gateway over the settings in `store`, which it reads again when they change.

    `own_keys` are this machine's client keys, beside those in the key file. `listening` are its
    addresses, as (host, port). Raises `ClientKeyFileError` where the key file cannot be read; with
    `forgiving` its keys are missing then, until it can.
    """
    own_keys = tuple(own_keys)
    key_file = ClientKeyFile(paths.client_keys_file)
    client_keys = ClientKeys(own_keys)
    try:
        client_keys.replace([*own_keys, *key_file.clients()])
    except ClientKeyFileError:
        if not forgiving:
            raise
    prices = PriceBook()
    upstream = UpstreamPool()
    services = wire(
        store.current, vault, client_keys, listening, prices, upstream, watchers or Watchers()
    )
    live = LiveSettings(
        store, key_file, client_keys, own_keys, vault, changed=services.breaker.keys_changed
    )
    services.snapshot = live.snapshot
    return Assembly(services, live, prices, vault)


def wire(
    settings: Settings,
    vault: Vault,
    client_keys: ClientKeys,
    listening: Listening,
    prices: PriceBook,
    upstream: UpstreamPool,
    watchers: Watchers,
    *,
    expects_database: bool = True,
) -> Services:
    """The services over settings that stay as they are; `Services.snapshot` may be replaced."""
    snapshot = Snapshot.of(settings)
    accounts = Accounts(
        Pricing(prices),
        terms(settings.accounting),
        f"{socket.gethostname()}:{listening[0][1]}",
        expects_database=expects_database,
        told=watchers.told,
        warned=watchers.warned,
        onlooker=watchers.onlooker,
    )
    return Services(
        snapshot=lambda: snapshot,
        guard=Guard(listening),
        client_keys=client_keys,
        dialects=DIALECTS,
        upstream=upstream,
        credentials=Credentials(vault, upstream),
        count=_count,
        accounts=accounts,
    )


def door(access: Access | None) -> AdminDoor:
    """The way to the administration; it is closed until the database is open."""
    return AdminDoor(access, _closed_console)


def _closed_console() -> Console:
    from app.gateway.admin.closed import ClosedConsole

    return ClosedConsole()


def _count(conversation: Conversation) -> int:
    # The tokenizer's vocabulary takes longer to load than the whole rest of the program.
    from app.tokens.count import count

    return count(conversation)
