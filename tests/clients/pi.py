"""Runs the real pi against a gateway."""

from pathlib import Path

from tests.clients import install
from tests.clients.program import Api, Keeps, Program, Run

_APIS: dict[Api, str] = {
    "chat": "openai-completions",
    "messages": "anthropic-messages",
    "responses": "openai-responses",
}
MODEL = "deepseek-reasoner"


class Pi:
    """pi, which speaks one of three wire formats. It asks nobody for leave to use its tools."""

    def __init__(self, folder: Path, api: Api) -> None:
        self._program = Program(install.PI.command, folder)
        self.api = api
        self.keeps: Keeps = "proof"
        self.work = self._program.work

    def ask(self, prompt: str, *, url: str, key: str) -> Run:
        """`pi -p PROMPT`."""
        provider = {
            "baseUrl": url if self.api == "messages" else f"{url}/v1",
            "api": _APIS[self.api],
            "apiKey": key,
            "models": [
                {"id": MODEL, "reasoning": True, "contextWindow": 200_000, "maxTokens": 8_000}
            ],
        }
        self._program.settings(".pi/agent/models.json", {"providers": {"local": provider}})
        return self._program.run(
            *("--offline", "--provider", "local", "--model", MODEL, "-p", prompt),
            environment={"PI_OFFLINE": "1", "PI_SKIP_VERSION_CHECK": "1", "PI_TELEMETRY": "0"},
        )
