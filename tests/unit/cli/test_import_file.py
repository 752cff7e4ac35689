"""`dragoman import`: a plan first, keys into the keyring, the file untouched."""

import json
from pathlib import Path

import pytest

from app.cli.session import Session
from tests.unit.cli.conftest import MemoryKeyring, Run

ENV = """\
# mine
export OPENAI_BASE_URL="https://api.siliconflow.cn/v1"
OPENAI_API_KEY=sk-canary-one  # secret
OPENAI_MODEL='Qwen/Qwen3'
HF_TOKEN=hf_canary_two
DEFAULT_MODEL=meta/llama
"""
CONFIG = {
    "providers": {
        "My Relay": {
            "base_url": "https://relay.example/v1",
            "api_key": "sk-canary",
            "models": ["m"],
        },
        "ollama": {"base_url": "http://127.0.0.1:11434/v1", "models": {"big": "llama4"}},
    },
    "default_provider": "ollama",
}


def file_of(tmp_path: Path, name: str, content: str) -> str:
    path = tmp_path / name
    path.write_text(content)
    return str(path)


def test_a_env_file_becomes_providers_with_keys_in_the_keyring(
    run: Run, session: Session, keyring: MemoryKeyring, tmp_path: Path
) -> None:
    done = run("import", file_of(tmp_path, ".env", ENV), "--yes")
    assert {name: value for (_, name), value in keyring.items()} == {
        "provider/siliconflow": "sk-canary-one",
        "provider/huggingface": "hf_canary_two",
    }
    settings = session.store().current
    assert settings.default_provider == "siliconflow"
    assert settings.default_model == "Qwen/Qwen3"
    assert settings.providers["huggingface"].models == ("meta/llama",)
    assert "canary" not in session.paths.config_file.read_text() + done.output
    assert (tmp_path / ".env").read_text() == ENV


def test_a_config_file_becomes_providers_under_usable_names(
    run: Run, session: Session, keyring: MemoryKeyring, tmp_path: Path
) -> None:
    run("import", file_of(tmp_path, "config.json", json.dumps(CONFIG)), "--yes")
    settings = session.store().current
    assert settings.providers.keys() == {"my-relay", "ollama"}
    assert settings.providers["my-relay"].key_origin == "https://relay.example:443"
    assert settings.providers["ollama"].models == ("llama4",)
    assert settings.default_provider == "ollama"
    assert settings.default_model == "llama4"
    assert list(keyring.values()) == ["sk-canary"]


def test_an_app_id_and_its_secret_become_a_token_exchange(
    run: Run, session: Session, keyring: MemoryKeyring, tmp_path: Path
) -> None:
    text = (
        "HITHINK_APP_ID=id-1\nHITHINK_APP_SECRET=canary-s\nHITHINK_APP_URL=https://h.example/v1\n"
    )
    run("import", file_of(tmp_path, ".env", text), "--yes")
    entry = session.store().current.providers["hithink"]
    assert (entry.app_id, entry.preset) == ("id-1", "hithink")
    assert list(keyring.values()) == ["canary-s"]


def test_a_dry_run_shows_the_plan_and_changes_nothing(
    run: Run, session: Session, keyring: MemoryKeyring, tmp_path: Path
) -> None:
    done = run("import", file_of(tmp_path, ".env", ENV), "--dry-run")
    assert "siliconflow" in done.stdout
    assert not keyring
    assert not session.paths.config_file.exists()


def test_keys_can_stay_in_their_variables(
    run: Run, session: Session, keyring: MemoryKeyring, tmp_path: Path
) -> None:
    keyring.present = False
    file = file_of(tmp_path, ".env", ENV)
    assert "--keep-env" in run("import", file, "--yes", code=3).stderr
    run("import", file, "--yes", "--keep-env")
    assert session.store().current.providers["siliconflow"].key == "env:OPENAI_API_KEY"


def test_keys_in_json_cannot_stay_in_variables(run: Run, tmp_path: Path) -> None:
    file = file_of(tmp_path, "config.json", json.dumps(CONFIG))
    assert "my-relay" in run("import", file, "--yes", "--keep-env", code=3).stderr


def test_what_is_there_is_replaced_only_when_asked_to(run: Run, tmp_path: Path) -> None:
    file = file_of(tmp_path, ".env", ENV)
    run("import", file, "--yes")
    assert "--replace" in run("import", file, "--yes", code=3).stderr
    run("import", file, "--yes", "--replace")


def test_without_a_terminal_yes_is_needed(run: Run, tmp_path: Path) -> None:
    assert "--yes" in run("import", file_of(tmp_path, ".env", ENV), code=2).stderr


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (".env", "", "names no provider"),
        (".env", "PATH=/bin\nnot an assignment\n", "names no provider"),
        ("config.json", "{", "not valid JSON"),
        ("config.json", "[" * 100_000, "not valid JSON"),
        ("config.json", "[]", "no 'providers'"),
        ("config.json", '{"providers": {"a": 1}}', "no base_url"),
        ("config.json", '{"providers": {"a": {"base_url": "http://x.com"}}}', "public host"),
        (".env", "OPENAI_API_KEY=“canary”\n", "OPENAI_API_KEY cannot be used"),
        (".env", "HITHINK_APP_ID=1\n", "HITHINK_APP_URL"),
    ],
)
def test_each_refusal_says_why(
    run: Run, session: Session, tmp_path: Path, name: str, content: str, sentence: str
) -> None:
    done = run("import", file_of(tmp_path, name, content), "--yes", code=3)
    assert sentence in done.stderr
    assert "canary" not in done.output
    assert not session.paths.config_file.exists()


def test_a_file_that_is_no_text_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"\xff\xfe\x00")
    assert "not text" in run("import", str(tmp_path / "x"), code=3).stderr


def test_a_script_is_told_what_was_taken_but_no_key(run: Run, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("OPENAI_BASE_URL=https://llm.example.com/v1\nOPENAI_API_KEY=sk-canary\n")
    for words in (("--dry-run",), ("--yes",)):
        said = run("import", str(file), "--json", *words).stdout
        (taken,) = json.loads(said)
        assert taken["key"] == f"keyring:provider/{taken['name']}"
        assert "sk-canary" not in said
