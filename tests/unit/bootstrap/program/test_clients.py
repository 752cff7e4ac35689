"""Client programs connected by the program in whose process the gateway runs."""

import json
from pathlib import Path

from app.desktop.program.clients import Way
from tests.unit.bootstrap.program.conftest import Open

DEMO = '[providers.demo]\npreset = "demo"\n'


def installed(folder: Path) -> str:
    """A program named claude; gives the PATH that it is found on."""
    program = folder / "claude"
    program.write_text("#!/bin/sh\necho '2.1.329 (Claude Code)'\n")
    program.chmod(0o755)
    return str(folder)


def settings_of(home: Path) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((home / ".claude" / "settings.json").read_text())
    return found


async def test_a_connected_clients_key_opens_at_once_and_is_worthless_afterwards(
    open_program: Open, tmp_path: Path
) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    opened = await open_program(DEMO, environ={"PATH": installed(folder)})
    clients = opened.program.clients
    (claude,) = [each for each in await clients.look() if each.id == "claude-code"]
    assert (claude.binary, claude.connected) == (str(folder / "claude"), None)
    state = await clients.connect("claude-code", Way.DEFAULT)
    assert (state.connected, state.stale) == (Way.DEFAULT, "")
    env = settings_of(tmp_path)["env"]
    assert env["ANTHROPIC_BASE_URL"] == opened.program.server.state.address
    key = next(value for value in env.values() if value.startswith("drg-"))
    assert await opened.ask("demo/demo", key=key) == 200
    await clients.disconnect("claude-code")
    assert await opened.ask("demo/demo", key=key) == 401
    assert not (tmp_path / ".claude" / "settings.json").exists()


async def test_snippets_name_the_address_and_a_key(open_program: Open) -> None:
    opened = await open_program(DEMO)
    found = await opened.program.clients.snippets()
    assert any(opened.program.server.state.address in each.text for each in found)
