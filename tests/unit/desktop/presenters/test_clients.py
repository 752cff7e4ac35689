import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.connect.apply import LeftAlone
from app.desktop.presenters.clients import ClientCard, ClientsPresenter
from app.desktop.presenters.editing import Undo
from app.desktop.program.clients import VerifyStep, Way
from app.desktop.program.failure import ProgramError
from app.settings import change
from app.settings.schema import Profile
from tests.fakes.program import FakeConfiguration, fake_program
from tests.fakes.program.clients import CLAUDE, CONFLICT, KEY, SEVERAL, FakeClients
from tests.fakes.program.server import CLIENT_KEY


class Desk:
    def __init__(self) -> None:
        self.clients = FakeClients(SEVERAL)
        self.configuration = FakeConfiguration()
        self.presenter = ClientsPresenter(
            fake_program(clients=self.clients, configuration=self.configuration)
        )
        self.offered: list[Undo] = []
        self.copied: list[tuple[str, str]] = []
        self.presenter.undoable.connect(self.offered.append)
        self.presenter.to_copy.connect(self.copied.append)

    async def looked(self) -> None:
        self.presenter.look()
        await self.presenter.settled()

    def card(self, client_id: str) -> ClientCard:
        return self.presenter.state.card(client_id)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    await made.looked()
    yield made
    made.presenter.close()


async def test_installed_clients_come_first(desk: Desk) -> None:
    state = desk.presenter.state
    assert [card.client.id for card in state.cards][-1] == "codex"
    assert [card.installed for card in state.cards] == [True] * 4 + [False]
    assert desk.card("pi").profile == "cheap"
    assert state.known
    assert not state.looking


async def test_a_launch_command_is_copied_for_the_chosen_profile(desk: Desk) -> None:
    desk.presenter.choose_profile("aider", "cheap")
    desk.presenter.copy_launch("aider")
    await desk.presenter.settled()
    assert desk.clients.called("launch_command") == [("aider", "cheap")]
    assert desk.copied == [("aider", f"OPENAI_API_KEY={KEY} aider")]


async def test_making_default_shows_what_changes_first(desk: Desk) -> None:
    desk.presenter.preview("claude-code")
    await desk.presenter.settled()
    preview = desk.card("claude-code").preview
    assert preview is not None
    assert "+" in preview[0].diff
    assert desk.clients.called("connect") == []
    desk.presenter.forget_preview("claude-code")
    assert desk.card("claude-code").preview is None
    desk.presenter.preview("claude-code")
    await desk.presenter.settled()
    desk.presenter.make_default("claude-code")
    await desk.presenter.settled()
    card = desk.card("claude-code")
    assert (card.client.connected, card.preview, card.busy) == (Way.DEFAULT, None, False)


async def test_another_profile_shows_its_own_preview(desk: Desk) -> None:
    desk.presenter.preview("claude-code")
    await desk.presenter.settled()
    desk.presenter.choose_profile("claude-code", "cheap")
    await desk.presenter.settled()
    assert desk.clients.called("preview") == [("claude-code", "default"), ("claude-code", "cheap")]
    desk.presenter.write_profile_file("claude-code")
    await desk.presenter.settled()
    assert desk.clients.called("connect") == [("claude-code", Way.PROFILE_FILE, "cheap")]


async def test_a_connected_client_gets_another_profile_at_once_and_back(desk: Desk) -> None:
    desk.presenter.choose_profile("pi", "default")
    await desk.presenter.settled()
    assert desk.card("pi").client.profile == "default"
    assert desk.offered[0].label == "pi uses the profile default"
    desk.offered[0].call()
    await desk.presenter.settled()
    assert desk.card("pi").profile == "cheap"


async def test_a_stale_client_is_connected_again_the_same_way(desk: Desk) -> None:
    desk.presenter.connect_again("opencode")
    await desk.presenter.settled()
    assert desk.clients.called("connect") == [("opencode", Way.DEFAULT, "default")]
    assert desk.card("opencode").client.stale == ""


async def test_disconnecting_tells_what_was_left_alone_and_can_be_taken_back(desk: Desk) -> None:
    left = LeftAlone(Path("/home/ada/.pi/agent/models.json"), ("model",), "You changed it since.")
    desk.clients.left = (left,)
    desk.presenter.disconnect("pi")
    await desk.presenter.settled()
    card = desk.card("pi")
    assert card.client.connected is None
    assert card.report is not None
    assert card.report.left == (left,)
    desk.presenter.dismiss_report("pi")
    assert desk.card("pi").report is None
    desk.offered[0].call()
    await desk.presenter.settled()
    assert desk.card("pi").client.connected is Way.DEFAULT


