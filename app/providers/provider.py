"""One provider as the gateway uses it: the user's settings on top of a preset."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.core.traits import Target, Traits
from app.dialects.embeddings.wire import EmbeddingTraits
from app.providers import address
from app.providers.catalogue import preset
from app.providers.embedding import EmbeddingRow, models_of, traits_of
from app.providers.globs import matches_any
from app.providers.preset import (
    AUTH_STYLES,
    DIALECTS,
    KnownModel,
    Preset,
    PresetError,
    QuirkRow,
    Timeouts,
)
from app.providers.quirks import QUIRKS, apply
from app.settings.provider_settings import PersonalKey
from app.settings.schema import ModelPrice, ProviderSettings

_GENERIC = {
    "anthropic_messages": "generic-anthropic",
    "openai_responses": "generic-responses",
    "gemini": "generic-gemini",
}
_REMEMBERED_TARGETS = 512  # clients may pass any name through; the cache must not grow with them


class ProviderError(ValueError):
    """A provider's settings cannot be used; the message is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Provider:
    """Everything that a request to one provider needs, but for the secret itself.

    `key_ref` is a reference ("keyring:...", "env:NAME", "file:/path"), never a key, and `headers`
    may hold such references too. `key_refs` are all that it may be asked with, that one first.
    `preset` is the id of the preset behind it. `models` are the names that it is known to serve,
    the user's first. `prices` are the user's own, by model name or glob. `proxy` is "system",
    "direct" or a URL. `personal_keys` are by the user's id; `owner` is whose key `key_ref` is, ""
    for the one that all share. Its `dialect` is "demo" for the built-in provider, which has no
    address ("").
    """

    name: str
    dialect: str
    base_url: str
    auth: str
    preset: str
    key_ref: str | None = None
    key_refs: tuple[str, ...] = ()
    key_origin: str | None = None
    token_url: str | None = None
    app_id: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    timeouts: Timeouts = field(default_factory=Timeouts)
    proxy: str = field(default="system", repr=False)
    models: tuple[str, ...] = ()
    local: bool = False
    limits: tuple[KnownModel, ...] = field(default=(), repr=False)
    quirks: tuple[QuirkRow, ...] = field(default=(), repr=False)
    prices: Mapping[str, ModelPrice] = field(default_factory=dict, repr=False)
    embeddings: tuple[EmbeddingRow, ...] = field(default=(), repr=False)
    personal_keys: Mapping[str, PersonalKey] = field(default_factory=dict, repr=False)
    owner: str = ""
    _targets: dict[str, Target] = field(default_factory=dict, init=False, repr=False, compare=False)
    _by_key: dict[str, "Provider"] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _by_user: dict[str, "Provider"] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def is_demo(self) -> bool:
        """Whether it is the built-in provider, which is not called over the network."""
        return self.dialect == "demo"

    @property
    def origin(self) -> str:
        """Where its key may go: `scheme://host:port`, "" for the built-in provider.

        A secret that is exchanged for a token goes to the token's address, which is named behind
        the base URL's where it is another one.
        """
        if self.is_demo:
            return ""
        own = address.origin(self.base_url)
        if self.auth != "token-exchange" or self.token_url is None:
            return own
        token = address.origin(self.token_url)
        return own if token == own else f"{own} {token}"

    @property
    def key_fits(self) -> bool:
        """Whether the key was entered for this address; it must be sent nowhere else."""
        return self.key_origin is None or self.key_origin == self.origin

    def with_key(self, reference: str | None) -> "Provider":
        """This provider asked with another one of its keys; the same object each time."""
        if reference is None or reference == self.key_ref:
            return self
        found = self._by_key.get(reference)
        if found is None:
            found = self._by_key[reference] = replace(self, key_ref=reference)
        return found

    def for_user(self, user_id: str) -> "Provider":
        """This provider as the user asks it: with their own key and no other, if they have one.

        The same object each time.
        """
        personal = self.personal_keys.get(user_id)
        if personal is None or self.owner == user_id:
            return self
        found = self._by_user.get(user_id)
        if found is None:
            found = self._by_user[user_id] = replace(
                self,
                auth="bearer" if self.auth == "none" else self.auth,
                key_ref=personal.key,
                key_refs=(personal.key,),
                key_origin=personal.origin,
                app_id=personal.app_id or self.app_id,
                owner=user_id,
            )
        return found

    def url(self, path: str) -> str:
        """The address of `path` ("chat/completions", "messages", "models").

        A path with a slash before it stands beside the version ("/api/embed").
        """
        if path.startswith("/"):
            return address.beside_version(self.base_url, self.dialect, path)
        return address.endpoint(self.base_url, self.dialect, path)

    @property
    def embedding_models(self) -> tuple[str, ...]:
        """The models for embeddings that the preset names."""
        return models_of(self.embeddings)

    def embedding(self, model: str) -> EmbeddingTraits:
        """What `model` takes as a maker of embeddings."""
        return traits_of(self.embeddings, self.dialect, model)

    def target(self, model: str) -> Target:
        """`model` at this provider, with its traits; the same object each time."""
        found = self._targets.get(model)
        if found is None:
            if len(self._targets) >= _REMEMBERED_TARGETS:
                self._targets.clear()
            found = Target(self.name, self.dialect, model, self._traits(model))
            self._targets[model] = found
        return found

    def _traits(self, model: str) -> Traits:
        names = (row.name for row in self.quirks if row.holds_for(model))
        traits = apply(names, Traits())
        for known in self.limits:
            if matches_any(model, (known.name,)):
                return replace(
                    traits,
                    context_window=known.context_window,
                    max_output_tokens=known.max_output_tokens,
                )
        return traits


