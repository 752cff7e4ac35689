"""The real clients, connected by `dragoman connect` and let go again."""

import json
import tomllib
from pathlib import Path

import pytest

from app.connect.plan import Json
from tests.clients.claude_code import ClaudeCode
from tests.clients.codex import Codex
from tests.clients.dragoman import Dragoman
from tests.fakes import tasks
from tests.fakes.upstream import FakeUpstream

# What a person may have: a byte order mark, CRLF, two blanks, keys that nobody knows, and all
# that would lead past us. Claude Code reads no file with comments.
HOSTILE = """\ufeff{
  "permissions": { "allow": ["Bash(ls:*)"],  "deny": [] },
  "env": {
    "ANTHROPIC_BASE_URL": "http://127.0.0.1:9/other/v1",
    "ANTHROPIC_API_KEY": "sk-ant-mine-0123456789",
    "CLAUDE_CODE_USE_BEDROCK": "1",
    "MY_OWN": "é 一"
  },
  "apiKeyHelper": "echo sk-of-a-helper",
  "hooks": {},
  "statusLine": {"type": "command", "command": "true"}
}
""".replace("\n", "\r\n").encode()

CODEX = b"""\
# my own\r
model = "gpt-5.5"   # the good one\r
model_provider = "other"\r
approval_policy = "never"\r
sandbox_mode = "danger-full-access"\r
check_for_update_on_startup = false\r
\r
[features]\r
plugins = false\r
\r
[analytics]\r
enabled = false\r
\r
[feedback]\r
enabled = false\r
\r
[model_providers.other]\r
name = "Other"\r
base_url = "http://127.0.0.1:9/v1"\r
wire_api = "responses"\r
"""

NOWHERE = "http://127.0.0.1:9"


def at_home(dragoman: Dragoman, home: Path) -> None:
    """Let commands see this home folder, and the port that the gateway has."""
    port = dragoman.url.rpartition(":")[2]
    dragoman.more = {"HOME": str(home), "DRAGOMAN_PORT": port}


def settings(home: Path) -> Path:
    path = home / ".claude" / "settings.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


@pytest.mark.client("Claude Code")
def test_claude_code_connected_as_the_default_works_and_is_as_before_afterwards(
    claude: ClaudeCode, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    at_home(dragoman, claude.home)
    path = settings(claude.home)
    path.write_bytes(HOSTILE)
    told = json.loads(dragoman.command("connect", "claude-code", "--yes", "--json"))
    assert told["connected"] == "default"
    assert b"sk-ant-mine" not in path.read_bytes()
    target = claude.work / "written.txt"
    # The variables of the shell lead elsewhere, and lose.
    run = claude.ask(f"Do [[write:{target}]]", url=NOWHERE, key="drg-wrong")
    assert run.code == 0, f"{run.output}\n{run.errors}"
    assert target.read_text() == tasks.WRITTEN
    assert len(upstream.asked) == 2
    known = json.loads(dragoman.command("key", "list", "--json"))
    assert [(key["name"], key["active"]) for key in known] == [("claude-code", True)]
    dragoman.command("disconnect", "claude-code")
    assert path.read_bytes() == HOSTILE
    assert json.loads(dragoman.command("key", "list", "--json")) == []


@pytest.mark.client("Claude Code")
def test_what_was_edited_meanwhile_stays(
    claude: ClaudeCode, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    at_home(dragoman, claude.home)
    path = settings(claude.home)
    path.write_bytes(HOSTILE)
    dragoman.command("connect", "claude-code", "--yes")
    path.write_bytes(path.read_bytes().replace(b'"hooks": {}', b'"hooks": {"Stop": []}'))
    dragoman.command("disconnect", "claude-code")
    assert path.read_bytes() == HOSTILE.replace(b'"hooks": {}', b'"hooks": {"Stop": []}')


@pytest.mark.client("Claude Code")
def test_claude_code_works_with_a_settings_file_of_ours(
    claude: ClaudeCode, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    at_home(dragoman, claude.home)
    path = settings(claude.home)
    path.write_bytes(HOSTILE)
    words = ("connect", "claude-code", "--way", "profile-file", "--json", "--yes")
    told = json.loads(dragoman.command(*words))
    program, option, ours = told["command"].split()
    assert (program, option) == ("claude", "--settings")
    run = claude.ask("Say [[text:hi]]", option, ours, url=NOWHERE, key="drg-wrong")
    assert run.output.strip() == "The fake model answers: hi.", run.errors
    assert path.read_bytes() == HOSTILE
    dragoman.command("disconnect", "claude-code")
    assert not Path(ours).exists()


@pytest.mark.client("Claude Code")
def test_the_status_tells_of_a_connected_client_and_of_one_whose_address_is_old(
    claude: ClaudeCode, dragoman: Dragoman
) -> None:
    at_home(dragoman, claude.home)
    dragoman.command("connect", "claude-code", "--yes")
    told = json.loads(dragoman.command("status", "--json"))
    assert told["server"] == {"on": True, "address": dragoman.url}
    claude_code: dict[str, Json] = next(c for c in told["clients"] if c["id"] == "claude-code")
    assert (claude_code["connected"], claude_code["stale"]) == ("default", "")
    dragoman.more["DRAGOMAN_PORT"] = "9"
    told = json.loads(dragoman.command("status", "--json", code=1))
    claude_code = next(c for c in told["clients"] if c["id"] == "claude-code")
    assert claude_code["stale"] == (
        f"Claude Code calls {dragoman.url}, and Dragoman is at http://127.0.0.1:9."
    )


@pytest.mark.client("Codex")
@pytest.mark.parametrize("way", ["default", "profile-file"])
def test_codex_works_connected_and_keeps_only_the_table_that_its_threads_need(
    way: str, codex: Codex, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    at_home(dragoman, codex.home)
    path = codex.home / ".codex" / "config.toml"
    path.write_bytes(CODEX)
    login = path.with_name("auth.json")
    login.write_bytes(b'{"OPENAI_API_KEY": "sk-mine"}')
    words = ("connect", "codex", "--way", way, "--yes", "--json")
    told = json.loads(dragoman.command(*words))
    assert told["connected"] == way
    before = told["command"].split()[1:] if told["command"] else []
    run = codex.run(*before, "exec", "--skip-git-repo-check", "--json", "Do [[steps:2]]")
    assert run.said == ["Step 1.", "Step 2.", "All 2 steps are done."], run.errors
    assert len(upstream.asked) == 3
    dragoman.command("disconnect", "codex")
    after = path.read_bytes()
    assert after.startswith(CODEX.rstrip())
    added = tomllib.loads(after.decode())["model_providers"]["dragoman"]
    assert added == {
        "name": "Dragoman",
        "base_url": f"{dragoman.url}/v1",
        "wire_api": "responses",
        "supports_websockets": False,
    }
    assert login.read_bytes() == b'{"OPENAI_API_KEY": "sk-mine"}'
    assert not path.with_name("dragoman.config.toml").exists()
