"""The gateway switched on and off behind the windows, on real ports."""

import asyncio
import socket
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest

from app.desktop.program.failure import ProgramError
from app.desktop.program.notices import NoticeKind
from app.desktop.program.server import Power, Server
from app.platform.paths import ProfilePaths
from app.secrets.client_key_file import ClientKeyFile
from app.secrets.secret import Secret
from app.settings.schema import Settings
from tests.fakes import answers
from tests.fakes.exchange import Exchange
from tests.fakes.heard import hearing
from tests.fakes.keyrings import (
    BrokenKeyring,
    HangingKeyring,
    KeyringLocked,
    NoKeyringError,
)
from tests.fakes.upstream import FakeUpstream
from tests.unit.bootstrap.program.conftest import Open, provider


def power(server: Server) -> Power:
    return server.state.power


async def test_it_is_on_at_the_first_start_and_answers_its_client_key(open_program: Open) -> None:
    opened = await open_program('[providers.demo]\npreset = "demo"\n')
    assert power(opened.program.server) is Power.ON
    assert await opened.ask("demo/demo") == 200
    assert await opened.ask("demo/demo", key="drg-wrong") == 401


async def test_it_can_be_switched_off_and_on_again(open_program: Open) -> None:
    opened = await open_program('[providers.demo]\npreset = "demo"\n')
    server = opened.program.server
    address = server.state.address
    await server.stop()
    assert power(server) is Power.OFF
    with pytest.raises(aiohttp.ClientConnectorError):
        await opened.http.get(address)
    await server.start()
    assert await opened.ask("demo/demo") == 200


async def test_what_was_asked_for_last_is_what_it_is_after_the_next_start(
    open_program: Open,
) -> None:
    first = await open_program()
    await first.program.server.stop()
    await first.host.close()
    second = await open_program()
    assert power(second.program.server) is Power.OFF
    await second.program.server.start()
    await second.host.close()
    third = await open_program()
    assert power(third.program.server) is Power.ON


async def test_a_pause_ends_by_itself(open_program: Open) -> None:
    server = (await open_program()).program.server
    async with hearing(server.changed, lambda state: state.power is Power.ON) as heard:
        await server.pause(0.05)
        assert power(server) is Power.PAUSED
        assert server.state.resumes_at_ms is not None
    assert [state.power for state in heard][-2:] == [Power.STARTING, Power.ON]


async def test_a_pause_goes_on_over_a_start_and_ends_when_it_is_switched_on(
    open_program: Open,
) -> None:
    first = await open_program()
    await first.program.server.pause(3600)
    until = first.program.server.state.resumes_at_ms
    await first.host.close()
    server = (await open_program()).program.server
    assert (server.state.power, server.state.resumes_at_ms) == (Power.PAUSED, until)
    await server.start()
    assert (server.state.power, server.state.resumes_at_ms) == (Power.ON, None)


async def test_a_running_answer_finishes_before_it_is_off(open_program: Open) -> None:
    opened = await open_program('[providers.demo]\npreset = "demo"\n')
    server = opened.program.server
    async with hearing(server.changed, lambda state: state.running == 1):
        asking = asyncio.create_task(opened.ask("demo/demo"))
    await server.stop()
    assert await asking == 200
    assert server.state.running == 0


