import pytest

from app.desktop.presenters.editing import EditingPresenter, Undo, value_at, with_value
from app.desktop.program.failure import ProgramError
from app.settings.schema import Settings
from tests.fakes.program import FakeConfiguration, fake_program


@pytest.fixture
def configuration() -> FakeConfiguration:
    return FakeConfiguration(Settings())


@pytest.fixture
def page(configuration: FakeConfiguration) -> EditingPresenter:
    return EditingPresenter(fake_program(configuration=configuration))


def test_a_value_is_checked_as_it_is_typed_and_nothing_is_saved(
    page: EditingPresenter, configuration: FakeConfiguration
) -> None:
    told: list[None] = []
    page.changed.connect(told.append)
    assert not page.typed("server.port", 70_000)
    assert "65535" in page.problems["server.port"]
    assert page.typed("server.port", 7000)
    assert page.problems == {}
    assert len(told) == 2
    assert configuration.calls == []


async def test_a_right_value_is_saved_under_its_label(
    page: EditingPresenter, configuration: FakeConfiguration
) -> None:
    page.commit("server.port", 7000, "Port 7000")
    await page.settled()
    assert configuration.settings.server.port == 7000
    assert configuration.last_change == "Port 7000"
    await configuration.undo()
    assert configuration.settings.server.port == 8777


async def test_a_wrong_value_and_an_unchanged_one_are_not_saved(
    page: EditingPresenter, configuration: FakeConfiguration
) -> None:
    page.commit("server.port", -1, "Port")
    page.commit("server.port", 8777, "Port")
    await page.settled()
    assert configuration.called("change") == []
    assert page.problems == {}


async def test_what_is_refused_on_saving_is_told_at_its_field_or_in_the_bar(
    page: EditingPresenter, configuration: FakeConfiguration
) -> None:
    failures: list[str] = []
    page.failed.connect(failures.append)
    configuration.fail_with = ProgramError("No such zone.", "accounting.timezone")
    page.commit("accounting.timezone", "Europe/Berlin", "Time zone")
    await page.settled()
    assert page.problems == {"accounting.timezone": "No such zone."}
    configuration.fail_with = ProgramError("The disk is full.")
    page.commit("server.port", 7000, "Port")
    await page.settled()
    assert failures == ["The disk is full."]


async def test_what_was_done_elsewhere_can_be_taken_back(page: EditingPresenter) -> None:
    offered: list[Undo] = []
    page.undoable.connect(offered.append)
    done: list[str] = []

    async def back() -> None:
        done.append("back")

    page.offer("Sam was deactivated", back)
    offered[0].call()
    await page.settled()
    assert (offered[0].label, done) == ("Sam was deactivated", ["back"])


def test_a_dotted_path_reads_and_writes_one_value() -> None:
    changed = with_value(Settings(), "desktop.notifications.budget", value=False)
    assert value_at(changed, "desktop.notifications.budget") is False
    assert changed.desktop.notifications.failover
    assert Settings().desktop.notifications.budget
