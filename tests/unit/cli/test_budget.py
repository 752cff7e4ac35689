"""`dragoman budget`."""

import json

from tests.unit.cli.conftest import Run


def listed(run: Run) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(run("budget", "list", "--json").stdout)
    return found


def test_a_budget_is_set_changed_and_removed(run: Run) -> None:
    run("user", "add", "Ann")
    run("budget", "set", "50USD", "--user", "Ann", "--hard")
    (made,) = listed(run)
    assert made["subject_name"] == "Ann"
    assert (made["period"], made["hard"], made["percent"]) == ("month", True, 0)
    run("budget", "set", "60USD", "--user", "Ann")
    (changed,) = listed(run)
    assert changed["id"] == made["id"]
    assert changed["limit"] == {"currency": "USD", "micros": 60_000_000, "amount": "60.000000"}
    assert changed["hard"]
    run("budget", "set", "60USD", "--user", "Ann", "--soft")
    assert not listed(run)[0]["hard"]
    assert "$60.00" in run("budget", "list").stdout
    run("budget", "remove", str(made["id"]))
    assert listed(run) == []


def test_a_key_a_profile_and_a_provider_have_budgets_too(run: Run) -> None:
    run("key", "new", "laptop")
    run("budget", "set", "5", "--key", "laptop", "--period", "day")
    run("budget", "set", "¥30", "--profile-name", "default", "--period", "week")
    run("budget", "set", "$30", "--provider", "deepseek")
    assert [each["scope"] for each in listed(run)] == ["key", "profile", "provider"]


def test_what_is_no_budget_is_refused(run: Run) -> None:
    run("budget", "set", "50USD", code=2)
    run("budget", "set", "50USD", "--provider", "p", "--profile-name", "default", code=2)
    run("budget", "set", "0", "--provider", "p", code=2)
    run("budget", "set", "50EUR", "--provider", "p", code=2)
    run("budget", "set", "50USD", "--user", "Nobody", code=1)
    run("budget", "remove", "bud_none", code=1)


def test_a_removal_tells_a_script_how_many(run: Run) -> None:
    run("budget", "set", "5", "--provider", "p")
    removed = run("budget", "remove", str(listed(run)[0]["id"]), "--json")
    assert json.loads(removed.stdout) == {"deleted": 1}
