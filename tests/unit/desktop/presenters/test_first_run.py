from dataclasses import replace

import pytest

from app.desktop.presenters.first_run import FirstRunPresenter, Step, under_way
from app.desktop.program import Program
from app.desktop.program.clients import Way
from app.desktop.program.server import Power
from app.settings.schema import Settings
from tests.fakes.program import (
    FakeClients,
    FakeConfiguration,
    FakeHistory,
    FakeProviders,
    FakeServer,
    fake_program,
)
from tests.fakes.program.providers import BAD_KEY
from tests.fakes.program.sample import rows


class Fresh:
    """A machine on which nothing is set up yet."""

    def __init__(self) -> None:
        self.configuration = FakeConfiguration(Settings())
        self.providers = FakeProviders(self.configuration)
        self.server = FakeServer(Power.OFF)
        self.clients = FakeClients()
        self.history = FakeHistory([])
        self.program: Program = fake_program(
            configuration=self.configuration,
            providers=self.providers,
            server=self.server,
            clients=self.clients,
            history=self.history,
        )


def step_of(presenter: FirstRunPresenter) -> Step:
    return presenter.state.step


@pytest.fixture
def fresh() -> Fresh:
    return Fresh()


async def begun(fresh: Fresh) -> FirstRunPresenter:
    presenter = FirstRunPresenter(fresh.program)
    presenter.begin()
    await presenter.adding.settled()
    return presenter


async def test_a_provider_that_is_added_is_tried_at_once(fresh: Fresh) -> None:
    presenter = await begun(fresh)
    assert step_of(presenter) is Step.PROVIDER
    presenter.adding.choose("deepseek")
    presenter.adding.add("sk-secret")
    await presenter.adding.settled()
    await presenter.testing.settled()
    assert step_of(presenter) is Step.TEST
    assert presenter.testing.state.passed is True


async def test_another_key_is_kept_in_the_place_of_a_rejected_one(fresh: Fresh) -> None:
    presenter = await begun(fresh)
    fresh.providers.steps = BAD_KEY
    presenter.adding.choose("deepseek")
    presenter.adding.add("sk-wrong")
    await presenter.adding.settled()
    await presenter.testing.settled()
    fresh.providers.steps = BAD_KEY[:2]
    presenter.change_key("sk-right")
    await presenter.settled()
    await presenter.testing.settled()
    assert fresh.providers.keys == {"keyring:provider/deepseek": "sk-right"}
    assert presenter.testing.state.passed is True


async def test_every_step_can_be_skipped_and_the_server_starts_at_the_last(fresh: Fresh) -> None:
    presenter = await begun(fresh)
    presenter.skip()
    await presenter.settled()
    assert step_of(presenter) is Step.CONNECT
    assert fresh.server.state.power is Power.ON
    assert presenter.state.clients
    presenter.skip()
    assert step_of(presenter) is Step.DONE
    assert fresh.program.system.recall("first_run") == "done"


async def test_what_was_left_is_taken_up_again(fresh: Fresh) -> None:
    presenter = await begun(fresh)
    presenter.adding.try_demo()
    await presenter.adding.settled()
    presenter.close()
    again = await begun(fresh)
    assert (again.state.step, again.state.provider) == (Step.TEST, "demo")
    await again.testing.settled()
    assert again.testing.state.provider == "demo"


async def test_a_provider_that_is_gone_meanwhile_is_chosen_again(fresh: Fresh) -> None:
    fresh.program.system.remember("first_run", "test")
    fresh.program.system.remember("first_run.provider", "vanished")
    presenter = await begun(fresh)
    assert (presenter.state.step, presenter.state.provider) == (Step.PROVIDER, "")


async def test_clients_are_switched_on_and_off_after_a_look_at_the_changes(fresh: Fresh) -> None:
    presenter = await begun(fresh)
    presenter.go(Step.CONNECT)
    await presenter.settled()
    client = next(each for each in presenter.state.clients if each.connected is None)
    presenter.preview(client.id)
    await presenter.settled()
    assert presenter.state.previews[client.id]
    presenter.preview(client.id)
    assert client.id not in presenter.state.previews
    for on, way in ((True, Way.DEFAULT), (False, None)):
        presenter.connect_client(client.id, on)
        assert client.id in presenter.state.busy
        await presenter.settled()
        (now,) = [each for each in presenter.state.clients if each.id == client.id]
        assert now.connected is way
        assert presenter.state.busy == frozenset()


async def test_the_first_request_is_told(fresh: Fresh) -> None:
    presenter = await begun(fresh)
    fresh.history.begin(replace(rows()[0], request_id="too_early"))
    presenter.go(Step.CONNECT)
    assert presenter.state.arrived is None
    fresh.history.begin(rows()[0])
    assert presenter.state.arrived is not None
    assert presenter.state.arrived.running
    fresh.history.end(rows()[0])
    assert not presenter.state.arrived.running


async def test_it_comes_back_until_it_was_gone_through(fresh: Fresh) -> None:
    program = fresh.program
    assert under_way(program)
    presenter = await begun(fresh)
    presenter.adding.try_demo()
    await presenter.adding.settled()
    assert under_way(program)
    presenter.go(Step.CONNECT)
    assert under_way(program)
    presenter.finish()
    assert not under_way(program)
    await presenter.settled()
    await presenter.testing.settled()


def test_whoever_set_up_a_provider_elsewhere_is_left_alone() -> None:
    assert not under_way(fake_program())
