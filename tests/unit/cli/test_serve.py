"""`dragoman serve` and `dragoman demo` up to the server itself, which has tests of its own."""

import socket
from collections.abc import Callable
from typing import Any

import pytest

from app.cli import engine
from app.cli.session import Session
from tests.unit.cli.conftest import MemoryKeyring, Run


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the server would have been started with; it is ready at once and stops."""
    starts: list[dict[str, Any]] = []

    def start(
        session: Session,
        listening: socket.socket,
        token: Any,
        ready: Callable[[], None],
        **options: Any,
    ) -> None:
        starts.append({"address": listening.getsockname(), "token": token, **options})
        ready()

    monkeypatch.setattr(engine, "run", start)
    return starts


def test_one_line_on_standard_output_says_where(run: Run, started: list[dict[str, Any]]) -> None:
    done = run("serve", "--port", "0")
    host, port = started[0]["address"]
    assert done.stdout == f"dragoman: ready on http://{host}:{port}\n"
    assert started[0]["token"].reveal() not in done.output
    assert "provider add" in done.stderr


def test_host_and_port_come_from_option_environment_or_file(
    run: Run, session: Session, environ: dict[str, str], started: list[dict[str, Any]]
) -> None:
    session.paths.create()
    session.paths.config_file.write_text('log_level = "debug"\n[server]\nhost = "127.0.0.3"\n')
    run("serve", "--port", "0")
    environ["DRAGOMAN_HOST"] = "127.0.0.2"
    environ["DRAGOMAN_PORT"] = "0"
    run("serve")
    run("serve", "--host", "127.0.0.1")
    assert [start["address"][0] for start in started] == ["127.0.0.3", "127.0.0.2", "127.0.0.1"]
    assert started[0]["log_level"] == "debug"


def test_the_demo_shows_an_example_that_can_be_pasted(
    run: Run, keyring: MemoryKeyring, started: list[dict[str, Any]]
) -> None:
    keyring.present = False
    done = run("demo", "--port", "0")
    assert done.stdout.startswith("dragoman: ready on http://127.0.0.1:")
    assert done.stdout.count("\n") == 1
    assert started[0]["demo"] is True
    assert started[0]["token"].reveal() in done.stderr
    assert "ANTHROPIC_BASE_URL=http://127.0.0.1:" in done.stderr


def test_a_key_that_is_kept_is_not_printed_by_the_demo(
    run: Run, environ: dict[str, str], started: list[dict[str, Any]]
) -> None:
    assert "key show)" in run("demo", "--port", "0").stderr
    environ["DRAGOMAN_CLIENT_KEY"] = "drg-canary"
    done = run("demo", "--port", "0")
    assert "$DRAGOMAN_CLIENT_KEY" in done.stderr
    assert "canary" not in done.output
    assert started[1]["token"].reveal() == "drg-canary"


def test_the_demo_needs_no_settings(
    run: Run, session: Session, started: list[dict[str, Any]]
) -> None:
    session.paths.create()
    session.paths.config_file.write_text("[broken")
    run("demo", "--port", "0")
    run("serve", "--port", "0", code=3)
    assert len(started) == 1
