"""Runs the real opencode against a gateway."""

from pathlib import Path

from tests.clients import install
from tests.clients.program import Api, Keeps, Program, Run

_PACKAGES: dict[Api, str] = {
    "chat": "@ai-sdk/openai-compatible",
    "messages": "@ai-sdk/anthropic",
    "responses": "@ai-sdk/openai",
}
_MODEL = "deepseek-reasoner"
_OFFLINE = {
    "OPENCODE_DISABLE_MODELS_FETCH": "1",
    "OPENCODE_DISABLE_AUTOUPDATE": "1",
    "OPENCODE_DISABLE_DEFAULT_PLUGINS": "1",
    "OPENCODE_DISABLE_LSP_DOWNLOAD": "1",
    "OPENCODE_DISABLE_SHARE": "1",
    "npm_config_offline": "true",  # else it fetches its package for plugins
}


class Opencode:
    """opencode, which speaks one of three wire formats through the AI SDK."""

    def __init__(self, folder: Path, api: Api) -> None:
        self._program = Program(install.OPENCODE.command, folder)
        self.api = api
        self.keeps: Keeps = "words" if api == "chat" else "proof"
        self.work = self._program.work

    def ask(self, prompt: str, *, url: str, key: str) -> Run:
        """`opencode run --auto PROMPT`."""
        model = {
            "tool_call": True,
            "reasoning": True,
            "limit": {"context": 200_000, "output": 8_000},
        }
        provider = {
            "npm": _PACKAGES[self.api],
            "options": {"baseURL": f"{url}/v1", "apiKey": key},
            "models": {_MODEL: model},
        }
        settings = {
            "provider": {"local": provider},
            "model": f"local/{_MODEL}",
            "small_model": f"local/{_MODEL}",
            "autoupdate": False,
            "share": "disabled",
        }
        self._program.settings(".config/opencode/opencode.json", settings)
        return self._program.run("run", "--auto", prompt, environment=_OFFLINE)
