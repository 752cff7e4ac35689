"""Answers in the Responses format can be kept, for clients to go on from."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Make the tables, empty."""
    op.create_table(
        "kept_responses",
        sa.Column("key_id", sa.Text(), primary_key=True),
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("previous", sa.Text(), nullable=False, server_default=""),
        sa.Column("provider", sa.Text(), nullable=False, server_default=""),
        sa.Column("created_ms", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("used_ms", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("stored", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("input", sa.LargeBinary(), nullable=False),
        sa.Column("response", sa.LargeBinary(), nullable=False),
    )
    op.create_index("kept_responses_used", "kept_responses", ["used_ms"])
    op.create_table(
        "kept_response_items",
        sa.Column("key_id", sa.Text(), primary_key=True),
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("response_id", sa.Text(), nullable=False),
    )
    op.create_index(
        "kept_response_items_response", "kept_response_items", ["key_id", "response_id"]
    )
