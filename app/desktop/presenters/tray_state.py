"""What the tray shows: the icon's mark, the menu's lines and the tooltip, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.desktop.program.clients import ClientState
from app.desktop.program.notices import Notice
from app.desktop.program.people import BudgetState
from app.desktop.program.providers import Health
from app.desktop.program.server import Power, ServerState


@dataclass(frozen=True, slots=True)
class Mark:
    """The icon: its dot is filled while the server is on; the rest is drawn around and into it."""

    on: bool = False
    busy: bool = False
    trouble: bool = False


@dataclass(frozen=True, slots=True)
class ProviderChoice:
    """A provider that can be switched to."""

    name: str
    label: str
    health: Health


@dataclass(frozen=True, slots=True)
class ProfileRoute:
    """Where a profile sends every model that no other rule of it names.

    `provider` is a name, "" where it leads nowhere; `model` "" is the client's own. `own` is False
    where the profile says nothing about it and the default's holds. `others` providers are tried
    after it, `rules` of the profile come before it. `models` can be chosen in the place of `model`.
    """

    profile: str
    provider: str = ""
    label: str = ""
    model: str = ""
    own: bool = True
    others: int = 0
    rules: int = 0
    models: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Today:
    """The sums since midnight; `cost` is micros by currency.

    `budget` is the one of which the largest share is spent, None where there is none. `known` is
    False until they were read for the first time, or while they cannot be.
    """

    tokens: int = 0
    requests: int = 0
    unpriced: int = 0
    cost: Mapping[str, int] = field(default_factory=dict)
    budget: BudgetState | None = None
    known: bool = False


@dataclass(frozen=True, slots=True)
class TrayState:
    """Everything at once. `routes` begins with the default profile's.

    `clients` are those installed here, empty until somebody looked; `snippets` are the titles of
    what can be copied. `restores` says that quitting disconnects the connected clients.
    """

    server: ServerState
    mark: Mark
    routes: tuple[ProfileRoute, ...]
    providers: tuple[ProviderChoice, ...]
    today: Today = Today()
    last_error: Notice | None = None
    clients: tuple[ClientState, ...] = ()
    snippets: tuple[str, ...] = ()
    restores: bool = False

    @property
    def address(self) -> str:
        """The server's address as a person says it: without "http://"."""
        return self.server.address.partition("://")[2] or self.server.address

    @property
    def runs(self) -> bool:
        """Whether the server is on, or about to be."""
        return self.server.power in (Power.ON, Power.STARTING)
