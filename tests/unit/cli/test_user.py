"""`dragoman user`."""

import json

from tests.unit.cli.conftest import Run


def test_users_are_added_listed_renamed_and_shown(run: Run) -> None:
    made = json.loads(run("user", "add", "Ann", "--email", "ann@example.com", "--json").stdout)
    run("user", "add", "小明", "--note", "数据组")
    assert [each["name"] for each in json.loads(run("user", "list", "--json").stdout)] == [
        *("Ann", "小明"),
    ]
    run("user", "rename", "Ann", "Anne")
    shown = run("user", "show", made["id"]).stdout
    assert "Anne" in shown
    assert "ann@example.com" in shown
    assert "数据组" in run("user", "show", "小明").stdout


def test_a_name_is_taken_once(run: Run) -> None:
    run("user", "add", "Ann")
    assert "Ann" in run("user", "add", "Ann", code=1).stderr
    run("user", "add", "  ", code=2)


def test_a_user_who_is_deactivated_is_listed_on_demand(run: Run) -> None:
    run("user", "add", "Ann")
    run("user", "deactivate", "Ann")
    assert json.loads(run("user", "list", "--json").stdout) == []
    assert [each["active"] for each in json.loads(run("user", "list", "--all", "--json").stdout)]
    run("user", "activate", "Ann")
    assert len(json.loads(run("user", "list", "--json").stdout)) == 1
    run("user", "deactivate", "Nobody", code=1)


def test_a_change_answers_a_script_with_the_user_as_it_is(run: Run) -> None:
    run("user", "add", "Ann")
    assert json.loads(run("user", "rename", "Ann", "Anne", "--json").stdout)["name"] == "Anne"
    assert json.loads(run("user", "deactivate", "Anne", "--json").stdout)["active"] is False
    assert json.loads(run("user", "activate", "Anne", "--json").stdout)["active"] is True
