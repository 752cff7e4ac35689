from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from app.desktop.presenters.server_page import ServerPresenter, listed
from app.desktop.program.clients import ClientState, Way
from app.desktop.program.failure import ProgramError
from app.desktop.program.server import Power
from app.settings.schema import Settings
from tests.fakes.program import FakeConfiguration, FakeSearch, FakeServer, fake_program
from tests.fakes.program.clients import FakeClients
from tests.fakes.program.server import ADMIN_KEY, CLIENT_KEY

CLAUDE = ClientState(
    "claude-code",
    "Claude Code",
    "/usr/bin/claude",
    "2.1.329",
    (Way.COMMAND, Way.DEFAULT),
    connected=Way.DEFAULT,
    profile="cheap",
)


class OneClient(FakeClients):
    """Claude Code, as a test sets it; connecting it again makes it fit."""

    def __init__(self) -> None:
        super().__init__()
        self.state = CLAUDE
        self.connected: list[tuple[str, Way, str]] = []

    async def look(self) -> list[ClientState]:
        return [self.state]

    async def connect(self, client_id: str, way: Way, profile: str = "default") -> ClientState:
        self.connected.append((client_id, way, profile))
        self.state = replace(self.state, stale="")
        return self.state


class Desk:
    def __init__(self) -> None:
        self.server = FakeServer()
        self.clients = OneClient()
        self.configuration = FakeConfiguration(Settings())
        self.search = FakeSearch()
        self.presenter = ServerPresenter(
            fake_program(
                server=self.server,
                clients=self.clients,
                configuration=self.configuration,
                search=self.search,
            ),
            names=lambda: ("desk", "192.168.1.20"),
        )
        self.copied: list[str] = []
        self.presenter.to_copy.connect(self.copied.append)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    yield made
    made.presenter.close()


async def test_the_server_is_switched_on_and_off(desk: Desk) -> None:
    powers = []
    for _ in range(2):
        desk.presenter.toggle()
        await desk.presenter.settled()
        powers.append(desk.presenter.state.server.power)
    assert powers == [Power.OFF, Power.ON]


async def test_a_server_that_failed_says_who_has_its_port(desk: Desk) -> None:
    desk.server.holders[8777] = "nginx, process 4711"
    desk.server.become(power=Power.FAILED, trouble="Port 8777 is taken.")
    await desk.presenter.settled()
    assert desk.presenter.state.blocker == "nginx, process 4711"
    desk.presenter.type_port(9000)
    await desk.presenter.settled()
    assert desk.presenter.state.blocker == "nginx, process 4711"


async def test_a_free_port_starts_a_server_that_failed(desk: Desk) -> None:
    desk.server.holders[8777] = "nginx, process 4711"
    desk.server.become(power=Power.FAILED, trouble="Port 8777 is taken.")
    desk.presenter.use_free_port()
    await desk.presenter.settled()
    assert desk.configuration.settings.server.port == 8778
    assert desk.presenter.state.server.power is Power.ON
    assert desk.presenter.state.blocker == ""
    assert desk.configuration.last_change == "Port 8778"


async def test_a_port_is_checked_and_its_holder_asked_for_while_it_is_typed(desk: Desk) -> None:
    desk.server.holders[80] = "nginx"
    desk.presenter.type_port(8)
    desk.presenter.type_port(80)
    await desk.presenter.settled()
    assert desk.presenter.state.holder == "nginx"
    desk.presenter.type_port(99_999)
    assert "server.port" in desk.presenter.problems
    assert desk.presenter.state.holder == ""
    desk.presenter.type_port(8777)
    await desk.presenter.settled()
    assert 8777 not in [port for (port,) in desk.server.called("holder")]


async def test_clients_that_are_stale_are_connected_again_as_they_were(desk: Desk) -> None:
    desk.presenter.look()
    await desk.presenter.settled()
    assert desk.presenter.state.connected == (CLAUDE,)
    assert not desk.presenter.state.stale
    desk.clients.state = replace(CLAUDE, stale="It uses port 8777.")
    desk.presenter.set_port(9000)
    await desk.presenter.settled()
    assert [client.id for client in desk.presenter.state.stale] == ["claude-code"]
    desk.presenter.reconnect()
    await desk.presenter.settled()
    assert desk.clients.connected == [("claude-code", Way.DEFAULT, "cheap")]
    assert desk.presenter.state.stale == ()
    assert not desk.presenter.state.reconnecting


async def test_a_restart_makes_changes_hold(desk: Desk) -> None:
    desk.server.become(restart_needed=True)
    desk.presenter.restart()
    await desk.presenter.settled()
    assert not desk.presenter.state.server.restart_needed


