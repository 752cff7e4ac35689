"""What is kept of the past: money, usage, transcripts, answers."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from app.settings import notation
from app.settings.branch import Branch, Line, meta
from app.settings.provider_settings import CurrencyName

Recorded = Literal["off", "chosen", "all"]
KeptIn = Literal["off", "memory", "disk"]


class AccountingSettings(Branch):
    """How money is counted."""

    currency: CurrencyName = Field(
        default="USD",
        title="Currency",
        description="The currency of totals and of new budgets: USD or CNY.",
        json_schema_extra=meta(),
    )
    cny_per_usd: float = Field(
        default=7.1,
        gt=0,
        le=1000,
        allow_inf_nan=False,
        title="CNY for one USD",
        description="Your rate between the two, for budgets and totals in one currency. Dragoman "
        "fetches none.",
        json_schema_extra=meta(),
    )
    timezone: Annotated[str, AfterValidator(notation.timezone)] | None = Field(
        default=None,
        title="Time zone",
        description="Where a day begins and ends, such as Asia/Shanghai; as the system says where "
        "empty.",
        json_schema_extra=meta(),
    )
    warn_at: tuple[Annotated[int, Field(ge=1, le=100)], ...] = Field(
        default=(50, 80, 100),
        title="Warn at",
        description="Percent of a budget at which it is told that so much is spent.",
        json_schema_extra=meta(),
    )


class StorageSettings(Branch):
    """Where usage is kept, and for how long."""

    database: Annotated[str, AfterValidator(notation.database)] | None = Field(
        default=None,
        title="Database",
        description="postgresql+psycopg://USER@HOST/NAME for a team of gateways; a SQLite file in "
        "the data folder where empty. A password stands in DRAGOMAN_DATABASE or PGPASSFILE, "
        "never here.",
        json_schema_extra=meta(restart=True),
    )
    keep_days: int = Field(
        default=400,
        ge=1,
        le=36_500,
        title="Keep usage",
        description="Days after which a request's row is deleted; its sums stay.",
        json_schema_extra=meta(),
    )


class TranscriptSettings(Branch):
    """Whether requests and answers are kept, whose, and for how long."""

    record: Recorded = Field(
        default="off",
        title="Record",
        description="off, chosen (only the users, keys and conversations named here), or all.",
        json_schema_extra=meta(),
    )
    users: tuple[Line, ...] = Field(
        default=(),
        title="Users",
        description="Names of users whose requests are kept.",
        json_schema_extra=meta(),
    )
    keys: tuple[Line, ...] = Field(
        default=(),
        title="Keys",
        description="Names of client keys whose requests are kept.",
        json_schema_extra=meta(),
    )
    conversations: tuple[Line, ...] = Field(
        default=(),
        title="Conversations",
        description="Ids of conversations that are kept.",
        json_schema_extra=meta(),
    )
    keep_days: int = Field(
        default=7,
        ge=1,
        le=3650,
        title="Keep for",
        description="Days after which a transcript is deleted.",
        json_schema_extra=meta(),
    )
    keep_bytes: int = Field(
        default=512 * 1024 * 1024,
        ge=1024 * 1024,
        title="Keep at most",
        description="Bytes of all transcripts together, compressed; the oldest go first.",
        json_schema_extra=meta(),
    )
    body_limit: int = Field(
        default=8 * 1024 * 1024,
        ge=1024,
        title="Largest body",
        description="Bytes of one body that are kept; the rest of a longer one is not.",
        json_schema_extra=meta(),
    )


class ResponseSettings(Branch):
    """Whether clients of the Responses API may go on from an answer by its id."""

    keep: KeptIn = Field(
        default="memory",
        title="Keep answers",
        description="For clients of the Responses API that go on from an answer by its id. In "
        "memory: until Dragoman is restarted. On disk: in the database, word for word, which a "
        "team's gateways share. A request with store: false is never kept.",
        json_schema_extra=meta(),
    )
    hours: int = Field(
        default=24,
        ge=1,
        le=24 * 365,
        title="Keep answers for",
        description="Hours after its last use at which an answer is deleted.",
        json_schema_extra=meta(),
    )
    megabytes: int = Field(
        default=64,
        ge=1,
        le=1_000_000,
        title="Keep answers up to",
        description="Megabytes of all kept answers together; the oldest go first.",
        json_schema_extra=meta(),
    )
