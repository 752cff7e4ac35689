"""The key that carriers are sealed with: where it comes from, and how long it lasts.

It keeps what a client returns to us as we wrote it, and hides nothing: whoever has it can forge a
provider's proof of reasoning, and nothing else. So it is no secret of its own to be entered or
unlocked. It is made of the key that this machine's own clients use, which the program holds anyway;
gateways that share a database share a row in it, which wins. Where there is neither, it lives as
long as the process, and thinking from before a restart comes back without its proof.
"""

import hmac
import secrets
from dataclasses import dataclass, field

from app.core.carrier import SEAL_BYTES
from app.secrets.secret import Secret

_PURPOSE = b"dragoman carrier seal v2"


@dataclass(slots=True)
class Seal:
    """The key now. `lasting` is False while it would not outlive the process."""

    key: bytes = field(default_factory=lambda: secrets.token_bytes(SEAL_BYTES), repr=False)
    lasting: bool = False

    def derive(self, token: Secret) -> None:
        """Make it of the local client key."""
        self.take(hmac.digest(token.reveal().encode(), _PURPOSE, "sha256"))

    def take(self, key: bytes) -> None:
        """Use `key`, which others know too, from now on."""
        self.key, self.lasting = key, True