def build(name: str, settings: ProviderSettings) -> Provider:
    """The provider called `name` that `settings` describe.

    Raises `ProviderError` with a sentence that says what is missing or wrong, and where.
    """
    known = _preset(name, settings)
    dialect = settings.dialect or known.dialect
    if dialect != known.dialect and settings.preset is not None and known.dialect != "demo":
        raise ProviderError(
            f"The provider {name!r} speaks {dialect} by its settings, but its preset "
            f"{known.id!r} speaks {known.dialect}. Remove one of the two, or use the preset "
            f"{_generic(dialect)!r} with the base URL."
        )
    auth = settings.auth or known.auth
    if auth == "none" and settings.auth is None and _keys(settings) and dialect != "demo":
        auth = "bearer"  # a local server that its user put behind a key
    if dialect not in DIALECTS or auth not in AUTH_STYLES:
        raise ProviderError(f"The provider {name!r} has an unknown dialect or authentication.")
    _check_credential(name, settings, auth)
    keys = _keys(settings) if auth != "none" else ()
    return Provider(
        name=name,
        dialect=dialect,
        base_url="" if dialect == "demo" else _base_url(name, settings, known, dialect),
        auth=auth,
        preset=known.id,
        key_ref=keys[0] if keys else None,
        key_refs=keys,
        key_origin=settings.key_origin,
        token_url=settings.token_url,
        app_id=settings.app_id,
        headers={**known.headers, **settings.headers},
        timeouts=Timeouts(
            connect=settings.connect_timeout or known.timeouts.connect,
            first_byte=settings.first_byte_timeout or known.timeouts.first_byte,
            idle=settings.idle_timeout or known.timeouts.idle,
        ),
        proxy="direct" if known.local and settings.proxy == "system" else settings.proxy,
        models=tuple(
            dict.fromkeys(settings.models + tuple(m.name for m in known.models if m.listed))
        ),
        local=known.local,
        limits=known.models,
        quirks=known.quirks + _own_quirks(name, settings, known),
        prices=settings.prices,
        embeddings=known.embeddings,
        personal_keys=settings.personal_keys,
    )


def _keys(settings: ProviderSettings) -> tuple[str, ...]:
    own = (settings.key,) if settings.key is not None else ()
    return tuple(dict.fromkeys((*own, *settings.more_keys)))


def _generic(dialect: str) -> str:
    return _GENERIC.get(dialect, "generic-openai")


def _preset(name: str, settings: ProviderSettings) -> Preset:
    wanted = settings.preset or _generic(settings.dialect or "openai_chat")
    try:
        known = preset(wanted)
    except PresetError as error:
        raise ProviderError(f"The provider {name!r} cannot be used. {error}") from None
    if settings.preset is None and settings.dialect is not None:
        return replace(known, dialect=settings.dialect)
    return known


def _base_url(name: str, settings: ProviderSettings, known: Preset, dialect: str) -> str:
    url = settings.base_url or known.base_url
    if url is None:
        raise ProviderError(
            f"The provider {name!r} has no base URL, and its preset {known.id!r} knows none. "
            f"Set providers.{name}.base_url."
        )
    try:
        return address.normalise(url, dialect)
    except address.AddressError as error:
        raise ProviderError(f"The provider {name!r} cannot be used. {error}") from None


def _check_credential(name: str, settings: ProviderSettings, auth: str) -> None:
    if auth != "token-exchange":
        return
    wanted = ("token_url", "app_id") if settings.personal_keys else ("token_url", "app_id", "key")
    missing = [each for each in wanted if not getattr(settings, each)]
    if missing:
        raise ProviderError(
            f"The provider {name!r} exchanges an app id and its secret for a token, and lacks "
            f"{' and '.join(missing)}. Set providers.{name}.{missing[0]}."
        )
    try:
        address.check(settings.token_url or "")
    except address.AddressError as error:
        raise ProviderError(
            f"The token URL of the provider {name!r} cannot be used. {error}"
        ) from None


def _own_quirks(name: str, settings: ProviderSettings, known: Preset) -> tuple[QuirkRow, ...]:
    for quirk in settings.quirks:
        if quirk not in QUIRKS:
            raise ProviderError(
                f"The provider {name!r} names the quirk {quirk!r}, which does not exist. "
                f"Remove it from providers.{name}.quirks."
            )
    own = (*settings.quirks, *(["cache_breakpoints"] if settings.cache_breakpoints else []))
    return tuple(QuirkRow(quirk, known.checked, "the user") for quirk in own)
