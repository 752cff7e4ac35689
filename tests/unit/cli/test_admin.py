"""`dragoman admin`."""

import json

from app.cli.session import Session
from app.secrets.admin_key import NAME, AdminAccess
from tests.unit.cli.conftest import MemoryKeyring, Run


def test_the_key_is_minted_once_shown_always_and_renewed_on_demand(
    run: Run, keyring: MemoryKeyring
) -> None:
    shown = run("admin", "key").stdout
    assert shown.startswith("dra-")
    assert run("admin", "key").stdout == shown
    renewed = run("admin", "key", "--new").stdout
    assert renewed != shown
    assert list(keyring.values()) == [renewed.strip()]


def test_the_environment_wins(run: Run, environ: dict[str, str]) -> None:
    environ["DRAGOMAN_ADMIN_KEY"] = "dra-mine-0123456789"
    assert run("admin", "key").stdout == "dra-mine-0123456789\n"
    run("admin", "key", "--new", code=1)


def test_without_a_keyring_it_is_shown_once(
    run: Run, keyring: MemoryKeyring, session: Session
) -> None:
    keyring.present = False
    shown = run("admin", "key").stdout.strip()
    assert "--new" in run("admin", "key", code=1).stderr
    renewed = run("admin", "key", "--new").stdout.strip()
    (kept,) = session.key_file().load()
    assert kept.name == NAME
    assert AdminAccess(kept.digest).matches(renewed.encode())
    assert not AdminAccess(kept.digest).matches(shown.encode())


def test_a_script_gets_the_key_by_name(run: Run) -> None:
    said = json.loads(run("admin", "key", "--json").stdout)
    assert said == {"name": "admin", "key": run("admin", "key").stdout.strip()}
