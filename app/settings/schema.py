"""The settings tree: every setting is declared once, with type, default, label, help and restart.

Keys that are not declared are kept, so that a file written by a newer version, or by hand, loses
nothing. Messages never quote a value: it may be a key that was pasted into the wrong place.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from app.settings import notation
from app.settings.branch import Branch, Line, meta
from app.settings.desktop_settings import DesktopSettings
from app.settings.history_settings import (
    AccountingSettings,
    ResponseSettings,
    StorageSettings,
    TranscriptSettings,
)
from app.settings.provider_settings import AuthStyle, DialectName, ModelPrice, ProviderSettings
from app.settings.search_settings import SearchSettings
from app.settings.server_settings import LogSettings, ServerSettings

__all__ = [
    "AccountingSettings",
    "AuthStyle",
    "DesktopSettings",
    "DialectName",
    "LogSettings",
    "ModelPrice",
    "ModelRule",
    "Profile",
    "ProviderSettings",
    "ResponseSettings",
    "SearchSettings",
    "ServerSettings",
    "Settings",
    "StorageSettings",
    "TranscriptSettings",
]

SCHEMA_VERSION: Literal[1] = 1

Family = Literal["opus", "sonnet", "haiku", "fable"]
LogLevel = Literal["debug", "info", "warning", "error"]

FAMILIES: tuple[Family, ...] = get_args(Family)
DEFAULT_PROFILE = "default"
ProviderName = Annotated[str, AfterValidator(notation.provider_name)]
ProfileName = Annotated[str, AfterValidator(notation.profile_name)]
TargetName = Annotated[str, AfterValidator(notation.target)]
Targets = Annotated[tuple[TargetName, ...], BeforeValidator(notation.listed), Field(min_length=1)]


class ModelRule(Branch):
    """What a client's model name leads to."""

    client: Line = Field(
        title="Client's model",
        description="A model name, or a glob such as claude-opus*.",
        json_schema_extra=meta(),
    )
    targets: Targets = Field(
        title="Targets",
        description="PROVIDER/MODEL, tried in this order; the model * is the client's own name.",
        json_schema_extra=meta(),
    )


class Profile(Branch):
    """A way to map model names; a client key belongs to one."""

    models: tuple[ModelRule, ...] = Field(
        default=(),
        title="Rules",
        description="The first exact name wins, then the longest glob.",
        json_schema_extra=meta(),
    )
    families: dict[Family, Targets] = Field(
        default_factory=dict,
        title="Claude Code's families",
        description="Where opus, sonnet, haiku and fable lead, whatever their version.",
        json_schema_extra=meta(),
    )


class Settings(Branch):
    """The whole tree."""

    schema_version: Literal[1] = Field(
        default=SCHEMA_VERSION,
        title="Schema version",
        description="The form of this file. Dragoman writes it.",
        json_schema_extra=meta(),
    )
    server: ServerSettings = Field(
        default_factory=ServerSettings,
        title="Server",
        description="Where and how Dragoman listens.",
        json_schema_extra=meta(),
    )
    providers: dict[ProviderName, ProviderSettings] = Field(
        default_factory=dict,
        title="Providers",
        description="Who serves models, by name.",
        json_schema_extra=meta(),
    )
    profiles: dict[ProfileName, Profile] = Field(
        default_factory=lambda: {DEFAULT_PROFILE: Profile()},
        title="Profiles",
        description="How model names are mapped; there is always one named default.",
        json_schema_extra=meta(),
    )
    default_provider: ProviderName | None = Field(
        default=None,
        title="Default provider",
        description="Who serves a model that no rule names.",
        json_schema_extra=meta(),
    )
    default_model: Line | None = Field(
        default=None,
        title="Default model",
        description="The default provider's model for names that it does not serve.",
        json_schema_extra=meta(),
    )
    log_level: LogLevel = Field(
        default="info",
        title="Log level",
        description="How much is logged: debug, info, warning or error. No level logs a secret "
        "or a word of a conversation.",
        json_schema_extra=meta(),
    )
    logs: LogSettings = Field(
        default_factory=LogSettings,
        title="Logs",
        description="The log's form and size.",
        json_schema_extra=meta(restart=True),
    )
    storage: StorageSettings = Field(
        default_factory=StorageSettings,
        title="Storage",
        description="Where usage is kept, and for how long.",
        json_schema_extra=meta(),
    )
    accounting: AccountingSettings = Field(
        default_factory=AccountingSettings,
        title="Money",
        description="How money is counted.",
        json_schema_extra=meta(),
    )
    transcripts: TranscriptSettings = Field(
        default_factory=TranscriptSettings,
        title="Transcripts",
        description="Whether requests and answers are kept.",
        json_schema_extra=meta(),
    )
    search: SearchSettings = Field(
        default_factory=SearchSettings,
        title="Web search",
        description="Who searches the web where a model cannot.",
        json_schema_extra=meta(),
    )
    responses: ResponseSettings = Field(
        default_factory=ResponseSettings,
        title="Kept answers",
        description="Whether clients of the Responses API may go on from an answer by its id.",
        json_schema_extra=meta(),
    )
    desktop: DesktopSettings = Field(
        default_factory=DesktopSettings,
        title="Desktop",
        description="The tray and the windows.",
        json_schema_extra=meta(),
    )

    @field_validator("profiles", mode="before")
    @classmethod
    def _always_default(cls, value: Any, _info: ValidationInfo) -> Any:
        if isinstance(value, Mapping) and DEFAULT_PROFILE not in value:
            return {DEFAULT_PROFILE: {}, **value}
        return value
