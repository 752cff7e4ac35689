import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from app.desktop.presenters.tray import TrayPresenter, tightest
from app.desktop.program.failure import ProgramError
from app.desktop.program.notices import NoticeKind
from app.desktop.program.people import BudgetState
from app.desktop.program.providers import Health
from app.desktop.program.server import Power
from app.settings.schema import Settings
from tests.desktop.waiting import until
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
    sample,
)

NOON = sample.NOW_MS / 1000


class Desk:
    """A presenter, and the parts of the program that a test turns."""

    def __init__(self, settings: Settings | None = None, read_after: float = 0.0) -> None:
        self.server = FakeServer(now_ms=sample.NOW_MS)
        self.configuration = FakeConfiguration(settings)
        self.providers = FakeProviders(self.configuration)
        self.history = FakeHistory(now_ms=sample.NOW_MS)
        self.people = FakePeople()
        self.notices = FakeNotices()
        self.clients = FakeClients()
        self.system = FakeSystem()
        self.presenter = TrayPresenter(
            fake_program(
                server=self.server,
                configuration=self.configuration,
                providers=self.providers,
                history=self.history,
                people=self.people,
                notices=self.notices,
                clients=self.clients,
                system=self.system,
            ),
            tell_after=0.0,
            read_after=read_after,
            now=lambda: NOON,
        )
        self.told = 0
        self.presenter.changed.connect(lambda _: self._count())

    def _count(self) -> None:
        self.told += 1

    async def known(self) -> None:
        self.presenter.begin()
        await until(lambda: self.presenter.state.today.known)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    desk = Desk(
        sample.settings().model_copy(
            update={
                "accounting": Settings().accounting.model_copy(update={"timezone": "Etc/UTC"}),
            }
        )
    )
    yield desk
    desk.presenter.close()
    await desk.presenter.settled()


async def test_the_mark_tells_of_power_requests_and_trouble(desk: Desk) -> None:
    assert desk.presenter.state.mark.on
    assert not desk.presenter.state.mark.busy
    request = desk.history.begin()
    assert desk.presenter.state.mark.busy
    desk.history.end(request.row)
    assert not desk.presenter.state.mark.busy
    desk.notices.give(NoticeKind.FAILURE, at_ms=sample.NOW_MS)
    assert desk.presenter.state.mark.trouble
    desk.server.become(power=Power.OFF)
    assert not desk.presenter.state.mark.on


async def test_a_server_that_failed_is_trouble(desk: Desk) -> None:
    desk.server.become(power=Power.FAILED, trouble="nginx, process 4711, has port 8777.")
    mark = desk.presenter.state.mark
    assert (mark.on, mark.trouble) == (False, True)


async def test_today_is_summed_from_midnight_in_the_users_zone(desk: Desk) -> None:
    await desk.known()
    selection = desk.history.called("total")[0][0]
    assert selection.start_ms == sample.NOW_MS - 12 * 3_600_000
    today = desk.presenter.state.today
    assert today.tokens > 0
    assert today.requests > 0
    assert today.cost["USD"] > 0


async def test_the_budget_shown_is_the_one_closest_to_its_end(desk: Desk) -> None:
    await desk.known()
    budget = desk.presenter.state.today.budget
    assert budget is not None
    assert budget.budget.id == "bud_lin"


def test_a_budget_that_is_off_is_no_budget() -> None:
    off = replace(sample.BUDGETS[0], active=False)
    assert tightest([BudgetState(off, "default", 9, 0)]) is None


async def test_sums_are_read_again_after_a_request_and_not_for_each(desk: Desk) -> None:
    await desk.known()
    reads = len(desk.history.called("total"))
    for _ in range(50):
        desk.history.end(desk.history.begin().row)
    await until(lambda: len(desk.history.called("total")) > reads)
    await desk.presenter.settled()
    assert len(desk.history.called("total")) == reads + 1


async def test_nothing_is_asked_or_told_while_nothing_happens(desk: Desk) -> None:
    await desk.known()
    await until(lambda: desk.told > 0)
    told, calls = desk.told, len(desk.history.calls) + len(desk.people.calls)
    for _ in range(20):
        await asyncio.sleep(0)
    assert (desk.told, len(desk.history.calls) + len(desk.people.calls)) == (told, calls)


