"""The keys that we hand to clients, known by their digests only."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from app.secrets import redact
from app.secrets.secret import Secret

DEFAULT_PROFILE = "default"
LOCAL = "local"  # the name of the key that local clients get
_PREFIX = "drg-"


@dataclass(frozen=True, slots=True)
class ClientKey:
    """One client key. `digest` is the SHA-256 of the token, in hex; `created` is ISO 8601, UTC.

    `id` is "local" for the key of this machine's own clients. `user_id` is "" for a key of nobody
    in particular. `expires_ms` is in milliseconds since 1970, and limits are per minute, None where
    there is none.
    """

    name: str
    digest: str
    profile: str = DEFAULT_PROFILE
    created: str = ""
    id: str = LOCAL
    user_id: str = ""
    user_name: str = ""
    expires_ms: int | None = None
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    concurrency: int | None = None


class ClientKeys:
    """The keys that are valid now, from several sources.

    Looking one up takes the same time whatever was sent.
    """

    def __init__(self, keys: Iterable[ClientKey] = ()) -> None:
        self._sources: dict[str, dict[bytes, ClientKey]] = {}
        self._by_digest: dict[bytes, ClientKey] = {}
        self.replace(keys)

    def __len__(self) -> int:
        return len(self._by_digest)

    def authenticate(self, token: str | bytes) -> ClientKey | None:
        """The key whose token this is, None where it is nobody's.

        The digest hides how much of a guess was right; what remains is a dict look-up by it.
        """
        sent = token.encode("utf-8", "surrogateescape") if isinstance(token, str) else token
        return self._by_digest.get(hashlib.sha256(sent).digest())

    def replace(self, keys: Iterable[ClientKey], source: str = "file") -> None:
        """Take these keys of `source` from now on; requests that are in progress go on."""
        self._sources[source] = {bytes.fromhex(key.digest): key for key in keys}
        self._by_digest = {
            digest: key for found in self._sources.values() for digest, key in found.items()
        }


def mint() -> Secret:
    """A new random token of 256 bits."""
    token = Secret(_PREFIX + secrets.token_urlsafe(32))
    redact.register(token.reveal())
    return token


def digest(token: Secret) -> str:
    """What is kept of a token, in hex."""
    return hashlib.sha256(token.reveal().encode()).hexdigest()


def local_key(token: Secret, profile: str = DEFAULT_PROFILE) -> ClientKey:
    """The key of this machine's own clients, made from its token."""
    return ClientKey(LOCAL, digest(token), profile)