async def test_the_network_is_let_in_under_this_machines_names(desk: Desk) -> None:
    desk.presenter.share(on=True)
    await desk.presenter.settled()
    server = desk.configuration.settings.server
    assert (server.host, server.allowed_hosts) == ("0.0.0.0", ("desk", "192.168.1.20"))
    assert desk.presenter.state.shared
    assert desk.presenter.state.address_for_others == "http://desk:8777"
    desk.presenter.share(on=False)
    await desk.presenter.settled()
    server = desk.configuration.settings.server
    assert (server.host, server.allowed_hosts) == ("127.0.0.1", ("desk", "192.168.1.20"))
    await desk.configuration.undo()
    await desk.configuration.undo()
    assert desk.configuration.settings == Settings()


async def test_names_that_a_person_chose_are_kept(desk: Desk) -> None:
    desk.presenter.set_hosts("gate.example.com:443")
    desk.presenter.share(on=True)
    await desk.presenter.settled()
    assert desk.configuration.settings.server.allowed_hosts == ("gate.example.com:443",)
    assert desk.presenter.state.address_for_others == "http://gate.example.com:443"


async def test_origins_are_checked_one_by_one(desk: Desk) -> None:
    desk.presenter.type_origins("http://localhost:3000\nlocalhost")
    assert desk.presenter.problems["server.cors_origins"].startswith("localhost: An origin is")
    desk.presenter.set_origins("http://localhost:3000\nlocalhost")
    await desk.presenter.settled()
    assert not desk.configuration.settings.server.cors_origins
    desk.presenter.set_origins("http://localhost:3000, https://example.com")
    await desk.presenter.settled()
    assert desk.configuration.settings.server.cors_origins == (
        "http://localhost:3000",
        "https://example.com",
    )
    assert desk.presenter.problems == {}


async def test_a_host_with_a_path_is_told_at_once(desk: Desk) -> None:
    desk.presenter.type_hosts("http://desk/")
    assert "server.allowed_hosts" in desk.presenter.problems


async def test_the_administration_page_is_a_switch(desk: Desk) -> None:
    desk.presenter.administer(on=True)
    await desk.presenter.settled()
    assert desk.configuration.settings.server.admin is True
    assert desk.configuration.last_change == "Administration page on"


async def test_limits_are_saved_one_by_one(desk: Desk) -> None:
    desk.presenter.edit("keepalive", 5.0)
    desk.presenter.edit("connections", 0)
    await desk.presenter.settled()
    assert desk.configuration.settings.server.keepalive == 5.0
    assert list(desk.presenter.problems) in ([], ["server.connections"])
    assert desk.configuration.settings.server.connections == 256


async def test_address_and_keys_are_copied(desk: Desk) -> None:
    desk.presenter.copy_address()
    desk.presenter.copy_client_key()
    desk.presenter.copy_admin_key()
    await desk.presenter.settled()
    assert desk.copied == ["http://127.0.0.1:8777", CLIENT_KEY, ADMIN_KEY]


async def test_an_admin_key_that_is_not_there_is_told(desk: Desk) -> None:
    failures: list[str] = []
    desk.presenter.failed.connect(failures.append)
    desk.server.fail_at["admin_key"] = ProgramError("There is no admin key yet.")
    desk.presenter.copy_admin_key()
    await desk.presenter.settled()
    assert failures == ["There is no admin key yet."]
    assert desk.copied == []


def test_lists_are_read_however_they_are_written() -> None:
    assert listed(" a,b\n\nc， a ") == ("a", "b", "c")


async def test_a_search_service_is_chosen_given_its_key_and_tried(desk: Desk) -> None:
    desk.presenter.edit_search("endpoint", "brave")
    await desk.presenter.settled()
    assert desk.presenter.state.search.endpoint == "brave"
    desk.presenter.keep_search_key("a key")
    desk.presenter.try_search()
    await desk.presenter.settled()
    assert desk.search.called("keep_key") == [("a key",)]
    found = desk.presenter.state.found
    assert found == "It works: 2 results, the first is: How paper lanterns are made"
    desk.search.titles = ()
    desk.presenter.try_search()
    await desk.presenter.settled()
    assert desk.presenter.state.found == "It answers, and found nothing."


async def test_a_trial_that_fails_is_told_and_over(desk: Desk) -> None:
    told: list[str] = []
    desk.presenter.watch(desk.presenter.failed.connect(told.append))
    desk.search.fail_with = ProgramError("SearXNG answered with the status 500.")
    desk.presenter.try_search()
    await desk.presenter.settled()
    assert told == ["SearXNG answered with the status 500."]
    assert not desk.presenter.state.searching


async def test_what_was_found_is_forgotten_once_another_service_is_chosen(desk: Desk) -> None:
    desk.presenter.try_search()
    await desk.presenter.settled()
    desk.presenter.edit_search("count", 3)
    await desk.presenter.settled()
    assert desk.presenter.state.found == ""
