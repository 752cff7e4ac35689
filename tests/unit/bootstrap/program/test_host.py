"""The program as a whole: what others change, a machine that slept, a real keyring."""

import asyncio
import sys
from pathlib import Path

import pytest

from app.bootstrap.program import host as host_module
from app.bootstrap.program.host import ProgramHost
from app.desktop.program.server import Power
from app.platform.paths import ProfilePaths
from app.settings import change
from app.settings.schema import ProviderSettings
from app.settings.store import SettingsStore
from app.storage.selection import Selection
from tests.fakes.heard import hearing
from tests.fakes.keyrings import BrokenKeyring, MemoryKeyring, NoKeyringError
from tests.unit.bootstrap.program.conftest import Open
from tests.unit.secrets.test_vault_keyring import UNLOCK, run_in_session

DEMO = '[providers.demo]\npreset = "demo"\n'


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the host look more often than every other second."""
    monkeypatch.setattr(host_module, "_LOOK_SECONDS", 0.02)


@pytest.mark.usefixtures("quick")
async def test_what_the_command_line_changes_is_seen_and_served(open_program: Open) -> None:
    opened = await open_program()
    configuration = opened.program.configuration
    async with hearing(configuration.changed):
        SettingsStore(opened.paths.config_file).update(
            lambda old: change.add_provider(old, "demo", ProviderSettings(preset="demo"))
        )
    assert [each.name for each in opened.program.providers.statuses()] == ["demo"]
    assert await opened.ask("demo/demo") == 200


@pytest.mark.usefixtures("quick")
async def test_a_settings_file_that_cannot_be_read_leaves_the_history_open(
    open_program: Open,
) -> None:
    opened = await open_program("[server\n")
    state = opened.program.server.state
    assert (state.power, "cannot be read" in state.trouble) == (Power.FAILED, True)
    assert await opened.program.history.requests(Selection()) == []
    assert opened.program.history.trouble == ""
    opened.paths.config_file.write_text(DEMO)
    async with hearing(opened.program.configuration.changed):
        pass
    await opened.program.server.start()
    assert await opened.ask("demo/demo") == 200


@pytest.mark.usefixtures("quick")
async def test_people_that_others_change_are_told(open_program: Open) -> None:
    first = await open_program()
    second = await open_program()
    async with hearing(second.program.people.changed):
        await first.program.people.add_user("Lin")


@pytest.mark.usefixtures("quick")
async def test_connections_are_made_anew_after_the_machine_slept(
    open_program: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = await open_program()
    refreshed = asyncio.Event()
    upstream = opened.host._core.services.upstream
    monkeypatch.setattr(type(upstream), "refresh", lambda _: refreshed.set())
    times = iter([0.0, 0.0])
    monkeypatch.setattr(host_module, "_now", lambda: next(times, 9e9))
    async with asyncio.timeout(10):
        await refreshed.wait()


@pytest.mark.usefixtures("quick")
async def test_a_server_that_was_never_on_is_off_without_a_word(open_program: Open) -> None:
    first = await open_program(keyring=BrokenKeyring(NoKeyringError()))
    await first.program.server.stop()
    await first.host.close()
    second = await open_program(keyring=BrokenKeyring(NoKeyringError()))
    assert second.program.server.state.power is Power.OFF
    assert second.notices == []


async def test_ending_twice_and_before_it_has_begun_is_fine(open_program: Open) -> None:
    opened = await open_program(DEMO)
    await opened.host.close()
    await opened.host.close()


IN_SESSION = """
import asyncio, sys
from pathlib import Path

from app.bootstrap.program.host import ProgramHost
from app.desktop.program.providers import NewProvider
from app.platform.paths import profile_paths

async def main():
    paths = profile_paths(Path(sys.argv[1]) if len(sys.argv) > 1 else Path.home() / "profile")
    host = ProgramHost(paths, {"DRAGOMAN_PORT": "0"}, keyring_seconds=5.0)
    await host.start()
    await host.begun()
    program = host.program
    print(program.server.state.power, program.server.state.trouble)
    if await program.providers.keyring_problem() == "":
        await program.providers.add(NewProvider("p", "deepseek", key="sk-canary-0123456789abcdef"))
        print(await program.server.client_key() != "")
        print([each.reference for each in program.providers.statuses()[0].secrets])
    await host.close()

asyncio.run(main())
"""


@pytest.mark.client("gnome-keyring-daemon")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux's own keyring")
def test_with_a_real_keyring_no_secret_is_in_any_file(tmp_path: Path) -> None:
    done = run_in_session(tmp_path, UNLOCK, IN_SESSION)
    assert done.stdout.splitlines() == ["on ", "True", "['keyring:provider/p']"], done.stderr
    files = [file for file in (tmp_path / "profile").rglob("*") if file.is_file()]
    assert files
    for file in files:
        content = file.read_bytes()
        assert b"sk-canary" not in content, file
        assert b"drg-" not in content, file


@pytest.mark.client("gnome-keyring-daemon")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux's own keyring")
def test_with_a_real_keyring_that_is_locked_it_says_so(tmp_path: Path) -> None:
    done = run_in_session(tmp_path, "", IN_SESSION)
    assert done.stdout.startswith("failed No client can be let in."), (done.stdout, done.stderr)


async def test_who_asks_the_database_while_the_program_begins_waits_for_it(
    paths: ProfilePaths,
) -> None:
    host = ProgramHost(paths, {"DRAGOMAN_PORT": "0"}, MemoryKeyring())
    await host.start()
    try:
        assert await host.program.people.users() == []
    finally:
        await host.close()
