"""One provider as the gateway uses it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.core.traits import Target
from app.providers.preset import KnownModel, QuirkRow, Timeouts


class ProviderError(ValueError):
    """A provider's settings cannot be used; the message is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Provider:
    """Everything that a request to one provider needs, but for the secret itself.

    `key_ref` is a reference ("keyring:...", "env:NAME", "file:/path"), never a key. `preset` is the
    id of the preset behind it. `models` are the names that it is known to serve, the user's first.
    `proxy` is "system", "direct" or a URL. Its `dialect` is "demo" for the built-in provider, which
    has no address ("").
    """

    name: str
    dialect: str
    base_url: str
    auth: str
    preset: str
    key_ref: str | None = None
    token_url: str | None = None
    app_id: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    timeouts: Timeouts = Timeouts()
    proxy: str = field(default="system", repr=False)
    models: tuple[str, ...] = ()
    local: bool = False
    limits: tuple[KnownModel, ...] = field(default=(), repr=False)
    quirks: tuple[QuirkRow, ...] = field(default=(), repr=False)
    _targets: dict[str, Target] = field(default_factory=dict, repr=False, compare=False)

    @property
    def is_demo(self) -> bool:
        """Whether it is the built-in provider, which is not called over the network."""
        return self.dialect == "demo"

    @property
    def origin(self) -> str:
        """`scheme://host:port`, to which its key is bound; "" for the built-in provider."""
        raise NotImplementedError

    def url(self, path: str) -> str:
        """The address of `path` ("chat/completions", "messages", "models")."""
        raise NotImplementedError

    def target(self, model: str) -> Target:
        """`model` at this provider, with its traits; the same object each time."""
        raise NotImplementedError
