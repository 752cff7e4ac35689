"""The tables, the same on SQLite and PostgreSQL. Their history is in `migrations`.

Times are milliseconds since 1970, UTC, and money is in millionths: both are whole numbers that sum
alike everywhere. Columns of a unique key are never NULL but "", since NULLs are never equal.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

metadata = MetaData()

# SQLite gives row ids to INTEGER primary keys only.
_Id = BigInteger().with_variant(Integer, "sqlite")


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _count(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, server_default="0")


def _maybe(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=True)


def _flag(name: str, default: str = "false") -> Column[bool]:
    return Column(name, Boolean, nullable=False, server_default=text(default))


usage = Table(
    "usage",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("request_id", Text, nullable=False, unique=True),
    _count("started_ms"),
    _text("gateway"),
    _text("user_id"),
    _text("key_id"),
    _text("profile"),
    _text("client_program"),
    _text("client_version"),
    _text("conversation"),
    _text("endpoint"),
    _text("client_model"),
    _text("provider"),
    _text("model"),
    _text("client_dialect"),
    _text("provider_dialect"),
    _text("lane"),
    _flag("stream"),
    Column("status", Integer, nullable=False, server_default="0"),
    Column("failure", Text, nullable=True),
    _flag("partial"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("failovers", Integer, nullable=False, server_default="0"),
    _text("accuracy"),
    _count("fresh"),
    _count("cache_read"),
    _count("cache_write"),
    _count("output"),
    _maybe("reasoning"),
    Column("raw_usage", Text, nullable=True),
    _maybe("cost_micros"),
    _maybe("saved_micros"),
    _text("currency"),
    _text("price_source"),
    _text("price_date"),
    _maybe("first_delta_ms"),
    _count("duration_ms"),
    _count("request_bytes"),
    _count("response_bytes"),
    Column("loss_count", Integer, nullable=False, server_default="0"),
    Column("losses", Text, nullable=True),
    Column("timeline", Text, nullable=True),
    Index("usage_started", "started_ms"),
    Index("usage_user", "user_id", "started_ms"),
    Index("usage_key", "key_id", "started_ms"),
    Index("usage_conversation", "conversation", "started_ms"),
    Index("usage_provider", "provider", "started_ms"),
    Index("usage_model", "model", "started_ms"),
)


def _sums() -> list[Column[int]]:
    """What is summed in every table of sums."""
    return [
        _count("requests"),
        _count("failures"),
        _count("partials"),
        _count("estimated"),
        _count("unpriced"),
        _count("fresh"),
        _count("cache_read"),
        _count("cache_write"),
        _count("output"),
        _count("reasoning"),
        _count("cost_micros"),
        _count("saved_micros"),
        _count("duration_ms"),
        _count("request_bytes"),
        _count("response_bytes"),
        _count("losses"),
    ]


# Sums by hour since 1970, UTC, written in the transaction of the rows that they sum: a window shows
# a year of a million requests without reading one of them.
usage_hours = Table(
    "usage_hours",
    metadata,
    Column("hour", Integer, primary_key=True),
    Column("user_id", Text, primary_key=True),
    Column("key_id", Text, primary_key=True),
    Column("profile", Text, primary_key=True),
    Column("provider", Text, primary_key=True),
    Column("model", Text, primary_key=True),
    Column("client_program", Text, primary_key=True),
    Column("endpoint", Text, primary_key=True),
    Column("currency", Text, primary_key=True),
    *_sums(),
)

usage_conversations = Table(
    "usage_conversations",
    metadata,
    Column("conversation", Text, primary_key=True),
    Column("hour", Integer, primary_key=True),
    Column("user_id", Text, primary_key=True),
    Column("key_id", Text, primary_key=True),
    Column("client_program", Text, primary_key=True),
    Column("currency", Text, primary_key=True),
    _count("first_ms"),
    _count("last_ms"),
    *_sums(),
    Index("usage_conversations_hour", "hour"),
)

# The same sums by hour along one dimension at a time (`slices`): a year of it has tens of thousands
# of rows to add up where `usage_hours` has hundreds of thousands.
usage_slices = Table(
    "usage_slices",
    metadata,
    Column("dimension", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("hour", Integer, primary_key=True),
    Column("currency", Text, primary_key=True),
    *_sums(),
    sqlite_with_rowid=False,
)

# A histogram of the time to the first delta, by day since 1970, UTC, and slice: `step` is the
# eighth of an octave above 1 ms, so that a median is right to about 5 %.
usage_latency = Table(
    "usage_latency",
    metadata,
    Column("dimension", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("step", Integer, primary_key=True),
    _count("requests"),
    sqlite_with_rowid=False,
)

users = Table(
    "users",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    _text("email"),
    _text("note"),
    _flag("active", "true"),
    _count("created_ms"),
)

client_keys = Table(
    "client_keys",
    metadata,
    Column("id", Text, primary_key=True),
    _text("user_id"),
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False, unique=True),
    _text("prefix"),
    _text("profile"),
    _flag("active", "true"),
    _count("created_ms"),
    _maybe("expires_ms"),
    _maybe("last_used_ms"),
    _maybe("requests_per_minute"),
    _maybe("tokens_per_minute"),
    _maybe("concurrency"),
    Index("client_keys_owner", "user_id", "name", unique=True),
)

budgets = Table(
    "budgets",
    metadata,
    Column("id", Text, primary_key=True),
    _text("scope"),
    _text("subject"),
    _text("period"),
    _count("limit_micros"),
    _text("currency"),
    _flag("hard"),
    _flag("active", "true"),
    _count("created_ms"),
    Index("budgets_subject", "scope", "subject", "period", unique=True),
)

budget_spend = Table(
    "budget_spend",
    metadata,
    Column("budget_id", Text, primary_key=True),
    Column("period_start_ms", BigInteger, primary_key=True),
    _count("micros"),
)

# Money that running requests of all gateways will probably spend. A gateway that dies leaves its
# holds behind: they count only while they are young.
budget_holds = Table(
    "budget_holds",
    metadata,
    Column("id", Text, primary_key=True),
    _text("budget_id"),
    _count("period_start_ms"),
    _count("micros"),
    _text("gateway"),
    _count("taken_ms"),
    Index("budget_holds_budget", "budget_id", "period_start_ms"),
)

# One row a body: what the client sent, the provider got and answered, the client got.
transcripts = Table(
    "transcripts",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("request_id", Text, nullable=False),
    _count("started_ms"),
    _text("user_id"),
    _text("key_id"),
    _text("conversation"),
    _text("side"),
    Column("attempt", Integer, nullable=False, server_default="0"),
    _text("content_type"),
    _count("size"),
    _flag("truncated"),
    Column("body", LargeBinary, nullable=False),
    Index("transcripts_request", "request_id"),
    Index("transcripts_started", "started_ms"),
    Index("transcripts_conversation", "conversation"),
)

# Answers in the Responses format, each without what was said before it: `previous` leads there.
# Going on from one uses it and all before it, so that none is deleted before those after it.
kept_responses = Table(
    "kept_responses",
    metadata,
    Column("key_id", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    _text("previous"),
    _text("provider"),
    _count("created_ms"),
    _count("used_ms"),
    _count("stored"),
    Column("input", LargeBinary, nullable=False),
    Column("response", LargeBinary, nullable=False),
    Index("kept_responses_used", "used_ms"),
)

# In which answer an output item stands.
kept_response_items = Table(
    "kept_response_items",
    metadata,
    Column("key_id", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("response_id", Text, nullable=False),
    Index("kept_response_items_response", "key_id", "response_id"),
)

# Small facts: "people" counts the changes of users, keys and budgets, for gateways to notice.
facts = Table(
    "facts",
    metadata,
    Column("name", Text, primary_key=True),
    _text("value"),
)
