"""Qwen Code: the way that it logs in, in settings.json; variables of the shell win over `env`."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from app.connect.clients.client import Access, Machine, Start
from app.connect.clients.program import ClientProgram, first_model
from app.connect.plan import FilePlan, KeyEdit, Plan

_ADDRESS, _KEY, _MODEL = "OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_MODEL"


class QwenCode(ClientProgram):
    """Two ways: settings.json, variables."""

    id = "qwen-code"
    name = "Qwen Code"
    docs = "https://qwenlm.github.io/qwen-code-docs/en/users/configuration/settings"
    command = "qwen"
    winning = (_ADDRESS, _KEY, _MODEL)

    def default_plan(self, machine: Machine, access: Access) -> Plan:
        """The OpenAI way to log in, at our address."""
        auth = ("security", "auth")
        edits = (
            KeyEdit((*auth, "selectedType"), "openai"),
            KeyEdit((*auth, "baseUrl"), f"{access.base_url}/v1"),
            KeyEdit((*auth, "apiKey"), access.key, secret=True),
            KeyEdit(("model", "name"), first_model(access)),
        )
        return Plan(self.id, (FilePlan(_folder(machine) / "settings.json", "jsonc", edits),))

    def start(self, machine: Machine, access: Access) -> Start:  # noqa: ARG002 - the protocol's
        """The same in variables."""
        return Start((self.command, "--auth-type", "openai"), _variables(access))

    def trial(self, prompt: str) -> tuple[str, ...]:
        """`qwen -p`."""
        return ("-p", prompt)

    def _traces(self, machine: Machine) -> Sequence[Path]:
        return (_folder(machine),)


def _folder(machine: Machine) -> Path:
    return machine.home / ".qwen"


def _variables(access: Access) -> Mapping[str, str]:
    return {
        _ADDRESS: f"{access.base_url}/v1",
        _KEY: access.key,
        _MODEL: first_model(access),
    }
