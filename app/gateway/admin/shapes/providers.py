"""Providers, their keys, models and prices, and the presets."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, SecretStr

from app.core.money import Currency
from app.gateway.admin.shapes.common import Change, Shape
from app.settings.branch import Line, Seconds
from app.settings.provider_settings import AuthStyle, DialectName, ModelPrice, PerMillion

Text = Annotated[Line, Field(max_length=500)]
ModelName = Annotated[Line, Field(max_length=200)]
Models = Annotated[list[ModelName], Field(max_length=500)]
Headers = Annotated[dict[str, str], Field(max_length=50)]
Quirks = Annotated[list[Text], Field(max_length=50)]
ProviderKey = Annotated[
    SecretStr, Field(max_length=65_536, description="The key itself; it is never read back.")
]
Reference = Annotated[
    Text, Field(description="env:NAME or file:/path: where the server reads the key.")
]
KeyKind = Literal["keyring", "env", "file", "none"]


class PriceGiven(Shape):
    """What a model costs, per million tokens."""

    currency: Currency = "USD"
    input: PerMillion
    output: PerMillion
    cache_read: PerMillion | None = None
    cache_write: PerMillion | None = None
    reasoning: PerMillion | None = None
    since: Annotated[date | None, Field(description="The day on which you read it.")] = None

    def setting(self) -> ModelPrice:
        """The price as the settings keep it."""
        return ModelPrice.model_validate(self.model_dump())

    @classmethod
    def of(cls, price: ModelPrice) -> "PriceGiven":
        """The price of the settings."""
        return cls(**{name: getattr(price, name) for name in cls.model_fields})


class NewProvider(Shape):
    """A provider to add: a preset, a base URL, or a preset at another base URL."""

    name: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9._-]*$")]
    preset: Text | None = None
    base_url: Text | None = None
    dialect: DialectName | None = None
    auth: AuthStyle | None = None
    token_url: Text | None = None
    app_id: Text | None = None
    models: Models = Field(default_factory=list)
    proxy: Text = "system"
    enabled: bool = True
    headers: Headers = Field(default_factory=dict)
    connect_timeout: Seconds | None = None
    first_byte_timeout: Seconds | None = None
    idle_timeout: Seconds | None = None
    cache_breakpoints: bool = False
    quirks: Quirks = Field(default_factory=list)
    key: ProviderKey | None = None
    key_reference: Reference | None = None
    default: Annotated[bool, Field(description="Send it what no rule names.")] = False


class ProviderChange(Change):
    """What to change of a provider. Headers are merged by name; null takes one away."""

    preset: Text | None = None
    base_url: Text | None = None
    dialect: DialectName | None = None
    auth: AuthStyle | None = None
    token_url: Text | None = None
    app_id: Text | None = None
    models: Models = Field(default_factory=list)
    proxy: Text = "system"
    enabled: bool = True
    headers: Annotated[dict[str, str | None], Field(max_length=50)] = Field(default_factory=dict)
    connect_timeout: Seconds | None = None
    first_byte_timeout: Seconds | None = None
    idle_timeout: Seconds | None = None
    cache_breakpoints: bool = False
    quirks: Quirks = Field(default_factory=list)
    default: bool = False


class KeyShown(Shape):
    """What is told of a provider's key.

    `present` is null where nobody knows: a keyring that is locked. `fits` is false where the key
    was entered for another address: it is not sent until it is entered again.
    """

    kind: KeyKind
    present: bool | None
    fits: bool


class HeaderShown(Shape):
    """An extra header's kind; values are not read back."""

    kind: Literal["keyring", "env", "file", "value"]


class Provider(Shape):
    """A provider as it is used: what its settings do not say is its preset's.

    `problem` says why it cannot be used, null where it can.
    """

    name: str
    enabled: bool
    default: bool
    problem: str | None
    preset: str | None
    dialect: str | None
    base_url: str | None
    auth: str | None
    token_url: str | None
    app_id: str | None
    key: KeyShown
    models: list[str]
    proxy: str
    headers: Mapping[str, HeaderShown]
    connect_timeout: float | None
    first_byte_timeout: float | None
    idle_timeout: float | None
    cache_breakpoints: bool
    quirks: list[str]
    local: bool


class ProviderKeyGiven(Shape):
    """A provider's key: the key itself, which goes into the keyring, or a reference to it."""

    key: ProviderKey | None = None
    reference: Reference | None = None


class NewModel(Shape):
    """A model to offer."""

    name: ModelName
    price: PriceGiven | None = None


class ModelChange(Change):
    """Your own price of a model; null takes it away, and the catalogue's counts again."""

    price: PriceGiven | None


class PriceShown(Shape):
    """What a model costs now, per million tokens, and who says so, as of when."""

    currency: Currency
    input: float
    output: float
    cache_read: float
    cache_write: float
    reasoning: float | None
    source: Literal["settings", "genai-prices", "local"]
    date: str | None


class Model(Shape):
    """A model of a provider. `price` is null where nobody knows it: its usage is unpriced."""

    name: str
    source: Literal["settings", "preset"]
    price: PriceShown | None


class Preset(Shape):
    """What is known of a vendor's endpoint. `base_url` is null where you must give it."""

    id: str
    label: Mapping[str, str]
    dialect: str
    auth: str
    base_url: str | None
    docs: str | None
    key_page: str | None
    local: bool
