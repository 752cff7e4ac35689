"""Runs the real Qwen Code against a gateway."""

from pathlib import Path

from tests.clients import install
from tests.clients.program import Api, Keeps, Program, Run

_TYPES: dict[Api, str] = {
    "chat": "openai",
    "messages": "anthropic",
    "responses": "openai-responses",
}
_KEEPS: dict[Api, Keeps] = {"chat": "words", "messages": "shown", "responses": "proof"}
_MODEL = "deepseek-reasoner"


class QwenCode:
    """Qwen Code, which speaks one of three wire formats."""

    def __init__(self, folder: Path, api: Api) -> None:
        self._program = Program(install.QWEN_CODE.command, folder)
        self.api = api
        self.keeps = _KEEPS[api]
        self.work = self._program.work

    def ask(self, prompt: str, *, url: str, key: str) -> Run:
        """`qwen -y PROMPT`."""
        kind = _TYPES[self.api]
        settings = {
            "privacy": {"usageStatisticsEnabled": False},
            "general": {"enableAutoUpdate": False},
            "telemetry": {"enabled": False},
            "security": {"auth": {"selectedType": kind}},
        }
        self._program.settings(".qwen/settings.json", settings)
        name = "ANTHROPIC" if self.api == "messages" else "OPENAI"
        return self._program.run(
            *("--auth-type", kind, "-m", _MODEL, "-y", prompt),
            environment={
                f"{name}_BASE_URL": url if self.api == "messages" else f"{url}/v1",
                f"{name}_API_KEY": key,
                f"{name}_MODEL": _MODEL,
            },
        )
