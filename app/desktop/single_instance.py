"""One desktop program for each profile: a second start tells the first one to show itself."""

import hashlib
import os
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QLockFile
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from app.desktop.program.listeners import Listeners

_SHOW = b"show"
_SHOWN = b"shown\n"
_LONGEST = 512  # bytes of what a second start says
_PATIENCE_MS = 2_000
_ANSWERS_MS = 10_000  # a first start listens before its own windows let it answer
_STEP = 0.05
# A first start has the lock some time before it listens; one that died leaves nobody behind it.
_STARTS_WITHIN = 5.0
# Of the 108 bytes that Linux has for a socket's path (unix(7); macOS 104), Qt needs some itself.
_SOCKET_PATH = 85
_TOKEN = "XDG_ACTIVATION_TOKEN"  # noqa: S105 - a window's right to come to the front, no secret


class AlreadyRunning(Exception):  # noqa: N818 - it says what is
    """Another one has this profile. `shown` is whether it answered that it shows itself."""

    def __init__(self, *, shown: bool) -> None:
        self.shown = shown
        super().__init__(
            "Dragoman is running already."
            if shown
            else "Dragoman is running already, but does not answer. End it and start it again."
        )


class SingleInstance:
    """The right to a profile, from `claim` to `release`. `asked` is told of each further start."""

    def __init__(self, lock: QLockFile, address: str) -> None:
        self.asked: Listeners[None] = Listeners()
        self._lock = lock
        self._address = address
        self._server = QLocalServer()
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)

    def listen(self) -> bool:
        """Hear of further starts; needs a QCoreApplication. False where that is not possible."""
        QLocalServer.removeServer(self._address)  # of one that was killed: we have the lock
        return self._server.listen(self._address)

    def release(self) -> None:
        """Let the next start have the profile."""
        self._server.close()
        self._lock.unlock()

    def _connected(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.readyRead.connect(lambda caller=caller: self._hear(caller))
            caller.disconnected.connect(caller.deleteLater)
            if caller.bytesAvailable():
                self._hear(caller)

    def _hear(self, caller: QLocalSocket) -> None:
        said = bytes(caller.read(_LONGEST).data())
        verb, _, token = said.strip().partition(b" ")
        if verb == _SHOW:
            if token:
                os.environ[_TOKEN] = token.decode("ascii", "ignore")  # Qt takes it from there
            caller.write(_SHOWN)
            caller.flush()
            self.asked.tell(None)
        caller.disconnectFromServer()


def claim(profile: Path, runtime: Path) -> SingleInstance:
    """Take the profile whose settings are in the folder `profile`; files go into `runtime`.

    Raises `AlreadyRunning` after the first start was told to show itself, `OSError` where `runtime`
    cannot be written. What a killed one left behind is taken over.
    """
    digest = hashlib.sha256(os.fsencode(profile)).hexdigest()[:16]
    path = runtime / f"desktop-{digest}.lock"
    address = _address(runtime, digest)
    lock = QLockFile(str(path))
    lock.setStaleLockTime(0)  # as old as it may be: whose process lives keeps it
    deadline = time.monotonic() + _STARTS_WITHIN
    while not lock.tryLock(0):
        if lock.error() != QLockFile.LockError.LockFailedError:
            raise OSError(f"Dragoman cannot write {path}. Is {runtime} yours, and not full?")
        answer = _tell(address)
        if answer is not None:
            raise AlreadyRunning(shown=answer)
        if time.monotonic() > deadline:
            # Nobody listens: the process with that number is no Dragoman, whatever its name.
            path.unlink(missing_ok=True)
            deadline = time.monotonic() + _STARTS_WITHIN
        else:
            time.sleep(_STEP)
    return SingleInstance(lock, address)


def _address(runtime: Path, digest: str) -> str:
    name = f"dragoman-{digest}"
    if sys.platform == "win32":
        return name  # a pipe's
    path = runtime / f"desktop-{digest}.sock"
    if len(os.fsencode(path)) <= _SOCKET_PATH:
        return str(path)
    return str(Path(tempfile.gettempdir(), f"{name}-{os.getuid()}"))


def _tell(address: str) -> bool | None:
    """Whether the one that listens there will show itself; None where nobody listens."""
    socket = QLocalSocket()
    socket.connectToServer(address)
    if not socket.waitForConnected(_PATIENCE_MS):
        return None
    token = os.environ.get(_TOKEN, "").encode("ascii", "ignore")
    socket.write(b" ".join((_SHOW, token)).strip() + b"\n")
    socket.waitForBytesWritten(_PATIENCE_MS)
    socket.waitForReadyRead(_ANSWERS_MS)
    return bytes(socket.readAll().data()) == _SHOWN
