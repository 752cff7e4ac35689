"""Client programs that are not there: a stand-in until the real fake comes."""

from collections.abc import AsyncIterator, Sequence

from app.connect.apply import FileChange
from app.connect.clients.client import Finding, Snippet
from app.desktop.program.clients import ClientState, Disconnected, VerifyStep, Way
from app.desktop.program.listeners import Listeners


class FakeClients:
    """Knows Claude Code, and nothing about it."""

    def __init__(self) -> None:
        self.changed: Listeners[None] = Listeners()
        self.state = ClientState("claude-code", "Claude Code", "/usr/bin/claude", "2.1.329", ())

    async def look(self) -> Sequence[ClientState]:
        """Claude Code."""
        return [self.state]

    async def preview(self, client_id: str, profile: str = "default") -> Sequence[FileChange]:
        """Nothing."""
        return []

    async def connect(self, client_id: str, way: Way, profile: str = "default") -> ClientState:
        """Nothing."""
        return self.state

    async def disconnect(self, client_id: str) -> Disconnected:
        """Nothing."""
        return Disconnected((), ())

    async def disconnect_all(self) -> Sequence[Disconnected]:
        """Nothing."""
        return []

    async def launch_command(self, client_id: str, profile: str = "default") -> Snippet:
        """A command."""
        return Snippet("Claude Code", "shell", "claude")

    async def snippets(self, profile: str = "default") -> Sequence[Snippet]:
        """None."""
        return []

    async def diagnose(self, client_id: str) -> Sequence[Finding]:
        """Nothing."""
        return []

    async def fix(self, client_id: str, finding_id: str) -> None:
        """Nothing."""

    async def verify(self, client_id: str) -> AsyncIterator[VerifyStep]:
        """One good step."""
        yield VerifyStep("started", True, "It starts.")
