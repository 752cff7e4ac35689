"""Every setting, declared once: its type, default, label, help, and whether it needs a restart.

Keys that are not declared here are kept, so that a file written by a newer version, or by hand,
loses nothing. Messages never quote a value: it may be a key that was pasted into the wrong place.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from app.settings import notation

SCHEMA_VERSION: Literal[1] = 1

DialectName = Literal["anthropic_messages", "openai_chat", "openai_responses", "gemini"]
AuthStyle = Literal["bearer", "x-api-key", "api-key", "none", "token-exchange"]
Family = Literal["opus", "sonnet", "haiku", "fable"]
LogLevel = Literal["debug", "info", "warning", "error"]

FAMILIES: tuple[Family, ...] = get_args(Family)
DEFAULT_PROFILE = "default"
ProviderName = Annotated[str, AfterValidator(notation.provider_name)]
ProfileName = Annotated[str, AfterValidator(notation.profile_name)]
TargetName = Annotated[str, AfterValidator(notation.target)]
Targets = Annotated[tuple[TargetName, ...], BeforeValidator(notation.listed), Field(min_length=1)]
Reference = Annotated[str, AfterValidator(notation.reference)]
Line = Annotated[str, AfterValidator(notation.one_line), Field(min_length=1)]
Seconds = Annotated[float, Field(gt=0, le=86_400, allow_inf_nan=False)]


def _meta(*, restart: bool = False) -> dict[str, Any]:
    return {"restart": restart}


class _Branch(BaseModel):
    """Frozen; unknown keys stay; messages do not quote what was entered."""

    model_config = ConfigDict(frozen=True, extra="allow", hide_input_in_errors=True)

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        """Leave out unknown keys: what they hold is unknown too."""
        extra = self.__pydantic_extra__ or {}
        return ((name, value) for name, value in super().__repr_args__() if name not in extra)


class ServerSettings(_Branch):
    """Where and how Dragoman listens."""

    host: Annotated[str, AfterValidator(notation.host_name)] = Field(
        default="127.0.0.1",
        title="Address",
        description="The address that Dragoman listens on. 127.0.0.1 is this machine only.",
        json_schema_extra=_meta(restart=True),
    )
    port: int = Field(
        default=8777,
        ge=0,
        le=65_535,
        title="Port",
        description="The port that clients connect to. 0 takes any free one.",
        json_schema_extra=_meta(restart=True),
    )
    cors_origins: tuple[Annotated[str, AfterValidator(notation.origin)], ...] = Field(
        default=(),
        title="Web pages that may call",
        description="Origins, such as http://localhost:3000, whose pages may use Dragoman from a "
        "browser. None by default: any web page could otherwise reach it.",
        json_schema_extra=_meta(),
    )
    allowed_hosts: tuple[Annotated[str, AfterValidator(notation.host_name)], ...] = Field(
        default=(),
        title="Names of this machine",
        description="Host names under which other machines call Dragoman, when it listens on more "
        "than this machine. A request for another name is refused.",
        json_schema_extra=_meta(),
    )
    body_limit: int = Field(
        default=64 * 1024 * 1024,
        ge=1024,
        le=1024 * 1024 * 1024,
        title="Largest request",
        description="Bytes of a request's body; a larger one is refused.",
        json_schema_extra=_meta(),
    )
    keepalive: Seconds = Field(
        default=10.0,
        title="Keep-alive",
        description="Seconds of silence after which a waiting client is told that work goes on.",
        json_schema_extra=_meta(),
    )
    connections: int = Field(
        default=256,
        ge=1,
        le=100_000,
        title="Connections",
        description="How many connections may be open at once.",
        json_schema_extra=_meta(restart=True),
    )
    requests_per_key: int = Field(
        default=64,
        ge=1,
        le=100_000,
        title="Requests per client key",
        description="How many requests one client key may have in progress at once.",
        json_schema_extra=_meta(),
    )


class ProviderSettings(_Branch):
    """One provider. What is not said here is as its preset says."""

    enabled: bool = Field(
        default=True,
        title="Enabled",
        description="Whether requests may go to this provider.",
        json_schema_extra=_meta(),
    )
    preset: Line | None = Field(
        default=None,
        title="Preset",
        description="The id of the preset that describes this provider.",
        json_schema_extra=_meta(),
    )
    base_url: Line | None = Field(
        default=None,
        title="Base URL",
        description="The address of the provider's API, with or without /v1.",
        json_schema_extra=_meta(),
    )
    dialect: DialectName | None = Field(
        default=None,
        title="Dialect",
        description="The wire format that the provider speaks.",
        json_schema_extra=_meta(),
    )
    auth: AuthStyle | None = Field(
        default=None,
        title="Authentication",
        description="How the key is sent: in which header, or exchanged for a token first.",
        json_schema_extra=_meta(),
    )
    key: Reference | None = Field(
        default=None,
        title="Key",
        description="Where the key is kept: keyring:NAME, env:NAME or file:/path.",
        json_schema_extra=_meta(),
    )
    key_origin: Line | None = Field(
        default=None,
        title="Key entered for",
        description="The scheme, host and port that the key was entered for. It is sent nowhere "
        "else: after a change of address it has to be entered again.",
        json_schema_extra=_meta(),
    )
    token_url: Line | None = Field(
        default=None,
        title="Token URL",
        description="Where an app id and its secret are exchanged for a token.",
        json_schema_extra=_meta(),
    )
    app_id: Line | None = Field(
        default=None,
        title="App id",
        description="The id that goes with the secret in a token exchange.",
        json_schema_extra=_meta(),
    )
    headers: Annotated[dict[str, str], AfterValidator(notation.headers)] = Field(
        default_factory=dict,
        title="Extra headers",
        description="Headers sent with every request. A secret value is written as a reference: "
        "keyring:NAME, env:NAME or file:/path.",
        repr=False,
        json_schema_extra=_meta(),
    )
    models: tuple[Line, ...] = Field(
        default=(),
        title="Models",
        description="Models to offer, beside those that the preset knows.",
        json_schema_extra=_meta(),
    )
    proxy: Annotated[str, AfterValidator(notation.proxy)] = Field(
        default="system",
        title="Proxy",
        description="system (as the environment says), direct, or the address of an HTTP or SOCKS "
        "proxy.",
        json_schema_extra=_meta(),
    )
    connect_timeout: Seconds | None = Field(
        default=None,
        title="Connect timeout",
        description="Seconds to connect, TLS included; as the preset says where empty.",
        json_schema_extra=_meta(),
    )
    first_byte_timeout: Seconds | None = Field(
        default=None,
        title="First byte timeout",
        description="Seconds until the answer begins; as the preset says where empty.",
        json_schema_extra=_meta(),
    )
    idle_timeout: Seconds | None = Field(
        default=None,
        title="Idle timeout",
        description="Seconds of silence within an answer; as the preset says where empty.",
        json_schema_extra=_meta(),
    )
    quirks: tuple[Line, ...] = Field(
        default=(),
        title="Quirks",
        description="Names of adjustments to switch on beside those of the preset.",
        json_schema_extra=_meta(),
    )

    @model_validator(mode="after")
    def _described(self) -> "ProviderSettings":
        if self.preset is None and self.base_url is None:
            raise ValueError("needs a preset or a base_url")
        return self


class ModelRule(_Branch):
    """What a client's model name leads to."""

    client: Line = Field(
        title="Client's model",
        description="A model name, or a glob such as claude-opus*.",
        json_schema_extra=_meta(),
    )
    targets: Targets = Field(
        title="Targets",
        description="PROVIDER/MODEL, tried in this order; the model * is the client's own name.",
        json_schema_extra=_meta(),
    )


