"""`dragoman key`."""

import json

from app.cli.session import Session
from app.secrets.client_keys import ClientKeys
from tests.unit.cli.conftest import MemoryKeyring, Run


def test_show_prints_the_local_key_alone_and_always_the_same(
    run: Run, keyring: MemoryKeyring
) -> None:
    shown = run("key", "show").stdout
    assert shown == run("key", "show").stdout
    assert shown.startswith("drg-")
    assert list(keyring.values()) == [shown.strip()]


def test_the_environment_wins(run: Run, environ: dict[str, str]) -> None:
    environ["DRAGOMAN_CLIENT_KEY"] = "mine"
    assert run("key", "show").stdout == "mine\n"


def test_without_a_keyring_show_says_what_to_do(run: Run, keyring: MemoryKeyring) -> None:
    keyring.present = False
    done = run("key", "show", code=1)
    assert "DRAGOMAN_CLIENT_KEY" in done.stderr
    assert done.stdout == ""


def test_a_new_key_is_printed_once_and_opens_the_door(run: Run, session: Session) -> None:
    token = run("key", "new", "ci").stdout.strip()
    run("key", "new", "ci", code=3)
    second = run("key", "new").stdout.strip()
    keys = ClientKeys(session.key_file().load())
    assert keys.authenticate(token) is not None
    assert keys.authenticate(second) is not None
    listed = run("key", "list").stdout
    assert token not in listed
    assert [row["name"] for row in json.loads(run("key", "list", "--json").stdout)] == [
        "ci",
        "key-1",
    ]


def test_a_key_belongs_to_a_profile_that_exists(run: Run) -> None:
    run("key", "new", "x", "--profile-name", "work", code=2)


def test_revoked_keys_are_gone(run: Run, session: Session, keyring: MemoryKeyring) -> None:
    run("key", "new", "ci")
    run("key", "revoke", "ci")
    assert session.key_file().load() == ()
    run("key", "revoke", "ci", code=1)
    run("key", "show")
    run("key", "revoke", "local")
    assert not keyring
