"""`dragoman transcript`."""

import json

import pytest

from app.cli.session import Session
from app.storage import transcripts
from app.storage.records import Transcribed, TranscriptBody
from tests.unit.cli.conftest import Run


@pytest.fixture(autouse=True)
def kept(session: Session) -> None:
    """Two requests that were kept."""
    with session.database() as database, database.writing() as connection:
        for number in (1, 2):
            request = Transcribed(f"req_{number}", number * 1000, conversation=f"conv-{number}")
            body = TranscriptBody("client_sent", 0, "application/json", 9, False, b'{"a": 1}\n')
            transcripts.store(connection, request, [body])


def test_they_are_listed_shown_and_exported(run: Run) -> None:
    assert [each["request_id"] for each in json.loads(run("transcript", "list", "--json").stdout)]
    assert "conv-1" in run("transcript", "list", "--conversation", "conv-1").stdout
    shown = run("transcript", "show", "req_1").stdout
    assert shown.startswith("--- client sent\n")
    assert '{"a": 1}' in shown
    assert len(json.loads(run("transcript", "show", "req_1", "--json").stdout)) == 1
    lines = run("transcript", "export").stdout.splitlines()
    assert [json.loads(line)["request_id"] for line in lines] == ["req_1", "req_2"]
    run("transcript", "show", "req_9", code=1)


def test_they_are_deleted_one_by_one_or_all(run: Run) -> None:
    run("transcript", "delete", code=2)
    run("transcript", "delete", "req_1")
    assert len(json.loads(run("transcript", "list", "--json").stdout)) == 1
    run("transcript", "delete", "--all")
    assert json.loads(run("transcript", "list", "--json").stdout) == []


def test_a_deletion_tells_a_script_how_many(run: Run) -> None:
    assert json.loads(run("transcript", "delete", "--all", "--json").stdout) == {"deleted": 2}
