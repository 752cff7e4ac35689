"""aider: its own settings in the home folder's .aider.conf.yml; those of a project win over it."""

from app.connect.clients.client import Access, Machine, Start
from app.connect.clients.program import ClientProgram, first_model
from app.connect.plan import FilePlan, KeyEdit, Plan


class Aider(ClientProgram):
    """Two ways: .aider.conf.yml, variables."""

    id = "aider"
    name = "aider"
    docs = "https://aider.chat/docs/llms/openai-compat.html"
    command = "aider"
    winning = ("AIDER_OPENAI_API_BASE", "AIDER_OPENAI_API_KEY", "AIDER_MODEL")

    def default_plan(self, machine: Machine, access: Access) -> Plan:
        """The address, the key and the models."""
        edits = [
            KeyEdit(("openai-api-base",), f"{access.base_url}/v1"),
            KeyEdit(("openai-api-key",), access.key, secret=True),
            KeyEdit(("model",), f"openai/{first_model(access)}"),
            # Its own choice would be a model of a provider that the key is not for.
            KeyEdit(("weak-model",), f"openai/{access.small_model or first_model(access)}"),
        ]
        return Plan(self.id, (FilePlan(machine.home / ".aider.conf.yml", "yaml", (*edits,)),))

    def start(self, machine: Machine, access: Access) -> Start:  # noqa: ARG002 - the protocol's
        """The same in variables."""
        model = f"openai/{first_model(access)}"
        weak = f"openai/{access.small_model or first_model(access)}"
        words = (self.command, "--model", model, "--weak-model", weak)
        variables = {
            "OPENAI_API_BASE": f"{access.base_url}/v1",
            "OPENAI_API_KEY": access.key,
        }
        return Start(words, variables)

    def trial(self, prompt: str) -> tuple[str, ...]:
        """`aider --message`, away from any repository."""
        return ("--no-git", "--yes-always", "--no-check-update", "--message", prompt)
