"""What the windows are told of one client, from what was seen and what the database knows."""

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.connect import doctor
from app.connect.clients.client import Client
from app.connect.doctor import Facts, KeyStanding
from app.connect.seen import Seen
from app.desktop.program.clients import ClientState, Way
from app.secrets.client_keys import DEFAULT_PROFILE, digest
from app.secrets.secret import Secret

if TYPE_CHECKING:
    from app.storage.records import StoredKey

Keys = Mapping[str, "StoredKey"]


def key_of(seen: Seen, keys: Keys | None) -> "StoredKey | None":
    """The key in a connected client's settings, as the database knows it."""
    if keys is None or seen.written is None or not seen.written.key:
        return None
    return keys.get(digest(Secret(seen.written.key)))


def facts_of(seen: Seen, address: str, keys: Keys | None, *, serving: bool) -> Facts:
    """What the doctor judges by; `keys` is None where the database cannot tell."""
    return Facts(
        address=address,
        serving=serving,
        found=seen.found,
        installations=seen.installations,
        connectable=seen.default,
        connection=seen.connection,
        written=seen.written,
        key=_standing(seen, keys),
    )


def client_state(
    client: Client, seen: Seen, facts: Facts, version: str, profile: str
) -> ClientState:
    """The state of one client; `profile` is its key's."""
    stale = [finding.sentence for finding in doctor.stale(client, facts)]
    ways = (
        (() if client.unserved else (Way.COMMAND,))
        + ((Way.PROFILE_FILE,) if seen.profile else ())
        + ((Way.DEFAULT,) if seen.default else ())
    )
    connected = Way.PROFILE_FILE if seen.profile_file else Way.DEFAULT
    return ClientState(
        client.id,
        client.name,
        str(seen.binary or ""),
        version,
        ways,
        connected=connected if seen.connected else None,
        stale=seen.problem or " ".join(stale),
        profile=profile or DEFAULT_PROFILE,
        config_files=tuple(map(str, seen.config_files)),
        docs=client.docs,
        warning=client.unserved or client.warning,
        findings=tuple(each for each in seen.conflicts if each.severity == "error"),
    )


def _standing(seen: Seen, keys: Keys | None) -> KeyStanding:
    if keys is None or seen.written is None or not seen.written.key:
        return "not checked"
    key = key_of(seen, keys)
    if key is None:
        return "unknown"
    ended = key.expires_ms is not None and key.expires_ms <= time.time() * 1000
    return "good" if key.active and not ended else "revoked"
