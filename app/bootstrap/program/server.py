"""The gateway on the desktop's own event loop: on, off, paused."""

import asyncio
import logging
import time
from dataclasses import replace
from typing import Any

from app.bootstrap.program.access import MachineAccess, NoKey
from app.bootstrap.program.core import Core
from app.bootstrap.running import Running, addresses
from app.desktop.program.listeners import Listeners
from app.desktop.program.server import Power, ServerState
from app.gateway.admin_door import AdminDoor
from app.platform import sockets
from app.platform.port_holder import port_holder
from app.providers.address import is_loopback
from app.secrets.client_key_file import ClientKeyFileError
from app.settings.failure import SettingsError
from app.settings.schema import Settings

log = logging.getLogger(__name__)

_REMEMBERED = "server"
_OFF, _PAUSED = "off", "paused:"
_GATHER_SECONDS = 0.05  # many requests begin and end at once: one change of state is told


class GatewayServer:
    """Starts and stops the gateway. `begin` brings back the state that it was left in."""

    def __init__(self, core: Core, access: MachineAccess) -> None:
        self.changed: Listeners[ServerState] = Listeners()
        self._core = core
        self._access = access
        self._running: Running | None = None
        self._runs_with: object = None
        self._state = ServerState(Power.OFF, self._url())
        self._turn = asyncio.Lock()
        self._resume: asyncio.Task[None] | None = None
        self._due: asyncio.TimerHandle | None = None
        self._closed = False

    @property
    def state(self) -> ServerState:
        """What it does now."""
        return self._state

    async def begin(self) -> None:
        """Be as it was left: on, off, or paused for what is left of the pause."""
        left = self._core.memory.recall(_REMEMBERED)
        if left == _OFF:
            self._core.open_database(self._core.store.current)
        elif left.startswith(_PAUSED) and (until := _number(left)) > _now_ms():
            self._core.open_database(self._core.store.current)
            self._pause_until(until)
        else:
            await self.start()

    async def start(self) -> None:
        """Listen."""
        self._core.memory.remember(_REMEMBERED, "")
        async with self._turn:
            await self._start()

    async def stop(self) -> None:
        """Let running answers finish, and listen no more."""
        self._core.memory.remember(_REMEMBERED, _OFF)
        async with self._turn:
            await self._stop()
            self._become(Power.OFF)

    async def restart(self) -> None:
        """Stop and start."""
        self._core.memory.remember(_REMEMBERED, "")
        async with self._turn:
            await self._stop()
            await self._start()

    async def pause(self, seconds: float) -> None:
        """Stop, and start again after so many seconds."""
        until = _now_ms() + round(seconds * 1000)
        self._core.memory.remember(_REMEMBERED, f"{_PAUSED}{until}")
        async with self._turn:
            await self._stop()
            self._pause_until(until)

    async def holder(self, port: int) -> str:
        """The program that has a port, "" where it is free or ours."""
        if self._running is not None and port == self._core.listening[0][1]:
            return ""
        return await asyncio.to_thread(_holder, self._core.listening[0][0], port)

    async def free_port(self) -> int:
        """A port that nobody has now."""
        with await asyncio.to_thread(sockets.bind, "127.0.0.1", 0) as found:
            port: int = found.getsockname()[1]
        return port

    async def client_key(self) -> str:
        """The key of this machine's own clients."""
        return await self._access.client_key()

    async def admin_key(self) -> str:
        """The key of the administration page."""
        return await self._access.admin_key()

    def settings_changed(self, settings: Settings) -> None:
        """Look whether what it runs with is still what the settings say."""
        needed = self._running is not None and self._runs_with != _restart_values(settings)
        address = self._state.address if self._running is not None else self._url()
        if (needed, address) != (self._state.restart_needed, self._state.address):
            self._tell(restart_needed=needed, address=address)

    def requests_changed(self) -> None:
        """A request began or ended: tell it in a moment, with the others of that moment."""
        if self._due is None and not self._closed:
            self._due = asyncio.get_running_loop().call_later(_GATHER_SECONDS, self._count)

    async def close(self) -> None:
        """Stop for good; what was asked for last stays remembered."""
        self._closed = True
        async with self._turn:
            await self._stop()
            if self._due is not None:
                self._due.cancel()

    async def _start(self) -> None:
        self._forget_resuming()
        if self._running is not None:
            self._become(Power.ON)
            return
        self._become(Power.STARTING)
        settings = self._core.store.current
        try:
            if self._core.store.read_only is not None and settings == Settings():
                raise SettingsError(self._core.store.read_only)
            if self._core.database_changed(settings):
                await self._core.begin_anew()
            host, port = self._core.address(settings)
            await self._access.open_for_clients()
            admin = await self._access.admin_access()
            listening = await asyncio.to_thread(sockets.bind, host, port)
        except NoKey as missing:
            self._failed(missing.message)
            if missing.waiting:
                self._resume = asyncio.get_running_loop().create_task(self._try_again())
        except sockets.PortTaken as taken:
            by = f"by {taken.holder}" if taken.holder else "by another program"
            self._failed(
                f"Port {taken.port} is taken {by}. Stop that program, or choose another port."
            )
        except (sockets.AddressRefused, SettingsError, ClientKeyFileError) as error:
            self._failed(str(error))
        except Exception as error:
            log.exception("the server could not start")
            self._failed(f"The server could not start ({type(error).__name__}). See the log.")
        else:
            self._core.listening[:] = addresses([listening])
            door = self._core.services.door
            if isinstance(door, AdminDoor):
                door.access = admin
            services = self._core.services
            self._running = await Running.start(services, [listening], settings.server)
            self._runs_with = _restart_values(settings)
            self._become(Power.ON)
            log.info("listening on %s", self._state.address)
        self._core.open_database(settings)

    async def _stop(self) -> None:
        self._forget_resuming()
        if self._running is not None:
            self._become(Power.STOPPING)
            running, self._running = self._running, None
            await running.stop()

    def _pause_until(self, until_ms: int) -> None:
        self._become(Power.PAUSED, resumes_at_ms=until_ms)
        self._resume = asyncio.get_running_loop().create_task(self._resumed(until_ms))

    async def _resumed(self, until_ms: int) -> None:
        # In steps: a machine that slept must not sleep on here.
        while (left := until_ms - _now_ms()) > 0:  # noqa: ASYNC110 - it waits for a time of day
            await asyncio.sleep(min(left / 1000, 5.0))
        self._resume = None
        await self.start()

    async def _try_again(self) -> None:
        # The call that hangs is not made again: this only looks whether it has come back.
        await asyncio.sleep(self._core.keyring_seconds / 2)
        self._resume = None
        await self.start()

    def _forget_resuming(self) -> None:
        resume, self._resume = self._resume, None
        if resume is not None:
            resume.cancel()

    def _failed(self, trouble: str) -> None:
        log.warning("the server is not on: %s", trouble)
        self._become(Power.FAILED, trouble=trouble)

    def _become(self, power: Power, **more: Any) -> None:
        off = {"trouble": "", "resumes_at_ms": None, "restart_needed": False}
        self._tell(power=power, address=self._url(), **{**off, **more})

    def _tell(self, **changes: Any) -> None:
        if not self._closed:
            running = self._core.services.accounts.in_progress
            self._state = replace(self._state, running=running, **changes)
            self.changed.tell(self._state)

    def _count(self) -> None:
        self._due = None
        if self._core.services.accounts.in_progress != self._state.running:
            self._tell()

    def _url(self) -> str:
        if self._running is not None:
            host, port = self._core.listening[0]
        else:
            try:
                host, port = self._core.address(self._core.store.current)
            except SettingsError:
                host, port = self._core.listening[0]
        if is_loopback(host) and host in ("0.0.0.0", "::", "[::]"):  # noqa: S104 - told, not bound
            host = "127.0.0.1"
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _restart_values(settings: Settings) -> object:
    """What holds from the next start of the server, as the schema marks it."""
    found: dict[str, object] = {}
    for branch in (settings.server, settings.storage):
        for name, declared in type(branch).model_fields.items():
            extra = declared.json_schema_extra
            if isinstance(extra, dict) and extra.get("restart"):
                found[name] = getattr(branch, name)
    return found


def _holder(host: str, port: int) -> str:
    try:
        sockets.bind(host, port).close()
    except sockets.PortTaken as taken:
        return taken.holder or port_holder(port) or "another program"
    except sockets.AddressRefused as refused:
        return str(refused)
    return ""


def _number(left: str) -> int:
    try:
        return int(left.removeprefix(_PAUSED))
    except ValueError:
        return 0


def _now_ms() -> int:
    return int(time.time() * 1000)
