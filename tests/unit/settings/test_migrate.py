"""Old documents brought up to date by pure steps, shown with invented versions."""

import pytest

from app.settings.failure import SettingsError
from app.settings.migrate import Document, migrate, version


def first(document: Document) -> Document:
    document.setdefault("server", {})["port"] = document.pop("listen_port", 8777)
    return document


def second(document: Document) -> Document:
    document["log_level"] = "info"
    return document


STEPS = {0: first, 1: second}


def test_each_step_runs_once_in_order_and_unknown_keys_stay() -> None:
    old = {"schema_version": 0, "listen_port": 9, "theirs": {"a": [1]}}
    new = migrate(old, steps=STEPS, current=2)
    assert new == {
        "schema_version": 2,
        "server": {"port": 9},
        "log_level": "info",
        "theirs": {"a": [1]},
    }
    assert old == {"schema_version": 0, "listen_port": 9, "theirs": {"a": [1]}}


def test_a_document_of_today_stays_as_it_is() -> None:
    new = migrate({"schema_version": 0}, steps=STEPS, current=2)
    assert migrate(new, steps=STEPS, current=2) == new


def test_a_document_without_a_version_is_of_today() -> None:
    assert version({}) == 1
    assert migrate({"a": 1}) == {"a": 1}


def test_a_newer_one_and_one_without_a_step_are_refused_by_number() -> None:
    with pytest.raises(SettingsError, match="99"):
        migrate({"schema_version": 99})
    with pytest.raises(SettingsError, match="version 0"):
        migrate({"schema_version": 0}, steps={})


@pytest.mark.parametrize("found", ["1", True, -1, 1.0, None])
def test_what_is_no_version_is_refused(found: object) -> None:
    with pytest.raises(SettingsError, match="schema_version"):
        version({"schema_version": found})
