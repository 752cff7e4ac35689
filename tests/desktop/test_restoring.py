import logging

import pytest

from app.desktop.program import Program
from app.desktop.program.clients import Way
from app.desktop.program.failure import ProgramError
from app.desktop.restoring import connect_again, put_back
from tests.fakes.program import FakeClients, FakeConfiguration, FakeSystem, fake_program, sample
from tests.fakes.program.clients import SEVERAL


def program(clients: FakeClients, system: FakeSystem, *, restore: bool = True) -> Program:
    settings = sample.settings()
    desktop = settings.desktop.model_copy(update={"restore_at_quit": restore})
    configuration = FakeConfiguration(settings.model_copy(update={"desktop": desktop}))
    return fake_program(configuration=configuration, clients=clients, system=system)


async def test_what_was_disconnected_at_the_end_is_connected_at_the_next_start() -> None:
    clients, system = FakeClients(SEVERAL), FakeSystem()
    running = program(clients, system)
    await put_back(running)
    assert all(state.connected is None for state in await clients.look())
    await connect_again(running)
    assert sorted(clients.called("connect")) == [
        ("opencode", Way.DEFAULT, "default"),
        ("pi", Way.DEFAULT, "cheap"),
    ]
    await connect_again(running)
    assert len(clients.called("connect")) == 2


async def test_nothing_is_touched_where_nobody_asked_for_it() -> None:
    clients, system = FakeClients(SEVERAL), FakeSystem()
    running = program(clients, system, restore=False)
    await put_back(running)
    await connect_again(running)
    assert clients.calls == []


async def test_what_cannot_be_done_is_logged_and_stops_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING)
    clients, system = FakeClients(SEVERAL), FakeSystem()
    running = program(clients, system)
    clients.fail_at = {"disconnect_all": ProgramError("The file is read-only.")}
    await put_back(running)
    clients.fail_at = {"connect": ProgramError("The file is gone.")}
    await connect_again(running)
    assert "The file is read-only." in caplog.text
    assert caplog.text.count("The file is gone.") == 2
