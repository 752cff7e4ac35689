"""The server on this machine: on, off, and why not."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.desktop.program.listeners import Listeners


class Power(StrEnum):
    """What the server does now."""

    OFF = "off"
    STARTING = "starting"
    ON = "on"
    STOPPING = "stopping"
    PAUSED = "paused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ServerState:
    """`address` is where clients find it, such as http://127.0.0.1:8777, also while it is off.

    `running` requests are in progress. `trouble` says why it is not on though it should be, with
    the program that has the port; "" where nothing is wrong. `resumes_at_ms` is when a pause ends.
    `restart_needed`: settings were changed that hold from the next start of the server.
    """

    power: Power
    address: str
    running: int = 0
    trouble: str = ""
    resumes_at_ms: int | None = None
    restart_needed: bool = False


class Server(Protocol):
    """Starts and stops the gateway; what was asked for last is what it is after the next start."""

    @property
    def changed(self) -> Listeners[ServerState]:
        """Told of each new state."""
        ...

    @property
    def state(self) -> ServerState:
        """What it does now."""
        ...

    async def start(self) -> None:
        """Listen. What keeps it from that is `state.trouble`."""
        ...

    async def stop(self) -> None:
        """Let running answers finish, for as long as the settings say, and listen no more."""
        ...

    async def restart(self) -> None:
        """Stop and start, with the newest settings."""
        ...

    async def pause(self, seconds: float) -> None:
        """Stop, and start again after so many seconds; `start` ends a pause."""
        ...

    async def holder(self, port: int) -> str:
        """The program that has a port ("nginx, process 4711"), "" where it is free or ours."""
        ...

    async def free_port(self) -> int:
        """A port that nobody has now."""
        ...

    async def client_key(self) -> str:
        """The key of this machine's own clients, to be copied. Raises `ProgramError`."""
        ...

    async def admin_key(self) -> str:
        """The key of the administration page. Raises `ProgramError` where there is none."""
        ...