async def test_a_taken_port_says_who_has_it_and_another_one_can_be_chosen(
    open_program: Open,
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        opened = await open_program(environ={"DRAGOMAN_PORT": str(port)})
        server = opened.program.server
        assert power(server) is Power.FAILED
        assert f"Port {port} is taken by" in server.state.trouble
        assert opened.notices[0].kind is NoticeKind.SERVER
        assert opened.program.notices.last_error == opened.notices[0]
        assert await server.holder(port) != ""
        free = await server.free_port()
        assert free != port
        assert await server.holder(free) == ""
    await server.start()
    assert power(server) is Power.ON
    assert opened.program.notices.last_error is None
    assert await server.holder(port) == ""


async def test_settings_that_hold_from_the_next_start_ask_for_it(open_program: Open) -> None:
    opened = await open_program()
    server, configuration = opened.program.server, opened.program.configuration

    def change(old: Settings) -> Settings:
        return old.model_copy(update={"server": old.server.model_copy(update={"connections": 100})})

    def unimportant(old: Settings) -> Settings:
        return old.model_copy(update={"server": old.server.model_copy(update={"keepalive": 5.0})})

    await configuration.change("Keep-alive", unimportant)
    assert not server.state.restart_needed
    await configuration.change("Connections", change)
    assert server.state.restart_needed
    await server.restart()
    assert not server.state.restart_needed


async def test_another_database_is_used_from_the_next_start_of_the_server(
    open_program: Open, tmp_path: Path
) -> None:
    opened = await open_program('[providers.demo]\npreset = "demo"\n')
    await opened.asked("demo/demo")
    other = tmp_path / "other.db"

    def move(old: Settings) -> Settings:
        storage = old.storage.model_copy(update={"database": f"sqlite:///{other.as_posix()}"})
        return old.model_copy(update={"storage": storage})

    await opened.program.configuration.change("Database", move)
    assert opened.program.server.state.restart_needed
    await opened.program.server.restart()
    ended = await opened.asked("demo/demo")
    found = await opened.program.history.request(ended.row.request_id)
    assert found.row_id == 1
    assert other.exists()


async def test_a_locked_keyring_says_so_and_the_way_out_works(open_program: Open) -> None:
    keyring = BrokenKeyring(KeyringLocked())
    opened = await open_program('[providers.demo]\npreset = "demo"\n', keyring)
    server = opened.program.server
    assert power(server) is Power.FAILED
    assert "locked" in server.state.trouble
    with pytest.raises(ProgramError, match="locked"):
        await server.client_key()
    keyring.error = None
    await server.start()
    assert power(server) is Power.ON
    assert await opened.ask("demo/demo") == 200


async def test_a_locked_keyring_does_not_keep_other_clients_out(
    open_program: Open, paths: ProfilePaths
) -> None:
    token = Secret("drg-of-another-client-0123456789")
    ClientKeyFile(paths.client_keys_file).add("laptop", token, "default")
    opened = await open_program(
        '[providers.demo]\npreset = "demo"\n', BrokenKeyring(KeyringLocked())
    )
    assert power(opened.program.server) is Power.ON
    assert await opened.ask("demo/demo", key=token.reveal()) == 200


async def test_a_keyring_that_hangs_hangs_nobody_and_is_used_once_it_is_unlocked(
    open_program: Open,
) -> None:
    keyring = HangingKeyring()
    opened = await open_program(
        '[providers.demo]\npreset = "demo"\n', keyring, keyring_seconds=0.05
    )
    server = opened.program.server
    assert power(server) is Power.FAILED
    assert "has not answered" in server.state.trouble
    async with hearing(server.changed, lambda state: state.power is Power.ON):
        keyring.unlock()
    assert await opened.ask("demo/demo") == 200


async def test_without_a_keyring_its_key_is_shown_while_it_runs_and_opens_afterwards(
    open_program: Open,
) -> None:
    first = await open_program(
        '[providers.demo]\npreset = "demo"\n', BrokenKeyring(NoKeyringError())
    )
    key = await first.program.server.client_key()
    assert await first.ask("demo/demo", key=key) == 200
    await first.host.close()
    second = await open_program(keyring=BrokenKeyring(NoKeyringError()))
    assert power(second.program.server) is Power.ON
    assert await second.ask("demo/demo", key=key) == 200
    with pytest.raises(ProgramError, match="digest"):
        await second.program.server.client_key()
    files = [file for file in second.paths.config.rglob("*") if file.is_file()]
    assert not any(key.encode() in file.read_bytes() for file in files)


async def test_a_settings_file_that_is_refused_keeps_the_window_alive(open_program: Open) -> None:
    opened = await open_program("[server]\nport = 99999\n")
    server, configuration = opened.program.server, opened.program.configuration
    assert power(server) is Power.FAILED
    assert "server.port" in server.state.trouble
    assert "server.port" in configuration.read_only
    with pytest.raises(ProgramError, match="port"):
        await configuration.change("Anything", lambda old: old)
    opened.paths.config_file.write_text("[server]\nport = 0\n")
    await configuration.look()  # type: ignore[attr-defined]  # what the host does every other second
    assert configuration.read_only == ""
    await server.start()
    assert power(server) is Power.ON


async def test_a_damaged_key_file_is_told(open_program: Open, paths: ProfilePaths) -> None:
    paths.client_keys_file.write_text("{")
    opened = await open_program()
    assert power(opened.program.server) is Power.FAILED
    assert "damaged" in opened.program.server.state.trouble


async def test_a_wrong_variable_is_told(open_program: Open) -> None:
    opened = await open_program(environ={"DRAGOMAN_PORT": "many"})
    assert "DRAGOMAN_PORT" in opened.program.server.state.trouble


async def test_the_administration_is_off_until_the_settings_say_otherwise(
    open_program: Open,
) -> None:
    opened = await open_program()
    server = opened.program.server
    with pytest.raises(ProgramError, match="is off"):
        await server.admin_key()
    async with opened.http.get(f"{server.state.address}/admin/") as got:
        assert got.status in (401, 404)

    def on(old: Settings) -> Settings:
        return old.model_copy(update={"server": old.server.model_copy(update={"admin": True})})

    await opened.program.configuration.change("Administration", on)
    await server.restart()
    key = await server.admin_key()
    headers = {"Authorization": f"Bearer {key}"}
    url = f"{server.state.address}/admin/users"
    async with opened.http.get(url, headers=headers) as got:
        assert got.status == 200


async def test_an_address_for_all_machines_is_told_as_one_that_can_be_called(
    open_program: Open,
) -> None:
    opened = await open_program(environ={"DRAGOMAN_HOST": "0.0.0.0"})
    assert opened.program.server.state.address.startswith("http://127.0.0.1:")


async def test_busy_is_told_while_requests_run(open_program: Open) -> None:
    gate = asyncio.Event()

    async def waiting(exchange: Exchange) -> None:
        await gate.wait()
        await answers.hello(exchange)

    async with FakeUpstream(waiting) as upstream:
        opened = await open_program(provider("p", upstream.url))
        server = opened.program.server
        async with hearing(server.changed, lambda state: state.running == 1):
            asking = asyncio.create_task(opened.ask("p/fake-model"))
        async with hearing(server.changed, lambda state: state.running == 0):
            gate.set()
        assert await asking == 200


async def test_a_burst_of_switches_ends_as_the_last_one_says(open_program: Open) -> None:
    server = (await open_program()).program.server
    await asyncio.gather(server.stop(), server.start(), server.restart(), server.stop())
    assert power(server) is Power.OFF


def test_sqlalchemy_is_not_imported_before_the_port_answers(tmp_path: Path) -> None:
    program = f"""
import asyncio, pathlib, sys
from app.bootstrap.program.host import ProgramHost
from app.platform.paths import profile_paths
from app.desktop.program.server import Power, Server
from tests.fakes.keyrings import MemoryKeyring

async def main():
    paths = profile_paths(pathlib.Path({str(tmp_path)!r}))
    host = ProgramHost(paths, {{"DRAGOMAN_PORT": "0"}}, MemoryKeyring())
    host.program.server.changed.connect(
        lambda state: print(state.power, "sqlalchemy" in sys.modules, "keyring" in sys.modules)
    )
    await host.start()
    await host.begun()
    await host.close()

asyncio.run(main())
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    assert done.stdout.splitlines()[:2] == ["starting False False", "on False False"]
