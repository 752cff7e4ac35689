"""The page of clients, driven by mouse and keyboard."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.connect.apply import LeftAlone
from app.desktop.presenters.clients import ClientsPresenter
from app.desktop.presenters.editing import Undo
from app.desktop.program.clients import ClientState, VerifyStep, Way
from app.desktop.program.failure import ProgramError
from app.desktop.widgets.diff_view import DiffView
from app.desktop.windows.settings.pages.clients import ClientsPage
from app.desktop.windows.settings.pages.clients.card import ClientView
from tests.desktop.waiting import until
from tests.desktop.windows.opened import Opened
from tests.desktop.windows.settings.pages.away import put_away
from tests.desktop.windows.settings.pages.names import nameless
from tests.fakes.program import fake_program
from tests.fakes.program.clients import CLAUDE, CODEX, CONFLICT, KEY, SEVERAL, FakeClients
from tests.fakes.program.server import CLIENT_KEY

LEFT = Qt.MouseButton.LeftButton


class Desk:
    def __init__(self, states: Iterable[ClientState] = SEVERAL) -> None:
        self.clients = FakeClients(states)
        program = fake_program(clients=self.clients)
        self.presenter = ClientsPresenter(program)
        self.opened = Opened()
        self.offered: list[Undo] = []
        self.presenter.undoable.connect(self.offered.append)
        self.page = ClientsPage(program, self.opened, self.presenter)
        self.page.resize(680, 900)
        self.page.show()

    async def ready(self) -> None:
        await until(lambda: self.presenter.state.known and not self.page._soon.isActive())

    def view(self, client_id: str) -> ClientView:
        return self.page.views[client_id]


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    await made.ready()
    yield made
    await put_away(made.page, made.presenter)


async def test_cards_say_how_each_client_stands(desk: Desk) -> None:
    assert list(desk.page.views) == ["claude-code", "opencode", "pi", "aider"]
    assert desk.view("claude-code").badge.text() == "Not connected"
    assert desk.view("opencode").badge.text() == "Needs connecting again"
    assert "8776" in desk.view("opencode").stale.text()
    assert desk.view("pi").badge.text() == "Connected by default"
    assert desk.view("pi").place.text().startswith("/home/ada/.local/bin/pi")
    assert list(desk.page.missing_links) == ["codex"]
    assert desk.page.missing_links["codex"].accessibleName() == "Documentation of Codex"


async def test_only_the_ways_that_a_client_knows_are_offered(desk: Desk) -> None:
    view = desk.view("aider")
    QTest.mouseClick(view.connect_it, LEFT)
    assert view.ways.copy.isVisible()
    assert not view.ways.write.isVisible()
    assert not view.ways.default.isVisible()
    QTest.mouseClick(view.connect_it, LEFT)
    assert not view.ways.isVisible()


async def test_the_launch_command_is_copied(desk: Desk) -> None:
    view = desk.view("claude-code")
    QTest.mouseClick(view.connect_it, LEFT)
    assert view.ways.warning.isVisible()
    QTest.mouseClick(view.ways.copy, LEFT)
    await until(lambda: view.ways.copy.text() == "Copied")
    assert QGuiApplication.clipboard().text() == f"OPENAI_API_KEY={KEY} claude-code"


async def test_making_default_shows_the_change_and_does_it_after_a_second_click(
    desk: Desk,
) -> None:
    view = desk.view("claude-code")
    view.connect_it.setFocus()
    QTest.keyClick(view.connect_it, Qt.Key.Key_Space)
    QTest.mouseClick(view.ways.default, LEFT)
    await until(lambda: view.ways.preview.isVisible())
    diff = view.ways.preview.findChild(DiffView)
    assert isinstance(diff, DiffView)
    assert "ANTHROPIC_AUTH_TOKEN" in diff.toPlainText()
    assert desk.clients.called("connect") == []
    QTest.mouseClick(view.ways.preview.do, LEFT)
    await until(lambda: view.badge.text() == "Connected by default")
    assert not view.ways.isVisible()
    assert view.verify.isVisible()


async def test_the_preview_is_left_without_a_change(desk: Desk) -> None:
    view = desk.view("claude-code")
    QTest.mouseClick(view.connect_it, LEFT)
    QTest.mouseClick(view.ways.default, LEFT)
    await until(lambda: view.ways.preview.isVisible())
    QTest.mouseClick(view.ways.preview.leave, LEFT)
    await until(lambda: not view.ways.preview.isVisible())
    assert view.ways.default.isVisible()
    assert desk.clients.called("connect") == []


async def test_a_profile_file_is_written_for_the_chosen_profile(desk: Desk) -> None:
    view = desk.view("claude-code")
    QTest.mouseClick(view.connect_it, LEFT)
    view.ways.profile.choose("cheap")
    view.ways.profile.chosen.emit("cheap")
    QTest.mouseClick(view.ways.write, LEFT)
    await until(lambda: view.badge.text() == "Connected by a profile file")
    assert desk.clients.called("connect") == [("claude-code", Way.PROFILE_FILE, "cheap")]


async def test_a_failure_is_told_on_the_card_with_its_reason(desk: Desk) -> None:
    desk.clients.fail_at["preview"] = ProgramError("settings.json is no JSON at line 3.")
    view = desk.view("claude-code")
    QTest.mouseClick(view.connect_it, LEFT)
    QTest.mouseClick(view.ways.default, LEFT)
    await until(lambda: view.trouble.isVisible())
    assert view.trouble.text() == "settings.json is no JSON at line 3."
    assert not desk.view("pi").trouble.isVisible()


async def test_a_stale_client_is_connected_again_by_one_click(desk: Desk) -> None:
    view = desk.view("opencode")
    QTest.mouseClick(view.again, LEFT)
    await until(lambda: view.badge.text() == "Connected by default")
    assert not view.stale.isVisible()


async def test_disconnecting_reports_what_was_left_alone_and_undo_connects(desk: Desk) -> None:
    desk.clients.left = (
        LeftAlone(Path("/home/ada/.pi/agent/models.json"), ("providers",), "You changed it."),
    )
    view = desk.view("pi")
    QTest.mouseClick(view.disconnect_it, LEFT)
    await until(lambda: view.report.isVisible())
    assert "/home/ada/.pi/agent/settings.json" in view.report.restored.text()
    assert "models.json: providers. You changed it." in view.report.left.text()
    QTest.mouseClick(view.report.close_it, LEFT)
    await until(lambda: not view.report.isVisible())
    desk.offered[0].call()
    await until(lambda: view.badge.text() == "Connected by default")


async def test_verifying_leads_to_the_request_that_arrived(desk: Desk) -> None:
    view = desk.view("pi")
    QTest.mouseClick(view.verify, LEFT)
    await until(lambda: view.verification.request.isVisible())
    QTest.mouseClick(view.verification.request, LEFT)
    assert desk.opened.asked == [("requests", "req_verified")]
    await until(lambda: view.verify.isEnabled())


async def test_a_verification_that_fails_says_where(desk: Desk) -> None:
    desk.clients.steps = (VerifyStep("started", False, "pi ended with status 1: no model."),)
    view = desk.view("pi")
    QTest.mouseClick(view.verify, LEFT)
    await until(lambda: not desk.presenter.state.card("pi").verifying and view.verify.isEnabled())
    assert not view.verification.request.isVisible()
    assert view.verification.isVisible()


async def test_the_doctors_finding_is_fixed_by_its_button(desk: Desk) -> None:
    desk.clients.findings["opencode"] = (CONFLICT,)
    view = desk.view("opencode")
    QTest.mouseClick(view.doctor, LEFT)
    await until(lambda: CONFLICT.id in view.findings.buttons)
    QTest.mouseClick(view.findings.buttons[CONFLICT.id], LEFT)
    await until(lambda: view.findings.isVisible() and not view.findings.buttons)
    QTest.mouseClick(view.findings.close_it, LEFT)
    await until(lambda: not view.findings.isVisible())


async def test_what_was_seen_without_asking_is_shown(desk: Desk) -> None:
    desk.clients.become(replace(CLAUDE, findings=(CONFLICT,)))
    view = desk.view("claude-code")
    await until(lambda: view.findings.isVisible())
    assert not view.findings.close_it.isVisible()


async def test_a_client_that_cannot_be_served_says_why(desk: Desk) -> None:
    desk.clients.become(replace(CLAUDE, ways=(), warning="It speaks to its own server only."))
    view = desk.view("claude-code")
    await until(view.unserved.isVisible)
    assert not view.connect_it.isVisible()


async def test_ready_text_is_shown_only_when_it_is_opened(desk: Desk) -> None:
    snippets = desk.page.snippets
    assert desk.clients.called("snippets") == []
    QTest.mouseClick(snippets.fold.line, LEFT)
    await until(lambda: KEY in snippets.text.toPlainText())
    snippets.kind.choose("Shell")
    snippets.kind.chosen.emit("Shell")
    QTest.mouseClick(snippets.copy, LEFT)
    assert QGuiApplication.clipboard().text() == f"export OPENAI_API_KEY={KEY}"
    QTest.mouseClick(snippets.copy_key, LEFT)
    await until(lambda: QGuiApplication.clipboard().text() == CLIENT_KEY)


async def test_a_machine_without_clients_says_what_works_all_the_same() -> None:
    desk = Desk([CODEX])
    await desk.ready()
    await until(lambda: desk.page.none.isVisible())
    assert desk.page.views == {}
    desk.clients.become(replace(CODEX, binary="/usr/bin/codex"))
    await until(lambda: "codex" in desk.page.views)
    await until(lambda: not desk.page.missing.isVisible())
    await put_away(desk.page, desk.presenter)


async def test_a_search_that_failed_can_be_tried_again(desk: Desk) -> None:
    desk.clients.fail_with = ProgramError("The home folder cannot be read.")
    desk.presenter.look()
    await until(lambda: desk.page.trouble.isVisible())
    desk.clients.fail_with = None
    QTest.mouseClick(desk.page.again, LEFT)
    await until(lambda: not desk.page.trouble.isVisible())


async def test_every_control_has_a_name(desk: Desk) -> None:
    assert nameless(desk.page) == []