async def test_many_changes_are_told_once(desk: Desk) -> None:
    for power in (Power.STOPPING, Power.OFF, Power.STARTING, Power.ON):
        desk.server.become(power=power)
    await until(lambda: desk.told > 0)
    assert desk.told == 1


async def test_a_database_that_is_away_leaves_no_number_and_no_noise(desk: Desk) -> None:
    heard = list[str]()
    desk.presenter.failed.connect(heard.append)
    await desk.known()
    desk.history.fail_with = ProgramError("The database is locked.")
    desk.presenter.look()
    await until(lambda: not desk.presenter.state.today.known)
    assert heard == []


async def test_the_switch_stops_starts_and_ends_a_pause(desk: Desk) -> None:
    presenter, server = desk.presenter, desk.server
    presenter.toggle()
    await presenter.settled()
    presenter.toggle()
    await presenter.settled()
    presenter.pause()
    await presenter.settled()
    assert server.state.resumes_at_ms == sample.NOW_MS + 3_600_000
    presenter.toggle()
    await presenter.settled()
    assert server.state.power is Power.ON
    assert [name for name, _ in server.calls] == ["stop", "start", "pause", "start"]


async def test_a_provider_is_switched_to_with_the_model_that_it_had(desk: Desk) -> None:
    presenter = desk.presenter
    presenter.choose_model("default", "deepseek-v4-flash")
    await presenter.settled()
    presenter.choose_provider("default", "ollama")
    await presenter.settled()
    settings = desk.configuration.settings
    assert (settings.default_provider, settings.default_model) == ("ollama", "qwen3:14b")
    presenter.choose_provider("default", "deepseek")
    await presenter.settled()
    settings = desk.configuration.settings
    assert (settings.default_provider, settings.default_model) == ("deepseek", "deepseek-v4-flash")


async def test_another_profile_is_switched_by_itself(desk: Desk) -> None:
    presenter = desk.presenter
    presenter.choose_provider("cheap", "siliconflow")
    await presenter.settled()
    cheap = next(each for each in presenter.state.routes if each.profile == "cheap")
    assert cheap.provider == "siliconflow"
    assert desk.configuration.settings.default_provider == "deepseek"
    presenter.follow_default("cheap")
    await presenter.settled()
    cheap = next(each for each in presenter.state.routes if each.profile == "cheap")
    assert (cheap.provider, cheap.own) == ("deepseek", False)


async def test_only_providers_that_are_on_can_be_chosen(desk: Desk) -> None:
    desk.providers.health("ollama", Health.FAILING)
    choices = {each.name: each.health for each in desk.presenter.state.providers}
    assert choices["ollama"] is Health.FAILING
    entries = desk.configuration.settings.providers
    off = entries["ollama"].model_copy(update={"enabled": False})
    desk.configuration.edit_elsewhere(
        lambda s: s.model_copy(update={"providers": {**s.providers, "ollama": off}})
    )
    assert "ollama" not in {each.name for each in desk.presenter.state.providers}


async def test_clients_are_looked_for_when_the_menu_opens_and_not_before(desk: Desk) -> None:
    await desk.known()
    assert not desk.presenter.state.clients
    desk.presenter.look()
    await until(lambda: bool(desk.presenter.state.clients))
    assert [each.name for each in desk.presenter.state.clients] == ["Claude Code"]


async def test_what_is_copied_reaches_whoever_has_the_clipboard(desk: Desk) -> None:
    copied = list[str]()
    desk.presenter.to_copy.connect(copied.append)
    desk.presenter.copy_address()
    desk.presenter.copy_key()
    await desk.presenter.settled()
    desk.presenter.copy_launch("claude-code")
    await desk.presenter.settled()
    assert copied[0] == "http://127.0.0.1:8777"
    assert copied[1].startswith("drg-")
    assert "claude" in copied[2]


async def test_the_last_error_goes_when_it_was_seen(desk: Desk) -> None:
    desk.notices.give(NoticeKind.FAILURE, "429 from SiliconFlow", at_ms=sample.NOW_MS)
    assert desk.presenter.state.last_error is not None
    desk.presenter.dismiss()
    assert desk.presenter.state.last_error is None
    assert not desk.presenter.state.mark.trouble