class Profile(_Branch):
    """A way to map model names; a client key belongs to one."""

    models: tuple[ModelRule, ...] = Field(
        default=(),
        title="Rules",
        description="The first exact name wins, then the longest glob.",
        json_schema_extra=_meta(),
    )
    families: dict[Family, Targets] = Field(
        default_factory=dict,
        title="Claude Code's families",
        description="Where opus, sonnet, haiku and fable lead, whatever their version.",
        json_schema_extra=_meta(),
    )


class Settings(_Branch):
    """The whole tree."""

    schema_version: Literal[1] = Field(
        default=SCHEMA_VERSION,
        title="Schema version",
        description="The form of this file. Dragoman writes it.",
        json_schema_extra=_meta(),
    )
    server: ServerSettings = Field(
        default_factory=ServerSettings,
        title="Server",
        description="Where and how Dragoman listens.",
        json_schema_extra=_meta(),
    )
    providers: dict[ProviderName, ProviderSettings] = Field(
        default_factory=dict,
        title="Providers",
        description="Who serves models, by name.",
        json_schema_extra=_meta(),
    )
    profiles: dict[ProfileName, Profile] = Field(
        default_factory=lambda: {DEFAULT_PROFILE: Profile()},
        title="Profiles",
        description="How model names are mapped; there is always one named default.",
        json_schema_extra=_meta(),
    )
    default_provider: ProviderName | None = Field(
        default=None,
        title="Default provider",
        description="Who serves a model that no rule names.",
        json_schema_extra=_meta(),
    )
    default_model: Line | None = Field(
        default=None,
        title="Default model",
        description="The default provider's model for names that it does not serve.",
        json_schema_extra=_meta(),
    )
    log_level: LogLevel = Field(
        default="info",
        title="Log level",
        description="How much is logged: debug, info, warning or error.",
        json_schema_extra=_meta(),
    )

    @field_validator("profiles", mode="before")
    @classmethod
    def _always_default(cls, value: Any, _info: ValidationInfo) -> Any:
        if isinstance(value, Mapping) and DEFAULT_PROFILE not in value:
            return {DEFAULT_PROFILE: {}, **value}
        return value
