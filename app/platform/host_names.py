"""The names and addresses under which other machines of the network may find this one."""

import socket

# A documentation address (RFC 5737): a datagram socket that is "connected" to it sends nothing, and
# learns which of our own addresses the system would use.
_FAR = ("192.0.2.1", 9)


def host_names() -> tuple[str, ...]:
    """This machine's name and its IPv4 address on the network, if it has them; asks nobody."""
    name, address = socket.gethostname().lower(), _own_address()
    found = (name if name != "localhost" else "", address)
    return tuple(each for each in dict.fromkeys(found) if each and not each.startswith("127."))


def _own_address() -> str:
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(_FAR)
            return str(probe.getsockname()[0])
    except OSError:
        return ""
