"""Programs that keep their keys in a store of their own: a person enters ours there."""

from app.connect.clients.client import Access, Machine, Snippet
from app.connect.clients.program import ClientProgram, first_model


class ByHand(ClientProgram):
    """`steps` says where to enter what; the launch text is that with its values."""

    steps: str

    def launch(self, machine: Machine, access: Access) -> Snippet:  # noqa: ARG002 - the protocol's
        """What to enter, to be copied."""
        text = (
            f"{self.steps}\n\n"
            f"Address: {access.base_url}/v1\n"
            f"API key: {access.key}\n"
            f"Model: {first_model(access)}\n"
        )
        return Snippet(self.name, "text", text)
