"""Runs the real llm against a gateway."""

from pathlib import Path

from tests.clients import install
from tests.clients.program import Api, Keeps, Program, Run

_MODEL = "deepseek-reasoner"
_SHELL = '''
import subprocess


def shell(command: str, description: str) -> str:
    """Runs a command and gives what it printed."""
    return subprocess.run(command, shell=True, capture_output=True, text=True).stdout or "(nothing)"
'''


class Llm:
    """llm, which speaks Chat Completions, with one tool."""

    def __init__(self, folder: Path) -> None:
        self._program = Program(install.LLM.command, folder)
        self.api: Api = "chat"
        self.keeps: Keeps = "nothing"
        self.work = self._program.work

    def ask(self, prompt: str, *, url: str, key: str) -> Run:
        """`llm PROMPT`."""
        model = {
            "model_id": "local",
            "model_name": _MODEL,
            "api_base": f"{url}/v1",
            "api_key_name": "local",
            "supports_tools": True,
        }
        # YAML takes JSON as it is.
        self._program.settings("llm/extra-openai-models.yaml", [model])
        self._program.settings("llm/keys.json", {"local": key})
        return self._program.run(
            *("-m", "local", "--functions", _SHELL, prompt),
            environment={"LLM_USER_PATH": str(self._program.home / "llm")},
        )
