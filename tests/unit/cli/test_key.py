"""`dragoman key`."""

import json

from app.cli.session import Session
from app.secrets.client_keys import ClientKey, ClientKeys, mint
from app.storage import keys
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


def kept(session: Session) -> ClientKeys:
    """The keys that a server would take from the database now."""
    with session.database() as database, database.reading() as connection:
        usable = keys.all_usable_keys(connection, 0)
    return ClientKeys(
        ClientKey(each.key.name, each.key.digest, each.key.profile, id=each.key.id)
        for each in usable
    )


def listed(run: Run, *options: str) -> list[str]:
    return [row["name"] for row in json.loads(run("key", "list", "--json", *options).stdout)]


def test_a_new_key_is_printed_once_and_opens_the_door(run: Run, session: Session) -> None:
    token = run("key", "new", "ci").stdout.strip()
    run("key", "new", "ci", code=1)
    second = run("key", "new").stdout.strip()
    assert kept(session).authenticate(token) is not None
    assert kept(session).authenticate(second) is not None
    assert token not in run("key", "list").stdout
    assert token[:8] in run("key", "list").stdout
    assert listed(run) == ["ci", "key-1"]


def test_a_key_belongs_to_a_profile_that_exists(run: Run) -> None:
    run("key", "new", "x", "--profile-name", "work", code=2)


def test_a_key_has_an_owner_an_end_and_limits(run: Run) -> None:
    run("user", "add", "Ann")
    words = ("--user", "Ann", "--expires", "30", "--rpm", "60", "--tpm", "90000")
    made = json.loads(run("key", "new", "laptop", *words, "--json").stdout)
    assert made["key"].startswith("drg-")
    assert (made["user_name"], made["requests_per_minute"]) == ("Ann", 60)
    assert "60 requests/min" in run("key", "show", "laptop").stdout
    run("key", "limit", "laptop", "--rpm", "0", "--concurrency", "4", "--expires", "never")
    (changed,) = json.loads(run("key", "show", "laptop", "--json").stdout)
    assert changed["requests_per_minute"] is None
    assert changed["expires_at"] is None
    assert (changed["tokens_per_minute"], changed["concurrency"]) == (90000, 4)
    assert "key" not in changed
    run("key", "new", "phone", "--expires", "soon", code=2)


def test_a_name_that_several_have_wants_the_id(run: Run) -> None:
    for user in ("Ann", "Bob"):
        run("user", "add", user)
        run("key", "new", "laptop", "--user", user)
    refused = run("key", "revoke", "laptop", code=1)
    (bobs,) = json.loads(run("key", "list", "--user", "Bob", "--json").stdout)
    assert bobs["id"] in refused.stderr
    run("key", "revoke", bobs["id"])
    assert listed(run, "--user", "Ann") == ["laptop"]
    assert listed(run, "--user", "Bob") == []


def test_revoked_keys_open_nothing_until_they_are_reactivated(
    run: Run, session: Session, keyring: MemoryKeyring
) -> None:
    token = run("key", "new", "ci").stdout.strip()
    run("key", "revoke", "ci")
    assert kept(session).authenticate(token) is None
    assert listed(run) == []
    assert listed(run, "--all") == ["ci"]
    run("key", "reactivate", "ci")
    assert kept(session).authenticate(token) is not None
    run("key", "revoke", "nothing", code=1)
    run("key", "show")
    run("key", "revoke", "local")
    assert not keyring


def test_keys_of_an_older_versions_file_are_taken_over_once(run: Run, session: Session) -> None:
    session.paths.create()
    token = mint()
    session.key_file().add("old", token, "default")
    session.key_file().add("local", mint(), "default")
    assert listed(run) == listed(run) == ["old"]
    assert kept(session).authenticate(token.reveal()) is not None
    assert [key.name for key in session.key_file().load()] == ["local"]


def test_a_change_answers_a_script_with_the_key_as_it_is(run: Run) -> None:
    run("key", "new", "laptop")
    gone = json.loads(run("key", "revoke", "laptop", "--json").stdout)
    assert (gone["name"], gone["active"]) == ("laptop", False)
    assert json.loads(run("key", "reactivate", gone["id"], "--json").stdout)["active"] is True
    run("key", "show")
    local = json.loads(run("key", "revoke", "local", "--json").stdout)
    assert local == {"name": "local", "active": False}
