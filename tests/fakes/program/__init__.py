"""A program in memory for tests of presenters and windows: every port, and sample data in it.

    program = fake_program()
    configuration = FakeConfiguration(Settings())
    program = fake_program(configuration=configuration, server=FakeServer(Power.OFF))

Parts that are not given are made, and share the configuration. Nothing here opens a file or a port.
"""

from typing import TypedDict, Unpack

from app.bootstrap.dialects import DIALECTS
from app.bootstrap.program.meanings import DialectMeanings
from app.desktop.program import Program
from app.desktop.program.clients import Clients
from app.desktop.program.history import History
from app.desktop.program.notices import Notices
from app.desktop.program.people import People
from app.desktop.program.prices import Prices
from app.desktop.program.providers import Providers
from app.desktop.program.routes import Routes
from app.desktop.program.search import WebSearch
from app.desktop.program.server import Server
from app.desktop.program.system import System
from tests.fakes.program.clients import FakeClients
from tests.fakes.program.configuration import FakeConfiguration
from tests.fakes.program.history import FakeHistory
from tests.fakes.program.notices import FakeNotices
from tests.fakes.program.people import FakePeople
from tests.fakes.program.prices import FakePrices
from tests.fakes.program.providers import FakeProviders
from tests.fakes.program.routes import FakeRoutes
from tests.fakes.program.search import FakeSearch
from tests.fakes.program.server import FakeServer
from tests.fakes.program.system import FakeSystem

__all__ = [
    "FakeClients",
    "FakeConfiguration",
    "FakeHistory",
    "FakeNotices",
    "FakePeople",
    "FakePrices",
    "FakeProviders",
    "FakeRoutes",
    "FakeSearch",
    "FakeServer",
    "FakeSystem",
    "fake_program",
]


class Parts(TypedDict, total=False):
    """The parts that a test makes itself."""

    server: Server
    configuration: FakeConfiguration
    providers: Providers
    routes: Routes
    history: History
    people: People
    prices: Prices
    notices: Notices
    clients: Clients
    system: System
    search: WebSearch


def fake_program(**parts: Unpack[Parts]) -> Program:
    """A program of fakes, and of `parts` where they are given."""
    configuration = parts.get("configuration") or FakeConfiguration()
    history = parts.get("history") or FakeHistory()
    forget = history.clear if isinstance(history, FakeHistory) else None
    return Program(
        server=parts.get("server") or FakeServer(),
        configuration=configuration,
        providers=parts.get("providers") or FakeProviders(configuration),
        routes=parts.get("routes") or FakeRoutes(configuration),
        history=history,
        people=parts.get("people") or FakePeople(),
        prices=parts.get("prices") or FakePrices(configuration),
        notices=parts.get("notices") or FakeNotices(),
        clients=parts.get("clients") or FakeClients(),
        system=parts.get("system") or FakeSystem(forget),
        meanings=DialectMeanings(DIALECTS),
        search=parts.get("search") or FakeSearch(),
    )
