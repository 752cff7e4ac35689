"""Sums as a CSV file that a spreadsheet opens without running anything."""

import csv
from collections.abc import Iterable
from io import StringIO

from app.desktop.wording import translate
from app.storage.totals import Group

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CURRENCIES = ("USD", "CNY")


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell


def csv_text(groups: Iterable[Group]) -> str:
    """A line a group; money as plain numbers, a column a currency."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            translate("Usage", "Name"),
            translate("Usage", "Requests"),
            translate("Usage", "Failed"),
            translate("Usage", "Input tokens"),
            translate("Usage", "From cache"),
            translate("Usage", "Written to cache"),
            translate("Usage", "Output tokens"),
            *(f"{translate('Usage', 'Cost')} {currency}" for currency in _CURRENCIES),
            *(f"{translate('Usage', 'Saved')} {currency}" for currency in _CURRENCIES),
            translate("Usage", "Estimated requests"),
            translate("Usage", "Requests without a price"),
        ]
    )
    for group in groups:
        sums = group.totals
        writer.writerow(
            [
                safe(group.label or group.key),
                sums.requests,
                sums.failures,
                sums.input,
                sums.cache_read,
                sums.cache_write,
                sums.output,
                *(_plain(sums.cost.get(currency, 0)) for currency in _CURRENCIES),
                *(_plain(sums.saved.get(currency, 0)) for currency in _CURRENCIES),
                sums.estimated,
                sums.unpriced,
            ]
        )
    return out.getvalue()


def _plain(micros: int) -> str:
    return f"{micros / 1_000_000:.6f}"
