"""One provider, and what its models cost."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from app.settings import notation
from app.settings.branch import Branch, Line, Seconds, meta

DialectName = Literal["anthropic_messages", "openai_chat", "openai_responses", "gemini"]
AuthStyle = Literal["bearer", "x-api-key", "api-key", "x-goog-api-key", "none", "token-exchange"]
CurrencyName = Literal["USD", "CNY"]
Reference = Annotated[str, AfterValidator(notation.reference)]
PerMillion = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]


class ModelPrice(Branch):
    """What a model costs at a provider, per million tokens. What is not said costs as input."""

    currency: CurrencyName = Field(
        default="USD",
        title="Currency",
        description="USD or CNY.",
        json_schema_extra=meta(),
    )
    input: PerMillion = Field(
        title="Input", description="Per million input tokens.", json_schema_extra=meta()
    )
    output: PerMillion = Field(
        title="Output", description="Per million output tokens.", json_schema_extra=meta()
    )
    cache_read: PerMillion | None = Field(
        default=None,
        title="Cache read",
        description="Per million input tokens that came from the provider's cache.",
        json_schema_extra=meta(),
    )
    cache_write: PerMillion | None = Field(
        default=None,
        title="Cache write",
        description="Per million input tokens that were written to the provider's cache.",
        json_schema_extra=meta(),
    )
    reasoning: PerMillion | None = Field(
        default=None,
        title="Reasoning",
        description="Per million reasoning tokens; as output where empty.",
        json_schema_extra=meta(),
    )
    since: date | None = Field(
        default=None,
        title="As of",
        description="The day on which you read this price, shown beside it.",
        json_schema_extra=meta(),
    )


class PersonalKey(Branch):
    """One user's own key of a provider."""

    key: Reference = Field(
        title="Key",
        description="Where the key is kept: keyring:NAME, env:NAME or file:/path.",
        json_schema_extra=meta(),
    )
    origin: Line | None = Field(
        default=None,
        title="Key entered for",
        description="The scheme, host and port that the key was entered for. It is sent nowhere "
        "else: after a change of address it has to be entered again.",
        json_schema_extra=meta(),
    )
    app_id: Line | None = Field(
        default=None,
        title="App id",
        description="The user's own app id, where the key is exchanged for a token.",
        json_schema_extra=meta(),
    )


class ProviderSettings(Branch):
    """One provider. What is not said here is as its preset says."""

    enabled: bool = Field(
        default=True,
        title="Enabled",
        description="Whether requests may go to this provider.",
        json_schema_extra=meta(),
    )
    preset: Line | None = Field(
        default=None,
        title="Preset",
        description="The id of the preset that describes this provider.",
        json_schema_extra=meta(),
    )
    base_url: Line | None = Field(
        default=None,
        title="Base URL",
        description="The address of the provider's API, with or without /v1.",
        json_schema_extra=meta(),
    )
    dialect: DialectName | None = Field(
        default=None,
        title="Dialect",
        description="The wire format that the provider speaks.",
        json_schema_extra=meta(),
    )
    auth: AuthStyle | None = Field(
        default=None,
        title="Authentication",
        description="How the key is sent: in which header, or exchanged for a token first.",
        json_schema_extra=meta(),
    )
    key: Reference | None = Field(
        default=None,
        title="Key",
        description="Where the key is kept: keyring:NAME, env:NAME or file:/path.",
        json_schema_extra=meta(),
    )
    more_keys: tuple[Reference, ...] = Field(
        default=(),
        title="More keys",
        description="References to further keys for the same address. The next one is used while "
        "one is rejected or has reached its limit.",
        json_schema_extra=meta(),
    )
    key_origin: Line | None = Field(
        default=None,
        title="Key entered for",
        description="The scheme, host and port that the key was entered for. It is sent nowhere "
        "else: after a change of address it has to be entered again.",
        json_schema_extra=meta(),
    )
    personal_keys: dict[Line, PersonalKey] = Field(
        default_factory=dict,
        title="Personal keys",
        description="Users' own keys, by the user's id. What a user asks goes out with that key, "
        "and with no other.",
        repr=False,
        json_schema_extra=meta(),
    )
    token_url: Line | None = Field(
        default=None,
        title="Token URL",
        description="Where an app id and its secret are exchanged for a token.",
        json_schema_extra=meta(),
    )
    app_id: Line | None = Field(
        default=None,
        title="App id",
        description="The id that goes with the secret in a token exchange.",
        json_schema_extra=meta(),
    )
    headers: Annotated[dict[str, str], AfterValidator(notation.headers)] = Field(
        default_factory=dict,
        title="Extra headers",
        description="Headers sent with every request. A secret value is written as a reference: "
        "keyring:NAME, env:NAME or file:/path.",
        repr=False,
        json_schema_extra=meta(),
    )
    models: tuple[Line, ...] = Field(
        default=(),
        title="Models",
        description="Models to offer, beside those that the preset knows.",
        json_schema_extra=meta(),
    )
    proxy: Annotated[str, AfterValidator(notation.proxy)] = Field(
        default="system",
        title="Proxy",
        description="system (as the environment says), direct, or the address of an HTTP or SOCKS "
        "proxy.",
        json_schema_extra=meta(),
    )
    connect_timeout: Seconds | None = Field(
        default=None,
        title="Connect timeout",
        description="Seconds to connect, TLS included; as the preset says where empty.",
        json_schema_extra=meta(),
    )
    first_byte_timeout: Seconds | None = Field(
        default=None,
        title="First byte timeout",
        description="Seconds until the answer begins; as the preset says where empty.",
        json_schema_extra=meta(),
    )
    idle_timeout: Seconds | None = Field(
        default=None,
        title="Idle timeout",
        description="Seconds of silence within an answer; as the preset says where empty.",
        json_schema_extra=meta(),
    )
    cache_breakpoints: bool = Field(
        default=False,
        title="Cache breakpoints",
        description="Mark tools, system prompt and the last two messages for the provider's cache, "
        "where the client marks nothing. It pays where only what is marked is cached, as with "
        "Claude: what is read again costs a tenth, what is written a quarter more.",
        json_schema_extra=meta(),
    )
    quirks: tuple[Line, ...] = Field(
        default=(),
        title="Quirks",
        description="Names of adjustments to switch on beside those of the preset.",
        json_schema_extra=meta(),
    )
    prices: dict[Line, ModelPrice] = Field(
        default_factory=dict,
        title="Prices",
        description="Your own price of a model, by its name or a glob; it wins over the catalogue.",
        json_schema_extra=meta(),
    )

    @model_validator(mode="after")
    def _described(self) -> "ProviderSettings":
        if self.preset is None and self.base_url is None:
            raise ValueError("needs a preset or a base_url")
        return self
