import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Connection

from app.bootstrap.client_tokens import ClientTokens
from app.bootstrap.connecting import Connecting, Surroundings
from app.connect.clients.client import Machine
from app.connect.clients.llm import Llm
from app.connect.clients.table import CLIENTS
from app.desktop.program.clients import ClientState, VerifyStep, Way
from app.desktop.program.failure import ProgramError
from app.desktop.program.history import Request
from app.desktop.program.listeners import Listeners
from app.secrets.vault import Vault
from app.storage import keys
from app.storage.database import Database
from app.storage.records import StoredKey, UsageRow
from tests.unit.cli.conftest import MemoryKeyring
from tests.unit.connect.clients.machines import installed, machine

_Result = TypeVar("_Result")
MINE = '{"env": {"ANTHROPIC_API_KEY": "sk-ant-mine"},  "hooks": {}}\n'


class Accounts:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, call: Callable[[Connection], _Result]) -> _Result:
        with self._database.reading() as connection:
            return call(connection)

    async def write(self, call: Callable[[Connection], _Result]) -> _Result:
        with self._database.writing() as connection:
            return call(connection)


class Desk:
    """Client programs of a home folder, around a gateway that a test turns."""

    def __init__(self, home: Path, database: Database, keyring: MemoryKeyring) -> None:
        self.home = home
        self.settings = home / ".claude" / "settings.json"
        self.settings.parent.mkdir()
        self.settings.write_text(MINE)
        self.address, self.on = "http://127.0.0.1:8777", True
        self.requests: Listeners[Request] = Listeners()
        self.accounts = Accounts(database)
        self.keyring = keyring
        self.clients = self.another()

    def another(self, here: Machine | None = None) -> Connecting:
        """Another process's view of the same."""

        async def start() -> None:
            self.on = True

        around = Surroundings(
            address=lambda: self.address,
            serving=lambda: self.on,
            profiles=lambda: ("default", "cheap"),
            models=lambda _: ("deepseek-chat",),
            start=start,
        )
        vault = Vault("test", backend=self.keyring)
        tokens = ClientTokens(vault, self.accounts, lambda: round(time.time() * 1000))
        here = here or machine(self.home)
        return Connecting(self.home / "journal", here, tokens, around, self.requests, CLIENTS)

    async def claude(self) -> ClientState:
        return next(each for each in await self.clients.look() if each.id == "claude-code")

    async def keys(self) -> list[StoredKey]:
        return await self.accounts.read(lambda connection: keys.keys(connection))

    @property
    def written(self) -> dict[str, str]:
        told: dict[str, str] = json.loads(self.settings.read_text())["env"]
        return told


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    home = tmp_path / "home"
    home.mkdir()
    url = f"sqlite:///{(tmp_path / 'usage.db').as_posix()}"
    with closing(Database.open(url, lambda _: None)) as database:
        made = Desk(home, database, MemoryKeyring())
        yield made
        await made.clients.close()


async def test_a_client_gets_a_key_of_its_own_that_ends_with_its_disconnect(desk: Desk) -> None:
    told: list[None] = []
    desk.clients.changed.connect(told.append)
    state = await desk.clients.connect("claude-code", Way.DEFAULT)
    assert (state.connected, state.stale, state.profile) == (Way.DEFAULT, "", "default")
    token = desk.written["ANTHROPIC_AUTH_TOKEN"]
    assert desk.keyring["test", "client/claude-code"] == token
    (key,) = await desk.keys()
    assert (key.name, key.active, key.profile) == ("claude-code", True, "default")
    done = await desk.clients.disconnect("claude-code")
    assert done.restored == (str(desk.settings),)
    assert done.left == ()
    assert desk.settings.read_text() == MINE
    assert [key.active for key in await desk.keys()] == [False]
    await desk.clients.connect("claude-code", Way.DEFAULT)
    assert desk.written["ANTHROPIC_AUTH_TOKEN"] == token
    assert [key.active for key in await desk.keys()] == [True]
    assert len(told) == 3


