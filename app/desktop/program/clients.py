"""Client programs on this machine: found, connected, verified, disconnected."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.connect.apply import FileChange, LeftAlone
from app.connect.clients.client import Finding, Snippet
from app.desktop.program.listeners import Listeners


class Way(StrEnum):
    """How a client is made to use us, the least invasive first."""

    COMMAND = "command"
    PROFILE_FILE = "profile_file"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class ClientState:
    """One client program. `binary` is "" where it was not found, `version` where it did not tell.

    `ways` are those that it knows. `connected` is how it is connected now, None where it is not;
    `stale` says what no longer fits (another port, a key that was revoked), "" where all does.
    `profile` is the one that its key belongs to. `warning` is to be told before connecting.
    """

    id: str
    name: str
    binary: str
    version: str
    ways: tuple[Way, ...]
    connected: Way | None = None
    stale: str = ""
    profile: str = "default"
    config_files: tuple[str, ...] = ()
    docs: str = ""
    warning: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Disconnected:
    """What a disconnect did: files put back, and keys that somebody else has changed since."""

    restored: tuple[str, ...]
    left: tuple[LeftAlone, ...]


@dataclass(frozen=True, slots=True)
class VerifyStep:
    """One step of trying the real client: started, its request arrived, it printed the answer."""

    name: str
    ok: bool
    sentence: str
    request_id: str = ""


class Clients(Protocol):
    """Everything about client programs. Coroutines raise `ProgramError`."""

    @property
    def changed(self) -> Listeners[None]:
        """Told when a client was connected or disconnected."""
        ...

    async def look(self) -> Sequence[ClientState]:
        """Every client that is known, the installed ones first."""
        ...

    async def preview(self, client_id: str, profile: str = "default") -> Sequence[FileChange]:
        """What making us its default would change, file by file; the key is masked."""
        ...

    async def connect(self, client_id: str, way: Way, profile: str = "default") -> ClientState:
        """Make it use us, with a key of its own."""
        ...

    async def disconnect(self, client_id: str) -> Disconnected:
        """Put our keys back, where they are still ours, and revoke its key."""
        ...

    async def disconnect_all(self) -> Sequence[Disconnected]:
        """Every client that is connected by a file of its own; for quitting and for reset."""
        ...

    async def launch_command(self, client_id: str, profile: str = "default") -> Snippet:
        """A command that starts it through us and touches no file; it holds the client's key."""
        ...

    async def snippets(self, profile: str = "default") -> Sequence[Snippet]:
        """Ready text for SDKs and shells: Python, JavaScript, curl, exports; with a key in them."""
        ...

    async def diagnose(self, client_id: str) -> Sequence[Finding]:
        """Why it does not use us."""
        ...

    async def fix(self, client_id: str, finding_id: str) -> None:
        """Do what a finding's button says."""
        ...

    def verify(self, client_id: str) -> AsyncIterator[VerifyStep]:
        """Ask something with the real client, and see its request arrive."""
        ...
