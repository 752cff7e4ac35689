from pathlib import Path

import pytest

from app.connect.diff import MASK, masked_diff
from app.connect.plan import FilePlan, KeyEdit, Notation

SECRET = "s3cret-of-the-user-9"


def diff_of(notation: Notation, before: str, after: str, *edits: KeyEdit) -> str:
    plan = FilePlan(Path("/home/me/settings"), notation, edits)
    return masked_diff(plan, before.encode(), after.encode())


@pytest.mark.parametrize(
    ("notation", "line"),
    [
        ("jsonc", f'{{"OPENAI_API_KEY": "{SECRET}",\n "a": 1}}'),
        ("jsonc", f'{{"apiKey": "{SECRET}",\n "a": 1}}'),
        ("jsonc", f'{{"nested": {{"tokens": ["{SECRET}"]}},\n "a": 1}}'),
        ("jsonc", f'{{"api_keys": [\n"{SECRET}"],\n "a": 1}}'),
        ("jsonc", f'{{ // "GITHUB_TOKEN": "{SECRET}"\n "a": 1}}'),
        ("jsonc", f'{{"headers": {{"Authorization": "Bearer {SECRET}"}},\n "a": 1}}'),
        ("jsonc", f'{{"args": ["--header", "Bearer {SECRET}"],\n "a": 1}}'),
        ("jsonc", f'{{"url": "https://me:{SECRET}@example.org/",\n "a": 1}}'),
        ("jsonc", f'{{"x": "sk-ant-{SECRET}",\n "a": 1}}'),
        ("jsonc", f'{{"password": "{SECRET}\\n\\u00e9",\n "a": 1}}'),
        ("toml", f'experimental_bearer_token = "{SECRET}"\na = 1\n'),
        ("toml", f"# token = {SECRET}\na = 1\n"),
        ("toml", f'http_headers = {{ "X-Api-Key" = "{SECRET}" }}\na = 1\n'),
        ("yaml", f"anthropic-api-key: {SECRET}\na: 1\n"),
        ("yaml", f"api-key:\n  - openai={SECRET}\na: 1\n"),
        ("dotenv", f"export GEMINI_API_KEY={SECRET}\na=1\n"),
        ("dotenv", f"A_TOKEN='{SECRET}'\na=1\n"),
    ],
)
def test_other_secrets_near_a_change_are_masked(notation: Notation, line: str) -> None:
    changed = line.replace("1}", "2}").replace("a = 1", "a = 2").replace("a: 1", "a: 2")
    changed = changed.replace("a=1", "a=2")
    shown = diff_of(notation, line, changed)
    assert shown.count("\n-") >= 1
    assert SECRET not in shown
    assert MASK in shown


def test_the_values_of_secret_edits_are_masked_whatever_the_key(tmp_path: Path) -> None:
    edit = KeyEdit(("plain",), "new-value-1", secret=True)
    shown = diff_of("jsonc", '{"plain": "old-value-1"}', '{"plain": "new-value-1"}', edit)
    assert "value-1" not in shown
    assert shown.splitlines()[-2:] == [f'-{{"plain": "{MASK}"}}', f'+{{"plain": "{MASK}"}}']


@pytest.mark.parametrize(
    "line",
    [
        '"max_tokens": 4096,',
        '"model": "claude-sonnet-4-6-20260101",',
        '"ANTHROPIC_BASE_URL": "http://127.0.0.1:7421",',
        '"ANTHROPIC_API_KEY": "",',
        '"tokenizer": "cl100k",',
        '"skipDangerousModePermissionPrompt": true,',
        '"command": "hfdownloader-of-everything",',
    ],
)
def test_what_is_no_secret_is_shown(line: str) -> None:
    shown = diff_of("jsonc", "{}", f'{{\n{line}\n"a": 1}}')
    assert f"+{line}" in shown


@pytest.mark.parametrize("prefix", ["drg-", "dra-", "sk-", "ghp_", "AIza", "xoxb-", "hf_"])
def test_what_looks_like_a_key_is_masked_wherever_it_stands(prefix: str) -> None:
    shown = diff_of("dotenv", "", f"# see {prefix}0123456789abcdef\nA=x,{prefix}0123456789abcdef\n")
    assert "0123456789abcdef" not in shown


def test_no_change_is_no_diff() -> None:
    assert diff_of("jsonc", "{}", "{}") == ""


def test_a_new_file_is_all_additions() -> None:
    shown = diff_of("jsonc", "", "{\n}\n")
    assert shown.splitlines()[2:] == ["@@ -0,0 +1,2 @@", "+{", "+}"]
