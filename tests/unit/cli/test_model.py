"""`dragoman model`."""

import json

import pytest

from app.cli.session import Session
from tests.unit.cli.conftest import Run


@pytest.fixture(autouse=True)
def two_providers(run: Run) -> None:
    for name in ("a", "b"):
        run("provider", "add", name, "--preset", "openai", "--key-env", "K")


def test_names_globs_and_families_are_mapped_listed_and_unmapped(
    run: Run, session: Session
) -> None:
    run("model", "map", "claude-opus*", "a/x", "b/y/z")
    run("model", "map", "claude-opus*", "b/y/z")
    run("model", "map", "haiku", "a/small")
    profile = session.store().current.profiles["default"]
    assert [(rule.client, rule.targets) for rule in profile.models] == [
        ("claude-opus*", ("b/y/z",))
    ]
    assert profile.families == {"haiku": ("a/small",)}
    listed = json.loads(run("model", "list", "--json").stdout)
    assert {rule["client"]: rule["kind"] for rule in listed["rules"]} == {
        "claude-opus*": "rule",
        "haiku": "family",
    }
    assert listed["default_provider"] == "a"
    assert "claude-opus*" in run("model", "list").stdout
    run("model", "unmap", "haiku")
    run("model", "unmap", "claude-opus*")
    run("model", "unmap", "claude-opus*", code=1)
    assert json.loads(run("model", "list", "--json").stdout)["rules"] == []


def test_another_profile_is_made_by_its_first_rule(run: Run, session: Session) -> None:
    run("model", "map", "*", "b/*", "--profile-name", "work")
    assert session.store().current.profiles["work"].models[0].targets == ("b/*",)
    assert session.store().current.profiles["default"].models == ()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["x", "nowhere/y"], 3),
        (["x", "just-a-model"], 2),
        (["x"], 2),
        (["x", "a/y", "--profile-name", "No Good"], 2),
    ],
)
def test_a_wrong_rule_is_refused(run: Run, words: list[str], code: int) -> None:
    run("model", "map", *words, code=code)
    assert json.loads(run("model", "list", "--json").stdout)["rules"] == []


def test_a_rule_and_its_removal_are_told_to_a_script(run: Run) -> None:
    made = json.loads(run("model", "map", "opus", "a/x", "b/y", "--json").stdout)
    assert made == {"profile": "default", "client": "opus", "targets": ["a/x", "b/y"]}
    assert json.loads(run("model", "unmap", "opus", "--json").stdout) == {"deleted": 1}
