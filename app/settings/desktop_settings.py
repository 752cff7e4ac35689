"""What the tray and the windows look like and tell."""

from typing import Literal

from pydantic import Field

from app.settings.branch import Branch, meta

LanguageName = Literal["system", "en", "zh"]
ThemeName = Literal["system", "light", "dark"]


class NotificationSettings(Branch):
    """Which desktop notifications are shown."""

    budget: bool = Field(
        default=True,
        title="Budgets",
        description="When a budget passes one of its thresholds.",
        json_schema_extra=meta(),
    )
    failover: bool = Field(
        default=True,
        title="Failover",
        description="When another provider than the first one answered.",
        json_schema_extra=meta(),
    )
    key_rejected: bool = Field(
        default=True,
        title="Rejected keys",
        description="When a provider rejects its key.",
        json_schema_extra=meta(),
    )
    server: bool = Field(
        default=True,
        title="Server",
        description="When the server cannot start, or stops by itself.",
        json_schema_extra=meta(),
    )


class DesktopSettings(Branch):
    """The tray and the windows."""

    language: LanguageName = Field(
        default="system",
        title="Language",
        description="system, en or zh.",
        json_schema_extra=meta(),
    )
    theme: ThemeName = Field(
        default="system",
        title="Appearance",
        description="system (followed live), light or dark.",
        json_schema_extra=meta(),
    )
    restore_at_quit: bool = Field(
        default=False,
        title="Disconnect clients when quitting",
        description="Whether quitting puts the clients' own settings back, and the next start "
        "connects them again.",
        json_schema_extra=meta(),
    )
    notifications: NotificationSettings = Field(
        default_factory=NotificationSettings,
        title="Notifications",
        description="Which desktop notifications are shown.",
        json_schema_extra=meta(),
    )
