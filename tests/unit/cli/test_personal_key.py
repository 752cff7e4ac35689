"""`dragoman provider personal-key`."""

import json

import pytest

from app.cli import engine
from app.cli.session import Session
from app.settings import change
from tests.unit.cli.conftest import MemoryKeyring, Run

SET = ("provider", "personal-key", "set", "openai")


@pytest.fixture
def ann(run: Run) -> str:
    run("provider", "add", "openai", "--preset", "openai", "--key-stdin", text="sk-shared\n")
    made = json.loads(run("user", "add", "Ann", "--json").stdout)
    user_id: str = made["id"]
    return user_id


def test_a_key_is_kept_apart_and_bound_to_its_address(
    run: Run, session: Session, keyring: MemoryKeyring, ann: str
) -> None:
    done = run(*SET, "Ann", "--key-stdin", text="sk-of-ann\n")
    assert "Ann" in done.stderr
    assert sorted(keyring.values()) == ["sk-of-ann", "sk-shared"]
    kept = session.store().current.providers["openai"].personal_keys[ann]
    assert kept.key == f"keyring:provider/openai/{ann}"
    assert kept.origin == "https://api.openai.com:443"
    assert "sk-of-ann" not in session.paths.config_file.read_text()
    (listed,) = json.loads(run("provider", "personal-key", "list", "--json").stdout)
    assert (listed["provider"], listed["user"], listed["key"]) == ("openai", "Ann", kept.key)
    assert "Ann" in run("provider", "personal-key", "list", "openai").stdout


def test_a_reference_takes_the_place_of_a_key_which_is_deleted(
    run: Run, session: Session, keyring: MemoryKeyring, ann: str
) -> None:
    run(*SET, "Ann", "--key-stdin", text="sk-of-ann\n")
    done = run(*SET, ann, "--key-env", "ANNS_KEY", "--app-id", "anns-app", "--json")
    assert json.loads(done.stdout)["app_id"] == "anns-app"
    kept = session.store().current.providers["openai"].personal_keys[ann]
    assert (kept.key, kept.app_id) == ("env:ANNS_KEY", "anns-app")
    assert list(keyring.values()) == ["sk-shared"]


def test_a_key_that_is_removed_is_gone_everywhere(
    run: Run, session: Session, keyring: MemoryKeyring, ann: str
) -> None:
    run(*SET, "Ann", "--key-stdin", text="sk-of-ann\n")
    done = run("provider", "personal-key", "remove", "openai", "Ann", "--json")
    assert json.loads(done.stdout) == {"deleted": 1}
    assert session.store().current.providers["openai"].personal_keys == {}
    assert list(keyring.values()) == ["sk-shared"]
    assert "no key" in run("provider", "personal-key", "remove", "openai", "Ann", code=3).stderr


def test_a_provider_that_is_replaced_keeps_them(run: Run, session: Session, ann: str) -> None:
    run(*SET, "Ann", "--key-env", "ANNS_KEY")
    run("provider", "add", "openai", "--preset", "openai", "--key-env", "NEW", "--replace")
    entry = session.store().current.providers["openai"]
    assert (entry.key, entry.personal_keys[ann].key) == ("env:NEW", "env:ANNS_KEY")


def test_a_provider_that_is_removed_takes_them_along(
    run: Run, keyring: MemoryKeyring, ann: str
) -> None:
    run(*SET, "Ann", "--key-stdin", text="sk-of-ann\n")
    run("provider", "remove", "openai")
    assert not keyring


def test_who_or_what_is_unknown_is_told_before_any_key_is_read(
    run: Run, keyring: MemoryKeyring, ann: str
) -> None:
    assert "nobody" in run(*SET, "nobody", "--key-stdin", text="sk-x\n", code=1).stderr
    unknown = run("provider", "personal-key", "set", "p", "Ann", "--key-stdin", code=3, text="s\n")
    assert "Known are openai" in unknown.stderr
    run(*SET, "Ann", "--key-stdin", "--key-env", "K", code=2, text="sk-x\n")
    assert list(keyring.values()) == ["sk-shared"]


def test_a_provider_is_tested_with_the_key_of_a_user(
    run: Run, ann: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[tuple[object, ...]] = []

    def steps(*asked: object) -> list[tuple[str, bool, str]]:
        tried.append(asked[1:])
        return [("model", True, "It answers.")]

    monkeypatch.setattr(engine, "test_provider", steps)
    assert "no key" in run("provider", "test", "openai", "--user", "Ann", code=3).stderr
    run(*SET, "Ann", "--key-stdin", text="sk-of-ann\n")
    run("provider", "test", "openai", "--user", "Ann")
    run("provider", "test", "openai")
    assert tried == [("openai", ann), ("openai", "")]


def test_the_doctor_looks_at_users_keys_too(
    run: Run, environ: dict[str, str], session: Session, ann: str
) -> None:
    environ["DRAGOMAN_PORT"] = "0"
    run(*SET, "Ann", "--key-env", "ANNS_KEY")
    assert "ANNS_KEY is not set" in run("doctor", code=1).stdout
    environ["ANNS_KEY"] = "sk-of-ann"
    assert "sk-of-ann" not in run("doctor").output
    store = session.store()
    entry = store.current.providers["openai"]
    moved = entry.model_copy(update={"base_url": "https://else.example/v1", "key": None})
    store.update(lambda old: change.replace_provider(old, "openai", moved))
    told = run("doctor", code=1).stdout
    assert "entered for another address" in told
    assert "personal-key set openai" in told
