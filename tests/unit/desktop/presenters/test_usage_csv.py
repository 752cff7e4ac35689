import csv
from io import StringIO

import pytest

from app.desktop.presenters.usage_csv import csv_text, safe
from app.storage.totals import Group, Totals


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_what_a_spreadsheet_would_run_is_made_a_word(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


def test_other_words_stay_as_they_are() -> None:
    assert safe("deepseek/v4-pro = fast") == "deepseek/v4-pro = fast"


def test_a_line_holds_the_numbers_that_a_spreadsheet_can_add_up() -> None:
    sums = Totals(
        requests=3,
        failures=1,
        estimated=2,
        unpriced=1,
        fresh=10,
        cache_read=20,
        cache_write=5,
        output=7,
        cost={"USD": 1_234_567},
        saved={"CNY": 500_000},
    )
    header, line = csv.reader(StringIO(csv_text([Group("=evil", "=evil", sums)])))
    assert dict(zip(header, line, strict=True)) == {
        "Name": "'=evil",
        "Requests": "3",
        "Failed": "1",
        "Input tokens": "35",
        "From cache": "20",
        "Written to cache": "5",
        "Output tokens": "7",
        "Cost USD": "1.234567",
        "Cost CNY": "0.000000",
        "Saved USD": "0.000000",
        "Saved CNY": "0.500000",
        "Estimated requests": "2",
        "Requests without a price": "1",
    }
