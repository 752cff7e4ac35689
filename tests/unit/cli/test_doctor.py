"""`dragoman doctor`: what is wrong is told with what to do, and no secret."""

import json
from typing import Any

import pytest

from app.cli.session import Session
from app.platform import sockets
from tests.unit.cli.conftest import MemoryKeyring, Run


@pytest.fixture(autouse=True)
def free_port(environ: dict[str, str]) -> None:
    environ["DRAGOMAN_PORT"] = "0"


def findings(run: Run, code: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("doctor", "--json", code=code).stdout)
    return found


def told(found: list[dict[str, Any]], status: str) -> str:
    return "\n".join(f"{f['subject']}: {f['message']}" for f in found if f["status"] == status)


def test_a_sound_setup_has_nothing_wrong(run: Run) -> None:
    run("provider", "add", "a", "--preset", "deepseek", "--key-stdin", text="sk-canary")
    done = run("doctor")
    assert "wrong" not in done.stdout
    assert "canary" not in done.output


def test_a_missing_key_is_wrong(run: Run, environ: dict[str, str]) -> None:
    run("provider", "add", "a", "--preset", "deepseek", "--key-env", "MY_KEY")
    assert "MY_KEY is not set" in told(findings(run, 1), "wrong")
    environ["MY_KEY"] = "sk-x"
    assert told(findings(run, 0), "wrong") == ""


def test_a_broken_file_is_wrong_and_the_rest_is_still_looked_at(run: Run, session: Session) -> None:
    session.paths.create()
    session.paths.config_file.write_text("[server]\nport = 'x'\n")
    found = findings(run, 1)
    assert "server.port" in told(found, "wrong")
    assert any(f["subject"] == "keyring" for f in found)


def test_a_key_for_another_address_is_wrong(run: Run, session: Session) -> None:
    run("provider", "add", "a", "--preset", "deepseek", "--key-stdin", text="sk-canary")
    file = session.paths.config_file
    file.write_text(file.read_text() + '\nbase_url = "https://other.example/v1"\n')
    assert "another address" in told(findings(run, 1), "wrong")


def test_a_route_to_nowhere_is_wrong_and_a_misspelt_key_is_noted(
    run: Run, session: Session
) -> None:
    session.paths.create()
    session.paths.config_file.write_text(
        'default_provider = "gone"\n[server]\nprot = 1\n[profiles.default.families]\nopus = "b/x"\n'
    )
    found = findings(run, 1)
    assert "leads to gone" in told(found, "wrong")
    assert "leads to b" in told(found, "wrong")
    assert "server.prot" in told(found, "note")
    assert any(f["remedy"] == "Did you mean port?" for f in found)


def test_no_keyring_is_wrong_only_where_it_is_needed(run: Run, keyring: MemoryKeyring) -> None:
    run("provider", "add", "a", "--preset", "deepseek", "--key-stdin", text="sk-canary")
    keyring.present = False
    assert "keyring" in told(findings(run, 1), "wrong")
    run("provider", "add", "a", "--preset", "deepseek", "--no-key", "--replace")
    assert "keyring" in told(findings(run, 0), "note")


def test_a_port_that_another_program_has_is_wrong(run: Run, environ: dict[str, str]) -> None:
    with sockets.bind("127.0.0.1", 0) as other:
        environ["DRAGOMAN_PORT"] = str(other.getsockname()[1])
        assert "is taken" in told(findings(run, 1), "wrong")


def test_variables_that_lead_clients_past_us_are_noted_without_their_values(
    run: Run, environ: dict[str, str]
) -> None:
    environ |= {
        "ANTHROPIC_BASE_URL": "https://canary.example",
        "ANTHROPIC_API_KEY": "canary",
        "ANTHROPIC_AUTH_TOKEN": "canary",
        "HTTP_PROXY": "http://canary:3128",
    }
    notes = told(findings(run, 0), "note")
    assert "ANTHROPIC_BASE_URL" in notes
    assert "ANTHROPIC_AUTH_TOKEN" in notes
    assert "127.0.0.1" in notes
    assert "canary" not in notes


def test_a_database_is_not_made_by_looking(run: Run, session: Session) -> None:
    assert "none yet" in told(findings(run, 0), "ok")
    assert not (session.paths.data / "usage.db").exists()


def test_the_database_is_told_with_its_kind_and_place(run: Run, session: Session) -> None:
    run("user", "add", "ann")
    found = told(findings(run, 0), "ok")
    assert f"SQLite, {session.paths.data / 'usage.db'}" in found
    assert "no request is recorded" in found


def test_a_damaged_database_is_wrong_and_left_as_it_is(run: Run, session: Session) -> None:
    session.paths.create()
    file = session.paths.data / "usage.db"
    file.write_bytes(b"no database at all" * 300)
    assert "It is damaged" in told(findings(run, 1), "wrong")
    assert file.read_bytes().startswith(b"no database")


def test_a_database_server_that_is_away_is_wrong_without_its_password(
    run: Run, environ: dict[str, str]
) -> None:
    environ["DRAGOMAN_DATABASE"] = "postgresql+psycopg://ann:canary@127.0.0.1:1/usage"
    wrong = told(findings(run, 1), "wrong")
    assert "database: The database usage on 127.0.0.1" in wrong
    assert "canary" not in wrong
