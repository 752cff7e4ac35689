"""Why a client does not use us: each reason in a sentence, and what can be done about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.connect.clients.client import Client, Finding, Found, Machine
from app.connect.conflicts import variables_set
from app.connect.standing import Connection
from app.connect.written import Written

# What `Finding.id` begins with where something can be done here.
START, CONNECT, AGAIN = "server-off", "not-connected", "stale"

KeyStanding = Literal["good", "revoked", "unknown", "not checked"]
_PROXIES = ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")
# What a person may choose in the client itself, which writes it where we did.
_CHOICES = frozenset(
    [("model",), ("model", "name"), ("small_model",), ("weak-model",), ("defaultModel",)]
)
_DIRECT = ("127.0.0.1", "127.0.0.0/8", "*")


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found out about one client. `written` and `connection` are None where not connected.

    `installations` are all of its programs on this machine; `connectable`: by a file.
    """

    address: str
    serving: bool
    found: Found | None
    installations: tuple[Path, ...] = ()
    connectable: bool = True
    connection: Connection | None = None
    written: Written | None = None
    key: KeyStanding = "not checked"


def examine(client: Client, machine: Machine, facts: Facts) -> tuple[Finding, ...]:
    """Every reason, the surest first. Nothing is written."""
    if client.unserved:
        return (Finding("unserved", "error", client.unserved),)
    return tuple(_reasons(client, machine, facts))


def stale(client: Client, facts: Facts) -> tuple[Finding, ...]:
    """Why a connected client's settings no longer fit; connecting it again mends each."""
    return tuple(_stale(client, facts))


def _reasons(client: Client, machine: Machine, facts: Facts) -> Iterator[Finding]:
    if not facts.serving:
        yield Finding(
            START, "error", f"Dragoman is off: nothing answers at {facts.address}.", "Start it"
        )
    if facts.found is None:
        yield Finding("not-found", "warning", f"{client.name} was not found on this machine.")
    if facts.connection is None and facts.connectable:
        yield Finding(
            CONNECT,
            "error",
            f"{client.name} is not connected: it uses Dragoman only where you start it with the "
            "command that can be copied here.",
            "Connect",
        )
    yield from _stale(client, facts)
    yield from client.conflicts(machine)
    yield from _proxy(machine)
    if len(facts.installations) > 1:
        first, *others = facts.installations
        yield Finding(
            "installations",
            "note",
            f"{client.name} is installed {len(facts.installations)} times: {first} is used, and "
            f"{', '.join(map(str, others))} may start elsewhere.",
        )


def _stale(client: Client, facts: Facts) -> Iterator[Finding]:
    connection, written = facts.connection, facts.written
    if connection is None:
        return
    for file in connection.files:
        if file.problem:
            yield Finding(f"unreadable:{file.path}", "error", file.problem)
        changed = [key for key, standing in file.keys if standing != "ours" and key not in _CHOICES]
        if changed:
            names = ", ".join(".".join(key) for key in changed) or "all of it"
            yield Finding(
                f"{AGAIN}-changed:{file.path}",
                "error",
                f"Another program changed what Dragoman wrote in {file.path}: {names}.",
                "Connect again",
            )
    if written is not None and written.address and written.address != facts.address:
        yield Finding(
            f"{AGAIN}-address",
            "error",
            f"{client.name} calls {written.address}, and Dragoman is at {facts.address}.",
            "Connect again",
        )
    if facts.key in ("revoked", "unknown"):
        said = "was revoked" if facts.key == "revoked" else "is not known here"
        yield Finding(
            f"{AGAIN}-key",
            "error",
            f"The key in the settings of {client.name} {said}.",
            "Connect again",
        )


def _proxy(machine: Machine) -> Iterator[Finding]:
    set_ = variables_set(machine, _PROXIES)
    direct = machine.environ.get("NO_PROXY") or machine.environ.get("no_proxy") or ""
    told = variables_set(machine, ("NO_PROXY", "no_proxy"))
    if not set_ or any(host in direct for host in _DIRECT) or (told and not direct):
        return
    yield Finding(
        "proxy",
        "warning",
        f"{set_[0].name} is set in {set_[0].place}: requests to 127.0.0.1 go to that proxy. Add "
        "127.0.0.1,localhost to NO_PROXY.",
    )
