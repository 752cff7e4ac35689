"""A server that listens nowhere."""

from dataclasses import replace
from typing import Any

from app.desktop.program.listeners import Listeners
from app.desktop.program.server import Power, ServerState
from tests.fakes.program.recorded import Recorded

CLIENT_KEY = "drg-fakeclientkey0000000000000000000000000000"
ADMIN_KEY = "dra-fakeadminkey00000000000000000000000000000"


class FakeServer(Recorded):
    """`become` sets any state and tells of it. `trouble` set: `start` fails with it.

    `holders` are programs by the port that they have; `now_ms` is when pauses begin.
    """

    def __init__(self, power: Power = Power.ON, *, now_ms: int = 0) -> None:
        super().__init__()
        self.changed: Listeners[ServerState] = Listeners()
        self.state = ServerState(power, "http://127.0.0.1:8777")
        self.trouble = ""
        self.holders: dict[int, str] = {}
        self.a_free_port = 8778
        self.now_ms = now_ms

    def become(self, **changes: Any) -> None:
        """Change the state, as `ServerState` names its fields, and tell of it."""
        self.state = replace(self.state, **changes)
        self.changed.tell(self.state)

    async def start(self) -> None:
        """Be on, or failed where there is trouble."""
        self.become(power=Power.STARTING, trouble="", resumes_at_ms=None)
        await self._asked("start")
        if self.trouble:
            self.become(power=Power.FAILED, trouble=self.trouble)
        else:
            self.become(power=Power.ON, restart_needed=False)

    async def stop(self) -> None:
        """Be off."""
        self.become(power=Power.STOPPING)
        await self._asked("stop")
        self.become(power=Power.OFF, running=0, trouble="", resumes_at_ms=None)

    async def restart(self) -> None:
        """Be off and on again."""
        await self.stop()
        await self.start()

    async def pause(self, seconds: float) -> None:
        """Be paused until `now_ms` and so many seconds."""
        await self._asked("pause", seconds)
        self.become(power=Power.PAUSED, resumes_at_ms=self.now_ms + round(seconds * 1000))

    async def holder(self, port: int) -> str:
        """As `holders` says."""
        await self._asked("holder", port)
        return self.holders.get(port, "")

    async def free_port(self) -> int:
        """`a_free_port`."""
        await self._asked("free_port")
        return self.a_free_port

    async def client_key(self) -> str:
        """Always the same."""
        await self._asked("client_key")
        return CLIENT_KEY

    async def admin_key(self) -> str:
        """Always the same."""
        await self._asked("admin_key")
        return ADMIN_KEY
