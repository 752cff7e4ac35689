from app.desktop.presenters.worth import worth


def test_both_currencies_are_one_number_at_the_users_rate() -> None:
    both = {"USD": 1_000_000, "CNY": 14_000_000}
    assert worth(both, "USD", 7.0) == 3_000_000
    assert worth(both, "CNY", 7.0) == 21_000_000
    assert worth({}, "USD", 7.0) == 0
