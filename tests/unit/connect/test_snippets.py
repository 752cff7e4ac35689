import ast
import subprocess
from dataclasses import replace

from app.connect.snippets import snippets
from tests.unit.connect.clients.machines import ACCESS, KEY


def test_every_snippet_has_address_and_key_and_no_gap_left_open() -> None:
    for each in snippets(ACCESS):
        assert ACCESS.base_url in each.text
        assert KEY in each.text
        assert "<" not in each.text
        assert KEY not in repr(each)


def test_python_is_python_and_shell_is_shell() -> None:
    odd = replace(ACCESS, model='a"b')
    for each in snippets(odd):
        if each.language == "python":
            ast.parse(each.text)
        elif each.language == "shell":
            subprocess.run(["bash", "-n", "-c", each.text], check=True)


def test_anthropics_address_is_without_v1_and_openais_with_it() -> None:
    shell = next(each.text for each in snippets(ACCESS) if "bash" in each.title)
    assert "export ANTHROPIC_BASE_URL=http://127.0.0.1:8777\n" in shell
    assert "export OPENAI_BASE_URL=http://127.0.0.1:8777/v1\n" in shell
    assert "export GOOGLE_GEMINI_BASE_URL=http://127.0.0.1:8777\n" in shell
