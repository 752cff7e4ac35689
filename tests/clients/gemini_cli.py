"""Runs the real Gemini CLI against a gateway."""

from pathlib import Path

from tests.clients import install
from tests.clients.program import Api, Keeps, Program, Run


class GeminiCli:
    """Gemini CLI, which speaks Gemini alone."""

    api: Api = "gemini"
    keeps: Keeps = "proof"

    def __init__(self, folder: Path, model: str = "gemini-3-pro") -> None:
        self.model = model
        self._program = Program(install.GEMINI_CLI.command, folder)
        self.work = self._program.work
        self.home = self._program.home

    def ask(self, prompt: str, *, url: str, key: str) -> Run:
        """`gemini -y -p PROMPT`."""
        settings = {
            "security": {"auth": {"selectedType": "gemini-api-key"}},
            "privacy": {"usageStatisticsEnabled": False},
            "general": {"enableAutoUpdate": False},
            "telemetry": {"enabled": False},
        }
        self._program.settings(".gemini/settings.json", settings)
        return self._program.run(
            *("-m", self.model, "-y", "-p", prompt),
            environment={
                "GOOGLE_GEMINI_BASE_URL": url,
                "GEMINI_API_KEY": key,
                "GEMINI_CLI_TRUST_WORKSPACE": "true",
            },
        )

    def connected(self, prompt: str) -> Run:
        """The same, with nothing but its own files to tell it where to ask."""
        return self._program.run("--skip-trust", "-m", self.model, "-p", prompt, environment={})
