"""Gemini CLI: the way that it logs in, in settings.json, and the address and key in its .env.

Read off 0.61.0: variables of the shell win over an .env; of .env files it reads one, the nearest
above the working folder, and the home folder's .gemini/.env where there is none; in a folder that
is not trusted it reads none of its own.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from app.connect.clients.client import Access, Machine, Start
from app.connect.clients.program import ClientProgram
from app.connect.plan import FilePlan, KeyEdit, Plan

_ADDRESS, _KEY, _MODEL = "GOOGLE_GEMINI_BASE_URL", "GEMINI_API_KEY", "GEMINI_MODEL"


class GeminiCli(ClientProgram):
    """Two ways: settings.json with .env, variables."""

    id = "gemini-cli"
    name = "Gemini CLI"
    docs = "https://geminicli.com/docs/get-started/authentication"
    command = "gemini"
    warning = (
        "Gemini CLI reads its settings for Dragoman in folders only that it was told to trust, and "
        "a project's own .env file wins over them."
    )
    winning = (_ADDRESS, _KEY, _MODEL)

    def default_plan(self, machine: Machine, access: Access) -> Plan:
        """The way to log in that takes a key, and the key with our address."""
        folder = _folder(machine)
        settings = [KeyEdit(("security", "auth", "selectedType"), "gemini-api-key")]
        if access.model:
            settings.append(KeyEdit(("model", "name"), access.model))
        variables = (
            KeyEdit((_ADDRESS,), access.base_url),
            KeyEdit((_KEY,), access.key, secret=True),
        )
        return Plan(
            self.id,
            (
                FilePlan(folder / ".env", "dotenv", variables),
                FilePlan(folder / "settings.json", "jsonc", (*settings,)),
            ),
        )

    def start(self, machine: Machine, access: Access) -> Start:  # noqa: ARG002 - the protocol's
        """Variables; they count where it was not logged in with Google before."""
        return Start((self.command,), _variables(access))

    def trial(self, prompt: str) -> tuple[str, ...]:
        """`gemini -p`."""
        return ("--skip-trust", "-p", prompt)

    def _traces(self, machine: Machine) -> Sequence[Path]:
        return (_folder(machine),)


def _folder(machine: Machine) -> Path:
    home = machine.environ.get("GEMINI_CLI_HOME")
    return (Path(home) if home else machine.home) / ".gemini"


def _variables(access: Access) -> Mapping[str, str]:
    told = {_ADDRESS: access.base_url, _KEY: access.key}
    return {**told, _MODEL: access.model} if access.model else told
