"""A tray's presenter over a program in memory, and the parts of it that a test turns."""

import time

from app.desktop.presenters.tray import TrayPresenter
from app.settings.schema import Settings
from tests.fakes.program import (
    FakeClients,
    FakeConfiguration,
    FakeHistory,
    FakeNotices,
    FakePeople,
    FakeProviders,
    FakeServer,
    FakeSystem,
    fake_program,
)


class Desk:
    """Tells of changes at once."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.server = FakeServer(now_ms=self.now_ms)
        self.configuration = FakeConfiguration(settings)
        self.providers = FakeProviders(self.configuration)
        self.history = FakeHistory()
        self.people = FakePeople()
        self.notices = FakeNotices()
        self.clients = FakeClients()
        self.system = FakeSystem()
        self.program = fake_program(
            server=self.server,
            configuration=self.configuration,
            providers=self.providers,
            history=self.history,
            people=self.people,
            notices=self.notices,
            clients=self.clients,
            system=self.system,
        )
        self.presenter = TrayPresenter(self.program, tell_after=0.0, read_after=0.0)

    @property
    def now_ms(self) -> int:
        """The time of now."""
        return round(time.time() * 1000)

    async def end(self) -> None:
        """Close the presenter."""
        self.presenter.close()
        await self.presenter.settled()
