"""opencode: a provider in its global opencode.json or .jsonc, which knows only listed models.

Its three files of settings are merged, `opencode.jsonc` last, so that one is edited where it is.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.connect.clients.client import Access, Machine, Start
from app.connect.clients.program import ClientProgram, all_models, first_model
from app.connect.plan import FilePlan, KeyEdit, Plan

_PROVIDER = "dragoman"
_CONTENT = "OPENCODE_CONFIG_CONTENT"


class Opencode(ClientProgram):
    """Two ways: its settings, or the same settings in a variable."""

    id = "opencode"
    name = "opencode"
    docs = "https://opencode.ai/docs/providers"
    command = "opencode"
    winning = (_CONTENT,)

    def default_plan(self, machine: Machine, access: Access) -> Plan:
        """The provider, and that its first model is the one to use."""
        at = ("provider", _PROVIDER)
        provider = _provider(access)
        edits = (
            KeyEdit((*at, "npm"), provider["npm"]),
            KeyEdit((*at, "name"), provider["name"]),
            KeyEdit((*at, "options", "baseURL"), provider["options"]["baseURL"]),
            KeyEdit((*at, "options", "apiKey"), access.key, secret=True),
            *(KeyEdit((*at, "models", name, "name"), name) for name in provider["models"]),
            *(KeyEdit((key,), value) for key, value in _choice(access).items()),
        )
        return Plan(self.id, (FilePlan(_file(machine), "jsonc", edits),))

    def start(self, machine: Machine, access: Access) -> Start:  # noqa: ARG002 - the protocol's
        """All of it in a variable, which is merged over the files."""
        settings = {"provider": {_PROVIDER: _provider(access)}, **_choice(access)}
        return Start((self.command,), {_CONTENT: json.dumps(settings, separators=(",", ":"))})

    def trial(self, prompt: str) -> tuple[str, ...]:
        """`opencode run`."""
        return ("run", prompt)


def _file(machine: Machine) -> Path:
    config = machine.environ.get("XDG_CONFIG_HOME")
    folder = (Path(config) if config else machine.home / ".config") / "opencode"
    commented = folder / "opencode.jsonc"
    return commented if commented.exists() else folder / "opencode.json"


def _provider(access: Access) -> dict[str, Any]:
    return {
        "npm": "@ai-sdk/openai-compatible",
        "name": "Dragoman",
        "options": {"baseURL": f"{access.base_url}/v1", "apiKey": access.key},
        "models": {name: {"name": name} for name in all_models(access)},
    }


def _choice(access: Access) -> Mapping[str, str]:
    chosen = {"model": f"{_PROVIDER}/{first_model(access)}"}
    if access.small_model:
        chosen["small_model"] = f"{_PROVIDER}/{access.small_model}"
    return chosen
