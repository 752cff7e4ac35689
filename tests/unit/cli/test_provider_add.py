"""`dragoman provider add`: where the key goes, what is refused, and what comes next."""

import os
from pathlib import Path
from typing import get_args

import click
import pytest

from app.cli.provider_add import add
from app.cli.session import Session
from app.settings.provider_settings import DialectName
from tests.unit.cli.conftest import MemoryKeyring, Run


def text_of(session: Session) -> str:
    return session.paths.config_file.read_text()


def test_a_preset_and_a_key_from_standard_input_are_enough(
    run: Run, session: Session, keyring: MemoryKeyring
) -> None:
    done = run("provider", "add", "deepseek", "--preset", "deepseek", "--key-stdin", text="sk-c\n")
    assert "provider test deepseek" in done.stderr
    assert list(keyring.values()) == ["sk-c"]
    assert "sk-c" not in text_of(session)
    settings = session.store().current
    entry = settings.providers["deepseek"]
    assert entry.key == "keyring:provider/deepseek"
    assert entry.key_origin == "https://api.deepseek.com:443"
    assert settings.default_provider == "deepseek"
    assert settings.default_model == "deepseek-v4-pro"


def test_a_variable_and_a_file_are_kept_as_references(
    run: Run, session: Session, tmp_path: Path
) -> None:
    run("provider", "add", "a", "--preset", "openai", "--key-env", "MY_KEY")
    run("provider", "add", "b", "--preset", "openai", "--key-file", str(tmp_path / "key"))
    providers = session.store().current.providers
    assert providers["a"].key == "env:MY_KEY"
    assert providers["b"].key == f"file:{tmp_path / 'key'}"
    assert session.store().current.default_provider == "a"


def test_rules_pass_names_through_or_map_them(run: Run, session: Session) -> None:
    run(
        *("provider", "add", "local", "--base-url", "http://127.0.0.1:9/v1", "--no-key"),
        *("--model", "*=*", "--model", "claude-opus*=big=model"),
    )
    settings = session.store().current
    rules = {rule.client: rule.targets for rule in settings.profiles["default"].models}
    assert rules == {"*": ("local/*",), "claude-opus*": ("local/big=model",)}
    assert settings.default_model is None


def test_marks_for_the_provider_s_cache_are_asked_for(run: Run, session: Session) -> None:
    run("provider", "add", "a", "--preset", "anthropic", "--key-env", "K", "--cache-breakpoints")
    run("provider", "add", "b", "--preset", "anthropic", "--key-env", "K")
    providers = session.store().current.providers
    assert [providers[name].cache_breakpoints for name in ("a", "b")] == [True, False]


def test_a_dialect_is_told_in_one_word(run: Run, session: Session) -> None:
    run(
        *("provider", "add", "a", "--base-url", "https://x.example/api", "--key-env", "K"),
        *("--dialect", "anthropic"),
    )
    assert session.store().current.providers["a"].dialect == "anthropic_messages"


def test_a_known_address_gets_its_preset(run: Run, session: Session) -> None:
    run("provider", "add", "a", "--base-url", "https://api.deepseek.com", "--key-env", "K")
    assert session.store().current.providers["a"].preset == "deepseek"


def test_default_is_the_first_unless_another_says_so(run: Run, session: Session) -> None:
    run("provider", "add", "a", "--preset", "openai", "--key-env", "K")
    run("provider", "add", "b", "--preset", "deepseek", "--key-env", "K")
    assert session.store().current.default_provider == "a"
    run("provider", "add", "c", "--preset", "deepseek", "--key-env", "K", "--default")
    assert session.store().current.default_provider == "c"


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["v1", "--preset", "openai", "--no-key"], 2, "own addresses"),
        (["A B", "--preset", "openai", "--no-key"], 2, "lower-case"),
        (["a"], 2, "--preset ID or --base-url URL"),
        (["a", "--preset", "deepsek", "--no-key"], 2, "deepseek"),
        (["a", "--preset", "openai"], 2, "--key-stdin"),
        (["a", "--preset", "openai", "--no-key", "--key-stdin"], 2, "Give one of"),
        (["a", "--preset", "openai", "--no-key", "--model", "x"], 2, "CLIENT=UPSTREAM"),
        (["a", "--preset", "openai", "--key-env", "no name"], 2, "NAME of a variable"),
        (["a", "--base-url", "http://example.com", "--no-key"], 3, "public host"),
        (["a", "--base-url", "http://localhost:8777", "--no-key"], 3, "own address"),
        (["a", "--base-url", "https://u:canary@x.example", "--no-key"], 3, "password"),
        (["a", "--preset", "openai", "--no-key", "--proxy", "http://u:canary@p"], 3, "proxy"),
        (["a", "--preset", "hithink", "--base-url", "https://x.example", "--no-key"], 0, "set up"),
    ],
)
def test_each_refusal_says_why_and_changes_nothing(
    run: Run, session: Session, words: list[str], code: int, sentence: str
) -> None:
    done = run("provider", "add", *words, code=code)
    assert sentence in done.stderr
    assert "canary" not in done.output
    assert session.paths.config_file.exists() == (code == 0)


@pytest.mark.parametrize("key", ["", "a\nb", "“sk”"])
def test_a_key_that_is_none_is_refused_and_not_kept(
    run: Run, session: Session, keyring: MemoryKeyring, key: str
) -> None:
    run("provider", "add", "a", "--preset", "openai", "--key-stdin", text=key, code=2)
    assert not keyring
    assert not session.paths.config_file.exists()


def test_without_a_keyring_the_key_is_refused_with_the_way_out(
    run: Run, session: Session, keyring: MemoryKeyring
) -> None:
    keyring.present = False
    done = run("provider", "add", "a", "--preset", "openai", "--key-stdin", text="sk-c", code=3)
    assert "--key-env" in done.stderr
    assert not session.paths.config_file.exists()


def test_a_name_is_replaced_only_when_asked_to(run: Run, session: Session) -> None:
    run("provider", "add", "a", "--preset", "openai", "--key-env", "K")
    assert "--replace" in run("provider", "add", "a", "--preset", "xai", "--no-key", code=3).stderr
    run("provider", "add", "a", "--preset", "deepseek", "--key-env", "K", "--replace")
    assert session.store().current.providers["a"].preset == "deepseek"


def test_a_newer_settings_file_is_refused_before_the_key_is_kept(
    run: Run, session: Session, keyring: MemoryKeyring
) -> None:
    session.paths.create()
    session.paths.config_file.write_text("schema_version = 9\n")
    done = run("provider", "add", "a", "--preset", "openai", "--key-stdin", text="sk", code=3)
    assert "newer Dragoman" in done.stderr
    assert not keyring


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_the_settings_are_for_this_user_only(run: Run, session: Session) -> None:
    run("provider", "add", "a", "--preset", "openai", "--key-env", "K")
    assert session.paths.config_file.stat().st_mode & 0o077 == 0


def test_every_wire_format_of_the_settings_can_be_named(run: Run, session: Session) -> None:
    choices = next(each for each in add.params if each.name == "dialect").type
    assert isinstance(choices, click.Choice)
    for number, word in enumerate(choices.choices):
        url = f"http://127.0.0.1:9{number}/v1"
        run("provider", "add", f"my-{word}", "--base-url", url, "--dialect", word, "--no-key")
    kept = session.store().current.providers
    assert {kept[f"my-{word}"].dialect for word in choices.choices} == set(get_args(DialectName))
