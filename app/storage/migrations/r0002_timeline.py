"""The course of a request is kept with its row."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the column; requests that are there have no course."""
    op.add_column("usage", sa.Column("timeline", sa.Text(), nullable=True))
