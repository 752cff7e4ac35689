"""Everything that the windows may ask for, in one place."""

from dataclasses import dataclass

from app.desktop.program.clients import Clients
from app.desktop.program.configuration import Configuration
from app.desktop.program.history import History
from app.desktop.program.meanings import Meanings
from app.desktop.program.notices import Notices
from app.desktop.program.people import People
from app.desktop.program.prices import Prices
from app.desktop.program.providers import Providers
from app.desktop.program.routes import Routes
from app.desktop.program.search import WebSearch
from app.desktop.program.server import Server
from app.desktop.program.system import System


@dataclass(frozen=True, slots=True)
class Program:
    """What bootstrap gives to the desktop."""

    server: Server
    configuration: Configuration
    providers: Providers
    routes: Routes
    history: History
    people: People
    prices: Prices
    notices: Notices
    clients: Clients
    system: System
    meanings: Meanings
    search: WebSearch
