"""No client programs: stands in until the real port is there."""

from collections.abc import AsyncIterator, Sequence

from app.connect.apply import FileChange
from app.connect.clients.client import Finding, Snippet
from app.desktop.program.clients import ClientState, Disconnected, VerifyStep, Way
from app.desktop.program.failure import ProgramError
from app.desktop.program.listeners import Listeners


class NoClients:
    """Knows none."""

    def __init__(self) -> None:
        self.changed: Listeners[None] = Listeners()

    async def look(self) -> Sequence[ClientState]:
        """None."""
        return []

    async def preview(self, client_id: str, profile: str = "default") -> Sequence[FileChange]:  # noqa: ARG002 - as the port says
        """Nothing."""
        raise ProgramError(f"{client_id} is not known.")

    async def connect(self, client_id: str, way: Way, profile: str = "default") -> ClientState:  # noqa: ARG002 - as the port says
        """Nothing."""
        raise ProgramError(f"{client_id} is not known.")

    async def disconnect(self, client_id: str) -> Disconnected:
        """Nothing."""
        raise ProgramError(f"{client_id} is not known.")

    async def disconnect_all(self) -> Sequence[Disconnected]:
        """Nothing."""
        return []

    async def launch_command(self, client_id: str, profile: str = "default") -> Snippet:  # noqa: ARG002 - as the port says
        """Nothing."""
        raise ProgramError(f"{client_id} is not known.")

    async def snippets(self, profile: str = "default") -> Sequence[Snippet]:  # noqa: ARG002 - as the port says
        """None."""
        return []

    async def diagnose(self, client_id: str) -> Sequence[Finding]:  # noqa: ARG002 - as the port says
        """None."""
        return []

    async def fix(self, client_id: str, finding_id: str) -> None:
        """Nothing."""

    async def verify(self, client_id: str) -> AsyncIterator[VerifyStep]:  # noqa: ARG002 - as the port says
        """Nothing."""
        nothing: tuple[VerifyStep, ...] = ()
        for step in nothing:
            yield step
