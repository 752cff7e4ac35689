"""The first run as a person goes through it: real screen, real keyboard, real keyring, real client.

Afterwards no secret is in any file, log or argument of the program, and what the client's settings
were before they are again.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.desktop.theme.tokens import LIGHT
from tests.clients import install
from tests.clients.claude_code import ClaudeCode
from tests.desktop.xvfb.display import HEIGHT, Host, Screen
from tests.desktop.xvfb.program import ROOT, free_port
from tests.fakes import answers, tasks
from tests.fakes.reply import Reply, View
from tests.fakes.upstream import FakeUpstream, running

SECRET = "sk-canary-of-the-first-run-0123456789"
SETTINGS = """schema_version = 1

[server]
port = {port}

[desktop]
theme = "light"
language = "en"
"""
# A byte order mark, CRLF, comments of nobody, keys that nobody knows, another gateway's address.
BEFORE = """\ufeff{
  "model": "opus",
  "env": { "ANTHROPIC_BASE_URL": "http://127.0.0.1:9/other", "MY_OWN": "é 一" },
  "hooks": {}
}
""".replace("\n", "\r\n").encode()


def obliging(view: View) -> Reply:
    """Calls the tool of Dragoman's own test, and obeys orders otherwise."""
    if "get_weather" in view.tools:
        return tasks.accommodate(view)
    return tasks.obey(view)


@pytest.mark.client("Claude Code")
@pytest.mark.client("gnome-keyring-daemon")
def test_from_nothing_to_a_client_that_works_and_back(
    desktop: Callable[[Host], Screen], tmp_path: Path
) -> None:
    screen = desktop("trayer")
    program = install.CLAUDE_CODE.found
    if program is None and not os.environ.get("DRAGOMAN_REQUIRE_CLIENTS"):
        pytest.skip("Claude Code is not installed here: run tests/clients/install.py")
    assert program is not None
    claude = ClaudeCode([str(program)], tmp_path / "claude")
    path = claude.home / ".claude" / "settings.json"
    path.parent.mkdir()
    path.write_bytes(BEFORE)
    profile, port = screen.folder / "profile", free_port()
    profile.mkdir()
    (profile / "config.toml").write_text(SETTINGS.format(port=port))
    unlock_keyring(screen)
    with running(FakeUpstream(answers.plays(obliging))) as upstream:
        process = screen.start(
            [sys.executable, "-m", "app", "--profile", str(profile)],
            PYTHONPATH=str(ROOT),
            HOME=str(claude.home),
            PATH=f"{program.parent}:{screen.environ['PATH']}",
        )
        add_provider(screen, f"{upstream.origin}/v1")
        screen.until(lambda: len(upstream.requests) >= 3, "the test asks for no tool")
        for request in upstream.requests:
            assert ("Authorization", f"Bearer {SECRET}") in request.headers
        connect_first_client(screen)
        url = f"http://127.0.0.1:{port}".encode()
        screen.until(lambda: url in path.read_bytes(), "Claude Code is not connected")
        target = claude.work / "written.txt"
        run = claude.ask(f"Do [[write:{target}]]", url="http://127.0.0.1:9", key="drg-wrong")
        assert run.code == 0, f"{run.output}\n{run.errors}"
        assert target.read_text() == tasks.WRITTEN
        arguments = Path(f"/proc/{process.pid}/cmdline").read_bytes()
        screen.keys("space")  # the switch still has the keyboard
        screen.until(lambda: path.read_bytes() == BEFORE, "its settings are not as before")
        process.terminate()
        screen.until(lambda: process.poll() is not None, "it does not end")
    assert process.returncode == 0, screen.output
    assert SECRET.encode() not in arguments
    assert holders(profile) == holders(claude.home) == []
    assert SECRET not in screen.output


def unlock_keyring(screen: Screen) -> None:
    """A keyring as a person has after signing in."""
    (Path(screen.environ["HOME"]) / ".cache").mkdir(exist_ok=True)
    (Path(screen.environ["XDG_DATA_HOME"]) / "keyrings").mkdir(exist_ok=True)
    screen.run("sh", "-c", "printf test-pass | gnome-keyring-daemon --unlock --components=secrets")


def add_provider(screen: Screen, address: str) -> None:
    """Step one, by keyboard alone: look for the preset, name the address, paste the key."""
    window = screen.window("Welcome to Dragoman")
    screen.until(lambda: window in screen.run("xdotool", "getactivewindow"), "it is not in front")
    screen.type("OpenAI-compatible")
    screen.keys("Tab", "space")
    screen.type(address)
    screen.keys("Tab")
    screen.type(SECRET)
    screen.keys("Return")


def connect_first_client(screen: Screen) -> None:
    """Steps two and three: go on when the test has passed, and switch the first client on."""
    # "Next" is coloured once the test has ended, and has the keyboard where everything works.
    screen.found(LIGHT.accent, top=HEIGHT // 2, bottom=HEIGHT)
    screen.keys("space")
    screen.until(lambda: '"connect"' in remembered(screen), "the test did not pass")
    # Round the end: the three steps at the top, "What will change?", the switch.
    screen.keys("Tab", "Tab", "Tab", "Tab", "Tab", "space")


def remembered(screen: Screen) -> str:
    """What the program keeps over its starts."""
    return (screen.folder / "profile" / "data" / "desktop.json").read_text()


def holders(folder: Path) -> list[Path]:
    """The files below `folder` that hold the secret."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if SECRET.encode() in path.read_bytes()]
