import click
import pytest

from app.cli import money


@pytest.mark.parametrize(
    ("cost", "unpriced", "estimated", "text"),
    [
        ({"USD": 1_840_000}, 0, False, "$1.84"),
        ({"USD": 1_840_000, "CNY": 2_500_000}, 0, False, "¥2.50 + $1.84"),
        ({"USD": 1_840_000}, 3, True, "~$1.84 + 3 unpriced"),
        ({}, 2, False, "2 unpriced"),
        ({}, 0, False, "-"),
        ({"USD": 4_200}, 0, False, "$0.0042"),
        ({"USD": 7}, 0, False, "$0.000007"),
        ({"USD": 0}, 0, False, "$0.00"),
        ({"USD": 12_345_678_900}, 0, False, "$12,345.68"),
    ],
)
def test_money_is_shown_and_what_has_no_price_is_told(
    cost: dict[str, int], unpriced: int, estimated: bool, text: str
) -> None:
    assert money.shown(cost, unpriced, estimated=estimated) == text


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("50", (50_000_000, "CNY")),
        ("50USD", (50_000_000, "USD")),
        ("$0.5", (500_000, "USD")),
        ("¥350", (350_000_000, "CNY")),
        ("350 元", (350_000_000, "CNY")),
        ("1.000001 cny", (1_000_001, "CNY")),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, amount: tuple[int, str]) -> None:
    assert money.parse(text, "CNY") == amount


@pytest.mark.parametrize("text", ["", "-5", "5EUR", "$5CNY", "1e9", "fifty", "5.0000001USD"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter):
        money.parse(text, "USD")
