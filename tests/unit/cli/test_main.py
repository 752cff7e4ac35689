"""The command as a process: quick help, exit codes, nothing imported that is not needed."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from app import __version__
from app.platform import sockets
from tests.unit.cli.conftest import Run

ROOT = Path(__file__).parents[3]


def dragoman(profile: Path, *words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("DRAGOMAN_")
    }
    environment |= {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent", **variables}
    return subprocess.run(
        [sys.executable, "-m", "app", "--profile", str(profile), *words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )


def test_help_shows_what_it_can_do(run: Run) -> None:
    done = run("--help")
    for command in ("tray", "demo", "serve", "provider", "model", "key", "doctor", "import"):
        assert command in done.stdout
        run(command, "--help")


def test_the_version_is_told(run: Run) -> None:
    assert run("--version").stdout == f"dragoman {__version__}\n"


@pytest.mark.parametrize("words", [["nonsense"], ["serve", "--port", "70000"], ["provider", "x"]])
def test_wrong_usage_is_exit_code_2(run: Run, words: list[str]) -> None:
    run(*words, code=2)


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys\nfrom app.cli.main import main\nsys.argv = ['dragoman', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'aiohttp', 'asyncio', 'pydantic', 'rich', 'keyring', 'tomlkit', 'platformdirs'}\n"
        "print(sorted(heavy & sys.modules.keys()), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stderr == "[]\n"


def test_a_refused_configuration_is_exit_code_3_and_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[providers.a]\nkey = "sk-canary"\npreset = "x"\n')
    done = dragoman(tmp_path, "serve", "--port", "0")
    assert done.returncode == 3
    assert "providers.a.key" in done.stderr
    assert "Traceback" not in done.stderr
    assert "canary" not in done.stderr


def test_a_taken_port_is_exit_code_4_and_names_it(tmp_path: Path) -> None:
    with sockets.bind("127.0.0.1", 0) as other:
        port = str(other.getsockname()[1])
        for words in (["serve", "--port", port], ["demo", "--port", port]):
            done = dragoman(tmp_path, *words, DRAGOMAN_CLIENT_KEY="drg-x")
            assert done.returncode == 4
            assert port in done.stderr


def test_a_variable_stands_for_the_option(tmp_path: Path) -> None:
    with sockets.bind("127.0.0.1", 0) as other:
        port = str(other.getsockname()[1])
        done = dragoman(tmp_path, "serve", DRAGOMAN_PORT=port, DRAGOMAN_CLIENT_KEY="drg-x")
        assert done.returncode == 4
    assert dragoman(tmp_path, "serve", DRAGOMAN_PORT="many").returncode == 3


def test_a_server_without_any_client_key_does_not_start(tmp_path: Path) -> None:
    done = dragoman(tmp_path, "serve", "--port", "0")
    assert done.returncode == 3
    assert "DRAGOMAN_CLIENT_KEY" in done.stderr


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    reader, writer = socket.socketpair()
    reader.close()
    with writer:
        done = subprocess.run(
            [sys.executable, "-m", "app", "provider", "list", "--presets", "--json"],
            stdout=writer.fileno(),
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, "")
