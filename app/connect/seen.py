"""One client on this machine: installed where, connected how, and whether that still holds."""

from dataclasses import dataclass
from pathlib import Path

from app.connect import apply
from app.connect.clients.client import Access, Client, Finding, Found, Machine
from app.connect.detect import binaries
from app.connect.failure import ConnectError
from app.connect.journal import Journal
from app.connect.standing import Connection
from app.connect.written import Written, written

# For plans of which only the paths matter.
_ANY = Access("http://127.0.0.1:1", "")


@dataclass(frozen=True, slots=True)
class Seen:
    """`default` and `profile`: whether there is such a plan. `profile_file`: connected by that.

    `problem` says why the journal cannot be read, "" where it can; `conflicts` are of a
    connected client.
    """

    id: str
    found: Found | None
    installations: tuple[Path, ...]
    default: bool
    profile: bool
    config_files: tuple[Path, ...]
    connection: Connection | None = None
    written: Written | None = None
    profile_file: bool = False
    problem: str = ""
    conflicts: tuple[Finding, ...] = ()

    @property
    def binary(self) -> Path | None:
        """The program, None where only traces of it are there."""
        return self.found.binary if self.found is not None else None

    @property
    def connected(self) -> bool:
        """Whether anything was written for it."""
        return self.connection is not None


def record_ids(client: Client) -> tuple[str, str]:
    """The names of its records: as the default, and by a file of ours."""
    return client.id, f"{client.id}.profile"


def look_at(client: Client, machine: Machine, journal: Journal) -> Seen:
    """Look at files and folders; no program is run and nothing is written."""
    found = client.find(machine)
    name = found.binary.stem if found is not None and found.binary is not None else ""
    connection, wrote, by_profile, problem = None, None, False, ""
    try:
        for record_id in record_ids(client):
            connection = apply.state(journal, record_id)
            if connection is not None:
                wrote, by_profile = written(journal, record_id), record_id != client.id
                break
    except ConnectError as error:
        problem = error.message
    return Seen(
        client.id,
        found,
        binaries(machine, name) if name else (),
        client.default_plan(machine, _ANY) is not None,
        client.profile_plan(machine, _ANY) is not None,
        tuple(client.config_files(machine)),
        connection,
        wrote,
        by_profile,
        problem,
        tuple(client.conflicts(machine)) if connection is not None else (),
    )
