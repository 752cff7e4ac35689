"""Listening sockets, and who has a port that we wanted."""

import errno
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

_WINDOWS_REFUSED = 10013  # WSAEACCES: another socket has the address for itself


class PortTaken(Exception):  # noqa: N818 - it says what the port is
    """Another program listens there. `holder` is its name and process id, None where unknown."""

    def __init__(self, host: str, port: int, holder: str | None) -> None:
        self.host, self.port, self.holder = host, port, holder
        by = f" by {holder}" if holder else " by another program"
        super().__init__(
            f"Port {port} on {host} is taken{by}. Stop that program, or choose another port with "
            "--port (and tell your clients)."
        )


class AddressRefused(Exception):  # noqa: N818 - it says what happened to the address
    """The system does not let us listen there; the message says why."""


def bind(host: str, port: int) -> socket.socket:
    """A socket bound to `host` and `port` and listening, not blocking; port 0 takes any free one.

    On Windows nobody else can bind the same port beside us, as they could by default. Raises
    `PortTaken` or `AddressRefused`.
    """
    family, address = _resolved(host, port)
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            # On POSIX this only lets us take the port again at once after a restart.
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listening.bind(address)
        listening.listen(512)
        listening.setblocking(False)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE or getattr(error, "winerror", 0) == _WINDOWS_REFUSED:
            raise PortTaken(host, port, holder(port)) from None
        raise AddressRefused(
            f"Dragoman cannot listen on {host} port {port}: {error.strerror}."
        ) from None
    return listening


def holder(port: int) -> str | None:
    """Who listens on a TCP port of this machine ("python3, process 4711"), if cheap to tell.

    Linux only, and only for processes that we may look at.
    """
    if not sys.platform.startswith("linux"):
        return None
    wanted = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    if not wanted:
        return None
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            if any(str(link.readlink()) in wanted for link in (process / "fd").iterdir()):
                return f"{(process / 'comm').read_text().strip()}, process {process.name}"
        except OSError:  # not ours to look at, or gone
            continue
    return None


def _resolved(host: str, port: int) -> tuple[socket.AddressFamily, tuple[str, int]]:
    try:
        found = socket.getaddrinfo(
            host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except (OSError, UnicodeError):  # UnicodeError: an empty or too long part of a name
        raise AddressRefused(f"Dragoman cannot listen on {host}: no such address.") from None
    found.sort(key=lambda entry: entry[0] != socket.AF_INET)  # localhost: 127.0.0.1
    family, _, _, _, address = found[0]
    return family, (str(address[0]), int(address[1]))


def _listening_inodes(port: int) -> Iterator[str]:
    for table in ("tcp", "tcp6"):
        try:
            lines = Path("/proc/net", table).read_text().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            columns = line.split()
            if columns[3] == "0A" and int(columns[1].rpartition(":")[2], 16) == port:
                yield columns[9]
