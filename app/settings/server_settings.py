"""Where and how Dragoman listens, and what it logs."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from app.settings import notation
from app.settings.branch import Branch, Seconds, meta

LogFormat = Literal["text", "json"]


class ServerSettings(Branch):
    """Where and how Dragoman listens."""

    host: Annotated[str, AfterValidator(notation.host_name)] = Field(
        default="127.0.0.1",
        title="Address",
        description="The address that Dragoman listens on. 127.0.0.1 is this machine only.",
        json_schema_extra=meta(restart=True),
    )
    port: int = Field(
        default=8777,
        ge=0,
        le=65_535,
        title="Port",
        description="The port that clients connect to. 0 takes any free one.",
        json_schema_extra=meta(restart=True),
    )
    cors_origins: tuple[Annotated[str, AfterValidator(notation.origin)], ...] = Field(
        default=(),
        title="Web pages that may call",
        description="Origins, such as http://localhost:3000, whose pages may use Dragoman from a "
        "browser. None by default: any web page could otherwise reach it.",
        json_schema_extra=meta(),
    )
    allowed_hosts: tuple[Annotated[str, AfterValidator(notation.host_name)], ...] = Field(
        default=(),
        title="Names of this machine",
        description="Host names under which other machines call Dragoman, when it listens on more "
        "than this machine. A request for another name is refused.",
        json_schema_extra=meta(),
    )
    body_limit: int = Field(
        default=64 * 1024 * 1024,
        ge=1024,
        le=1024 * 1024 * 1024,
        title="Largest request",
        description="Bytes of a request's body; a larger one is refused.",
        json_schema_extra=meta(),
    )
    keepalive: Seconds = Field(
        default=10.0,
        title="Keep-alive",
        description="Seconds of silence after which a waiting client is told that work goes on.",
        json_schema_extra=meta(),
    )
    connections: int = Field(
        default=256,
        ge=1,
        le=100_000,
        title="Connections",
        description="How many connections may be open at once.",
        json_schema_extra=meta(restart=True),
    )
    requests_per_key: int = Field(
        default=64,
        ge=1,
        le=100_000,
        title="Requests per client key",
        description="How many requests one client key may have in progress at once.",
        json_schema_extra=meta(),
    )
    admin: bool | None = Field(
        default=None,
        title="Administration",
        description="Whether /admin answers, to its own key only. Empty: it does for a server, and "
        "does not in the desktop application.",
        json_schema_extra=meta(restart=True),
    )
    drain: Seconds = Field(
        default=10.0,
        title="Time to finish",
        description="Seconds that running answers get to finish when the server stops.",
        json_schema_extra=meta(restart=True),
    )


class LogSettings(Branch):
    """The log's form and size."""

    format: LogFormat = Field(
        default="text",
        title="Form",
        description="text for people, json (one object a line) for programs.",
        json_schema_extra=meta(restart=True),
    )
    files: bool = Field(
        default=True,
        title="Log files",
        description="Whether the log is also kept in the profile's logs folder.",
        json_schema_extra=meta(restart=True),
    )
    file_bytes: int = Field(
        default=5 * 1024 * 1024,
        ge=64 * 1024,
        le=1024 * 1024 * 1024,
        title="Size of a file",
        description="Bytes after which a log file is set aside and a new one begun.",
        json_schema_extra=meta(restart=True),
    )
    file_count: int = Field(
        default=5,
        ge=1,
        le=100,
        title="Files kept",
        description="How many log files are kept, the one that is written included.",
        json_schema_extra=meta(restart=True),
    )
