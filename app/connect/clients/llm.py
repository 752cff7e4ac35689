"""llm: its models are a list in a file and its keys are logins in another; both are left alone."""

from collections.abc import Sequence
from pathlib import Path

from app.connect.clients.client import Access, Machine, Start
from app.connect.clients.program import ClientProgram


class Llm(ClientProgram):
    """One way: variables, which its OpenAI models go by."""

    id = "llm"
    name = "llm"
    docs = "https://llm.datasette.io/en/stable/other-models.html"
    command = "llm"
    warning = "A key that was stored with 'llm keys set openai' wins over the command's."

    def start(self, machine: Machine, access: Access) -> Start:  # noqa: ARG002 - the protocol's
        """One of its own models' names, which the profile maps, and variables."""
        variables = {"OPENAI_BASE_URL": f"{access.base_url}/v1", "OPENAI_API_KEY": access.key}
        return Start((self.command, "-m", access.model or "gpt-4o-mini"), variables)

    def trial(self, prompt: str) -> tuple[str, ...]:
        """`llm PROMPT`."""
        return (prompt,)

    def _traces(self, machine: Machine) -> Sequence[Path]:
        configured = machine.environ.get("LLM_USER_PATH")
        if configured:
            return (Path(configured).expanduser(),)
        return (machine.home / ".config" / "io.datasette.llm",)
