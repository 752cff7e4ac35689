"""The settings as one request sees them, from its first byte to its last."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.core.failure import Failure, FailureKind, Refused
from app.dialects.embeddings.wire import EmbeddingTraits
from app.providers.provider import Provider, ProviderError, build
from app.routing.adapt import Lesson
from app.routing.table import RoutingTable, table_of
from app.settings.schema import Settings


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Providers and routes of one version of the settings.

    `broken` tells, for each provider that cannot be used, why; the others work all the same.
    `lessons` is what providers taught us since these settings were loaded, by provider and model:
    the user's change of a provider makes them void. `embedding_lessons` is the same of embeddings.
    """

    settings: Settings
    table: RoutingTable
    providers: Mapping[str, Provider]
    broken: Mapping[str, str]
    lessons: dict[tuple[str, str], Lesson] = field(default_factory=dict, compare=False)
    embedding_lessons: dict[tuple[str, str], EmbeddingTraits] = field(
        default_factory=dict, compare=False
    )

    @classmethod
    def of(cls, settings: Settings) -> "Snapshot":
        """The snapshot of `settings`."""
        providers: dict[str, Provider] = {}
        broken: dict[str, str] = {}
        for name, entry in settings.providers.items():
            if not entry.enabled:
                continue
            try:
                providers[name] = build(name, entry)
            except ProviderError as error:
                broken[name] = str(error)
        known = {name: provider.models for name, provider in providers.items()}
        embeddings = {name: provider.embedding_models for name, provider in providers.items()}
        return cls(settings, table_of(settings, known, embeddings), providers, broken)

    def provider(self, name: str) -> Provider:
        """The provider of this name.

        Raises `Refused` (UNAVAILABLE) with the reason where it cannot be used.
        """
        found = self.providers.get(name)
        if found is not None:
            return found
        reason = self.broken.get(name, "it is switched off or was removed")
        raise Refused(
            Failure(
                FailureKind.UNAVAILABLE,
                f"The provider {name} cannot be used: {reason}",
                provider=name,
            )
        )

    @property
    def usable(self) -> bool:
        """Whether any provider can be used."""
        return bool(self.providers)