async def test_verifying_shows_each_step_as_it_ends(desk: Desk) -> None:
    desk.presenter.verify("pi")
    assert desk.card("pi").verifying
    await desk.presenter.settled()
    card = desk.card("pi")
    assert [step.name for step in card.steps] == ["started", "arrived", "answered"]
    assert card.steps[1].request_id == "req_verified"
    assert not card.verifying


async def test_verifying_can_be_given_up(desk: Desk) -> None:
    desk.clients.hold = asyncio.Event()
    desk.presenter.verify("pi")
    await asyncio.sleep(0)
    desk.presenter.stop_verifying("pi")
    await desk.presenter.settled()
    assert not desk.card("pi").verifying
    assert desk.card("pi").steps == ()


async def test_a_verification_that_cannot_begin_is_told_on_the_card(desk: Desk) -> None:
    desk.clients.fail_at["verify"] = ProgramError("The server is off. Switch it on.")
    desk.presenter.verify("pi")
    await desk.presenter.settled()
    assert desk.card("pi").trouble == "The server is off. Switch it on."
    desk.clients.fail_at.clear()
    desk.clients.steps = (VerifyStep("started", False, "pi ended with status 1."),)
    desk.presenter.verify("pi")
    await desk.presenter.settled()
    assert desk.card("pi").trouble == ""
    assert not desk.card("pi").steps[0].ok


async def test_the_doctors_findings_are_fixed_one_by_one(desk: Desk) -> None:
    desk.clients.findings["claude-code"] = (CONFLICT,)
    desk.presenter.diagnose("claude-code")
    await desk.presenter.settled()
    assert desk.card("claude-code").findings == (CONFLICT,)
    desk.presenter.fix("claude-code", CONFLICT.id)
    await desk.presenter.settled()
    assert desk.card("claude-code").findings == ()
    desk.presenter.forget_findings("claude-code")
    assert desk.card("claude-code").findings is None


async def test_what_goes_wrong_stays_on_its_card(desk: Desk) -> None:
    failures: list[str] = []
    desk.presenter.failed.connect(failures.append)
    desk.clients.fail_at["connect"] = ProgramError("settings.json is no JSON at line 3.")
    desk.presenter.make_default("claude-code")
    await desk.presenter.settled()
    card = desk.card("claude-code")
    assert (card.trouble, card.busy) == ("settings.json is no JSON at line 3.", False)
    assert failures == []
    assert desk.card("pi").trouble == ""


async def test_what_is_under_way_stays_when_clients_are_looked_for_again(desk: Desk) -> None:
    desk.presenter.preview("claude-code")
    await desk.presenter.settled()
    desk.clients.become(replace(CLAUDE, version="2.1.330"))
    await desk.presenter.settled()
    card = desk.card("claude-code")
    assert card.client.version == "2.1.330"
    assert card.preview is not None


async def test_a_machine_that_cannot_be_searched_is_told(desk: Desk) -> None:
    desk.clients.fail_with = ProgramError("The home folder cannot be read.")
    await desk.looked()
    assert desk.presenter.state.trouble == "The home folder cannot be read."
    assert not desk.presenter.state.looking


async def test_snippets_hold_the_key_of_their_profile_and_show_it_to_nobody_else(
    desk: Desk,
) -> None:
    desk.presenter.show_snippets("cheap")
    await desk.presenter.settled()
    assert desk.clients.called("snippets") == [("cheap",)]
    assert KEY in desk.presenter.state.snippets[0].text
    assert KEY not in repr(desk.presenter.state)


async def test_address_and_key_are_copied(desk: Desk) -> None:
    desk.presenter.copy_address()
    desk.presenter.copy_key()
    await desk.presenter.settled()
    assert desk.copied == [("address", "http://127.0.0.1:8777"), ("key", CLIENT_KEY)]


async def test_a_new_profile_can_be_chosen(desk: Desk) -> None:
    desk.configuration.edit_elsewhere(lambda old: change.replace_profile(old, "work", Profile()))
    assert desk.presenter.state.profiles == ("default", "cheap", "work")


async def test_a_client_whose_key_is_unknown_is_connected_again_with_the_default_profile(
    desk: Desk,
) -> None:
    desk.clients.become(replace(SEVERAL[1], profile=""))
    await desk.presenter.settled()
    assert desk.card("opencode").profile == "default"
    desk.presenter.connect_again("opencode")
    await desk.presenter.settled()
    assert desk.clients.called("connect") == [("opencode", Way.DEFAULT, "default")]
