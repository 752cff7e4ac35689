"""The names and addresses under which other machines of the network may find this one."""

import socket

# Documentation addresses (RFC 5737, RFC 3849): a datagram socket that is "connected" to them sends
# nothing, and learns which of our own addresses the system would use.
_FAR = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))


def host_names() -> tuple[str, ...]:
    """This machine's name and its address on the network, if it has them; asks nobody."""
    name = socket.gethostname().lower()
    found = [name] if name and name != "localhost" else []
    for family, far in _FAR:
        address = _own_address(family, far)
        if address and not _loopback(address):
            found.append(f"[{address}]" if ":" in address else address)
    return tuple(dict.fromkeys(found))


def _own_address(family: socket.AddressFamily, far: str) -> str:
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((far, 9))
            return str(probe.getsockname()[0])
    except OSError:
        return ""


def _loopback(address: str) -> bool:
    return address.startswith("127.") or address in ("::1", "::", "0.0.0.0")  # noqa: S104 - it is compared, not bound
