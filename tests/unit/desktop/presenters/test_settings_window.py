from app.desktop.presenters.settings_window import SettingsWindowPresenter
from app.settings.schema import Settings
from tests.fakes.program import FakeServer, fake_program


def quieter(settings: Settings) -> Settings:
    return settings.model_copy(update={"log_level": "error"})


async def test_the_last_change_can_be_taken_back() -> None:
    program = fake_program()
    presenter = SettingsWindowPresenter(program)
    await program.configuration.change("Log less", quieter)
    assert presenter.state.undoable == "Log less"
    presenter.undo()
    await presenter.settled()
    assert program.configuration.settings.log_level == "info"
    assert presenter.state.undoable == ""


async def test_nothing_is_taken_back_where_there_is_nothing() -> None:
    presenter = SettingsWindowPresenter(fake_program())
    presenter.undo()
    await presenter.settled()
    assert presenter.state.undoable == ""


async def test_changes_that_wait_for_a_restart_are_told_until_then() -> None:
    server = FakeServer()
    presenter = SettingsWindowPresenter(fake_program(server=server))
    server.become(restart_needed=True)
    assert presenter.state.restart_needed
    presenter.restart()
    await presenter.settled()
    assert not presenter.state.restart_needed
