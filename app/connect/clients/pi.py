"""pi: a provider in models.json, and the choice of it in settings.json; never auth.json."""

from collections.abc import Sequence
from pathlib import Path

from app.connect.clients.client import Access, Machine
from app.connect.clients.program import ClientProgram, all_models, first_model
from app.connect.plan import FilePlan, KeyEdit, Plan

_PROVIDER = "dragoman"


class Pi(ClientProgram):
    """One way, by its files: it takes no address from variables."""

    id = "pi"
    name = "pi"
    docs = "https://github.com/earendil-works/pi/blob/main/packages/coding-agent/docs/models.md"
    command = "pi"

    def default_plan(self, machine: Machine, access: Access) -> Plan:
        """The provider with its models, and that the first one is the one to use."""
        at, folder = ("providers", _PROVIDER), _folder(machine)
        models = [{"id": name} for name in all_models(access)]
        provider = (
            KeyEdit((*at, "baseUrl"), f"{access.base_url}/v1"),
            KeyEdit((*at, "api"), "openai-completions"),
            KeyEdit((*at, "apiKey"), access.key, secret=True),
            KeyEdit((*at, "models"), models),
        )
        choice = (
            KeyEdit(("defaultProvider",), _PROVIDER),
            KeyEdit(("defaultModel",), first_model(access)),
        )
        return Plan(
            self.id,
            (
                FilePlan(folder / "models.json", "jsonc", provider),
                FilePlan(folder / "settings.json", "jsonc", choice),
            ),
        )

    def trial(self, prompt: str) -> tuple[str, ...]:
        """`pi -p`."""
        return ("-p", prompt)

    def _traces(self, machine: Machine) -> Sequence[Path]:
        return (_folder(machine),)


def _folder(machine: Machine) -> Path:
    configured = machine.environ.get("PI_CODING_AGENT_DIR")
    return Path(configured).expanduser() if configured else machine.home / ".pi" / "agent"