async def test_another_profile_is_another_key(desk: Desk) -> None:
    await desk.clients.connect("claude-code", Way.DEFAULT)
    state = await desk.clients.connect("claude-code", Way.DEFAULT, "cheap")
    assert state.profile == "cheap"
    known = {key.name: key.active for key in await desk.keys()}
    assert known == {"claude-code": False, "claude-code (cheap)": True}


async def test_without_a_keyring_the_clients_own_file_knows_the_key(desk: Desk) -> None:
    desk.keyring.present = False
    await desk.clients.connect("claude-code", Way.DEFAULT)
    token = desk.written["ANTHROPIC_AUTH_TOKEN"]
    await desk.another().connect("claude-code", Way.DEFAULT)
    assert desk.written["ANTHROPIC_AUTH_TOKEN"] == token
    assert len(await desk.keys()) == 1


async def test_a_preview_mints_nothing_and_hides_the_key(desk: Desk) -> None:
    (change,) = await desk.clients.preview("claude-code")
    assert "ANTHROPIC_AUTH_TOKEN" in change.diff
    assert "drg-" not in change.diff
    assert "sk-ant-mine" not in change.diff
    assert await desk.keys() == []
    await desk.clients.connect("claude-code", Way.DEFAULT)
    (change,) = await desk.clients.preview("claude-code")
    assert change.diff == ""


async def test_one_way_takes_the_place_of_the_other(desk: Desk) -> None:
    await desk.clients.connect("claude-code", Way.DEFAULT)
    state = await desk.clients.connect("claude-code", Way.PROFILE_FILE)
    assert state.connected is Way.PROFILE_FILE
    assert desk.settings.read_text() == MINE
    ours = desk.settings.with_name("dragoman.settings.json")
    command = await desk.clients.launch_command("claude-code")
    assert command.text == f"claude --settings {ours}"
    await desk.clients.disconnect("claude-code")
    assert not ours.exists()


async def test_a_command_writes_no_file_and_its_key_can_be_ended(desk: Desk) -> None:
    state = await desk.clients.connect("claude-code", Way.COMMAND)
    assert state.connected is None
    command = await desk.clients.launch_command("claude-code")
    assert desk.keyring["test", "client/claude-code"] in command.text
    assert desk.settings.read_text() == MINE
    await desk.clients.disconnect("claude-code")
    assert [key.active for key in await desk.keys()] == [False]


async def test_an_old_address_a_revoked_key_and_others_changes_make_it_stale(desk: Desk) -> None:
    await desk.clients.connect("claude-code", Way.DEFAULT)
    desk.address = "http://127.0.0.1:9000"
    assert "http://127.0.0.1:8777, and Dragoman is at" in (await desk.claude()).stale
    await desk.clients.fix("claude-code", "stale-address")
    assert (await desk.claude()).stale == ""
    (key,) = await desk.keys()
    await desk.accounts.write(lambda c: keys.set_key_active(c, key.id, False))
    assert (await desk.claude()).stale == "The key in the settings of Claude Code was revoked."
    await desk.clients.fix("claude-code", "stale-key")
    desk.settings.write_text(desk.settings.read_text().replace(":9000", ":1"))
    assert "env.ANTHROPIC_BASE_URL" in (await desk.claude()).stale


async def test_what_somebody_else_changed_is_left_alone_and_told(desk: Desk) -> None:
    await desk.clients.connect("claude-code", Way.DEFAULT)
    desk.settings.write_text(desk.settings.read_text().replace(":8777", ":1"))
    done = await desk.clients.disconnect("claude-code")
    assert [left.key for left in done.left] == [("env", "ANTHROPIC_BASE_URL")]
    assert (await desk.claude()).connected is None


async def test_everything_is_disconnected_at_once(desk: Desk) -> None:
    await desk.clients.connect("claude-code", Way.DEFAULT)
    await desk.clients.connect("codex", Way.PROFILE_FILE)
    await desk.clients.connect("aider", Way.COMMAND)
    assert len(await desk.clients.disconnect_all()) == 2
    assert desk.settings.read_text() == MINE
    assert {key.name: key.active for key in await desk.keys()} == {
        "claude-code": False,
        "codex": False,
        "aider": True,
    }


