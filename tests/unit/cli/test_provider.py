"""`dragoman provider list, remove, test, models`."""

import json

import pytest

from app.cli import engine
from app.cli.session import Session
from tests.unit.cli.conftest import MemoryKeyring, Run


def add(run: Run, name: str = "a") -> None:
    run("provider", "add", name, "--preset", "deepseek", "--key-stdin", text="sk-canary")


def test_listing_is_plain_text_or_json_without_keys(run: Run) -> None:
    assert "No provider" in run("provider", "list").stderr
    add(run)
    plain = run("provider", "list").stdout
    assert plain.splitlines()[0].startswith("NAME")
    (row,) = json.loads(run("provider", "list", "--json").stdout)
    assert row["name"] == "a"
    assert row["default"] is True
    assert row["key"] == "keyring:provider/a"
    assert row["dialect"] == "openai_chat"
    assert "sk-canary" not in plain + json.dumps(row)


def test_a_broken_provider_is_listed_with_its_problem(run: Run, session: Session) -> None:
    session.paths.create()
    session.paths.config_file.write_text('[providers.a]\npreset = "gone"\n')
    assert "There is no preset" in run("provider", "list").stdout


def test_presets_are_listed(run: Run) -> None:
    told = run("provider", "list", "--presets").stdout
    assert "deepseek" in told
    assert "(built in)" in told
    rows = json.loads(run("provider", "list", "--presets", "--json").stdout)
    assert {row["preset"] for row in rows} >= {"demo", "openai", "anthropic"}


def test_removing_takes_the_key_the_rules_and_the_default(
    run: Run, session: Session, keyring: MemoryKeyring
) -> None:
    add(run, "a")
    add(run, "b")
    run("model", "map", "opus", "a/x", "b/y")
    run("model", "map", "gpt-*", "a/x")
    run("provider", "remove", "a")
    settings = session.store().current
    assert [username for _, username in keyring] == ["provider/b"]
    assert settings.providers.keys() == {"b"}
    assert settings.default_provider == "b"
    assert settings.profiles["default"].families == {"opus": ("b/y",)}
    assert settings.profiles["default"].models == ()


def test_an_unknown_provider_is_refused_with_the_known_ones(run: Run) -> None:
    add(run)
    for command in ("remove", "test", "models"):
        assert "Known are a." in run("provider", command, "b", code=3).stderr


def test_a_test_is_told_step_by_step_and_fails_when_a_step_does(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(run)
    steps = [("network", True, "Connected."), ("key", False, "The key was refused.")]
    monkeypatch.setattr(engine, "test_provider", lambda paths, name, user_id: steps)
    done = run("provider", "test", "a", code=1)
    assert done.stdout == "ok      network: Connected.\nfailed  key: The key was refused.\n"
    rows = json.loads(run("provider", "test", "a", "--json", code=1).stdout)
    assert [row["ok"] for row in rows] == [True, False]
    monkeypatch.setattr(engine, "test_provider", lambda paths, name, user_id: steps[:1])
    run("provider", "test", "a")


def test_models_are_listed_one_a_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    add(run)
    monkeypatch.setattr(engine, "fetch_models", lambda paths, name: ["x", "y/z"])
    assert run("provider", "models", "a").stdout == "x\ny/z\n"
    assert json.loads(run("provider", "models", "a", "--json").stdout) == ["x", "y/z"]


def test_a_provider_and_its_removal_are_told_to_a_script_without_the_key(run: Run) -> None:
    words = ("provider", "add", "a", "--preset", "deepseek", "--key-stdin", "--json")
    made = run(*words, text="sk-canary").stdout
    assert json.loads(made) == json.loads(run("provider", "list", "--json").stdout)[0]
    assert "sk-canary" not in made
    assert json.loads(run("provider", "remove", "a", "--json").stdout) == {"deleted": 1}
