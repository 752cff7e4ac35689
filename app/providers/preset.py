"""A preset: what is known of one vendor's endpoint, with the date and the source of each fact."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.providers.embedding import EmbeddingRow
from app.providers.globs import is_glob, matches_any

DIALECTS = ("anthropic_messages", "openai_chat", "openai_responses", "gemini", "demo")
AUTH_STYLES = ("bearer", "x-api-key", "api-key", "x-goog-api-key", "none", "token-exchange")


class PresetError(ValueError):
    """A preset is unknown or wrong; the message names it and what is wrong."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds: to connect (TLS included), to the first byte, and between bytes."""

    connect: float = 10.0
    first_byte: float = 120.0
    idle: float = 240.0


@dataclass(frozen=True, slots=True)
class QuirkRow:
    """A named quirk that holds at a provider; `models` are globs, empty for every model.

    Not `confirmed` means that the source is named from general knowledge and was not read again on
    that date.
    """

    name: str
    checked: date
    source: str
    models: tuple[str, ...] = ()
    confirmed: bool = True

    def holds_for(self, model: str) -> bool:
        """Whether the quirk holds for `model`, its case ignored."""
        return not self.models or matches_any(model, self.models)


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model that the vendor documents. Limits are in tokens, None where no document tells them.

    `listed` is False for a glob, which tells limits but is no name to offer.
    """

    name: str
    context_window: int | None = None
    max_output_tokens: int | None = None

    @property
    def listed(self) -> bool:
        """Whether the name is a name, not a glob."""
        return not is_glob(self.name)


@dataclass(frozen=True, slots=True)
class Preset:
    """One vendor's endpoint. `label` is by language ("en", "zh").

    `base_url` is None where the user must give it; `other_base_urls` are the vendor's other sites,
    each with a label. `local` means that it runs on the user's own machine or network.
    """

    id: str
    label: Mapping[str, str]
    dialect: str
    auth: str
    checked: date
    base_url: str | None = None
    other_base_urls: Mapping[str, str] = field(default_factory=dict)
    docs: str | None = None
    key_page: str | None = None
    note: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    local: bool = False
    timeouts: Timeouts = Timeouts()
    models: tuple[KnownModel, ...] = ()
    quirks: tuple[QuirkRow, ...] = ()
    embeddings: tuple[EmbeddingRow, ...] = ()