async def test_a_file_that_cannot_be_parsed_is_refused_before_a_key_is_minted(desk: Desk) -> None:
    desk.settings.write_text('{"env": ')
    with pytest.raises(ProgramError, match=r"settings\.json"):
        await desk.clients.connect("claude-code", Way.DEFAULT)
    assert desk.settings.read_text() == '{"env": '
    assert (await desk.claude()).connected is None
    assert await desk.keys() == []


async def test_the_doctor_says_what_to_do(desk: Desk) -> None:
    desk.on = False
    found = {each.id: each.fix for each in await desk.clients.diagnose("claude-code")}
    assert found["server-off"] == "Start it"
    assert found["not-connected"] == "Connect"
    await desk.clients.fix("claude-code", "server-off")
    await desk.clients.fix("claude-code", "not-connected")
    assert await desk.clients.diagnose("claude-code") == ()
    with pytest.raises(ProgramError, match="for you to change"):
        await desk.clients.fix("claude-code", "proxy")


async def test_a_client_that_cannot_be_served_says_why(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Llm, "unserved", "It speaks to nobody.")
    with pytest.raises(ProgramError, match="speaks to nobody"):
        await desk.clients.connect("llm", Way.DEFAULT)
    monkeypatch.undo()
    with pytest.raises(ProgramError, match="cannot be connected by a file"):
        await desk.clients.connect("llm", Way.DEFAULT)
    with pytest.raises(ProgramError, match="Known are claude-code"):
        await desk.clients.preview("emacs")


async def test_installed_clients_come_first_and_tell_their_version_when_they_know(
    desk: Desk,
) -> None:
    installed(desk.home, "aider")
    told = asyncio.Event()
    desk.clients.changed.connect(lambda _: told.set())
    first = (await desk.clients.look())[0]
    assert (first.id, first.version) == ("aider", "")
    await told.wait()
    assert (await desk.clients.look())[0].version == "1.2.3"


async def test_snippets_have_a_key_that_no_disconnect_ends(desk: Desk) -> None:
    made = await desk.clients.snippets("cheap")
    assert {each.language for each in made} >= {"python", "javascript", "shell", "powershell"}
    token = desk.keyring["test", "client/snippets@cheap"]
    assert all(token in each.text for each in made)
    assert all(token not in repr(each) for each in made)


async def test_an_interrupted_connect_is_finished_at_the_start(desk: Desk) -> None:
    assert await desk.clients.recover() == ()


async def tried(desk: Desk, script: str) -> list[VerifyStep]:
    """The steps of verifying a Claude Code that is `script`, once its request has arrived."""
    program = installed(desk.home, "claude")
    program.write_text(f"#!/bin/sh\n{script}\n")
    await desk.clients.connect("claude-code", Way.DEFAULT)
    (key,) = await desk.keys()
    row = UsageRow("req_1", 1, key_id=key.id, client_model="opus")
    steps = []
    async for step in desk.clients.verify("claude-code"):
        steps.append(step)
        if step.name == "started":
            desk.requests.tell(Request(replace(row, key_id="another")))
            desk.requests.tell(Request(row))
    return steps


async def test_the_real_client_is_asked_and_its_request_seen(desk: Desk) -> None:
    steps = await tried(desk, 'test "$1" = -p && echo OK')
    assert [(step.name, step.ok) for step in steps] == [
        ("started", True),
        ("arrived", True),
        ("answered", True),
    ]
    assert steps[1].request_id == "req_1"
    assert steps[2].sentence == "It answered: OK"


async def test_a_client_that_fails_says_what_it_printed(desk: Desk) -> None:
    steps = await tried(desk, "echo no such model; exit 3")
    assert steps[-1] == VerifyStep("answered", False, "It ended with code 3: no such model")


async def test_a_client_that_is_not_there_cannot_be_tried(desk: Desk) -> None:
    with pytest.raises(ProgramError, match="was not found"):
        async for _ in desk.clients.verify("codex"):
            pass
