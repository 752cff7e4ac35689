"""The slices that every request belongs to: one a dimension, so that a chart reads few rows.

Adding up one row of `usage_hours` for every combination that occurred is what takes the time over a
year; one dimension at a time there is little to add up.
"""

from typing import Literal

from app.storage.records import UsageRow

Dimension = Literal["", "user", "key", "profile", "provider", "model", "client", "endpoint"]


def slices(row: UsageRow) -> tuple[tuple[Dimension, str], ...]:
    """The dimension and the value in it of each slice that `row` belongs to.

    The dimension "" is the whole, with the value "". A model's value is "provider/model".
    """
    return (
        ("", ""),
        ("user", row.user_id),
        ("key", row.key_id),
        ("profile", row.profile),
        ("provider", row.provider),
        ("model", f"{row.provider}/{row.model}"),
        ("client", row.client_program),
        ("endpoint", row.endpoint),
    )
