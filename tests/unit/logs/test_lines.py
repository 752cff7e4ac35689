"""One log record as one line."""

import datetime
import json
import logging
import re

import pytest

from app.logs.lines import JsonLines, Lines, TextLines

MOMENT = datetime.datetime(2026, 11, 21, 8, 0, 59, 7_000, datetime.UTC).timestamp()


def record(message: object = "said", /, *args: object, **more: object) -> logging.LogRecord:
    given = {"name": "dragoman.access", "levelno": 20, "levelname": "INFO", "msg": message}
    return logging.makeLogRecord({**given, "args": args, "created": MOMENT, **more})


def test_text_has_time_level_logger_request_and_message() -> None:
    line = TextLines().line(record("%s is %d", "m", 1, request_id="req_1"))
    assert re.fullmatch(
        r"2026-11-2[012]T\d\d:\d\d:59\.007 INFO dragoman\.access req_1 m is 1\n", line
    )


def test_json_is_one_object_with_the_fields_after_the_head() -> None:
    fields = {"status": 200, "model": "模型", "failure": None, "level": "forged"}
    line = JsonLines().line(record("done", request_id="req_1", fields=fields))
    assert line.endswith("}\n")
    assert list(json.loads(line).items()) == [
        ("time", "2026-11-21T08:00:59.007Z"),
        ("level", "info"),
        ("logger", "dragoman.access"),
        ("request_id", "req_1"),
        ("message", "done"),
        ("status", 200),
        ("model", "模型"),
        ("failure", None),
    ]


def test_outside_of_a_request_there_is_a_dash() -> None:
    assert " - said\n" in TextLines().line(record())
    assert json.loads(JsonLines().line(record()))["request_id"] == "-"


def test_the_time_goes_on() -> None:
    lines = JsonLines()
    times = [
        json.loads(lines.line(record(created=MOMENT + seconds)))["time"][-9:]
        for seconds in (0, 0.5, 0.993, 60)
    ]
    assert times == ["0:59.007Z", "0:59.507Z", "1:00.000Z", "1:59.007Z"]


@pytest.mark.parametrize("lines", [TextLines(), JsonLines()])
@pytest.mark.parametrize("evil", ["\n2026 INFO forged", "\r", "\x1b[2J", "\x9b2J", "\u2028", "\0"])
def test_a_message_can_forge_no_line_and_command_no_terminal(lines: Lines, evil: str) -> None:
    line = lines.line(record("model %s", evil))
    assert line.count("\n") == 1
    assert evil not in line
    assert line[:-1].isprintable()


def test_a_traceback_follows_its_line_or_is_a_field() -> None:
    failed = record("it failed", exc_text="Traceback\n  ValueError: x", stack_info="Stack\n  y")
    assert TextLines().line(failed).endswith("it failed\nTraceback\n  ValueError: x\nStack\n  y\n")
    line = JsonLines().line(failed)
    assert line.count("\n") == 1
    assert json.loads(line)["traceback"] == "Traceback\n  ValueError: x\nStack\n  y"


@pytest.mark.parametrize("lines", [TextLines(), JsonLines()])
def test_a_line_is_bounded(lines: Lines) -> None:
    line = lines.line(record("x" * 1_000_000, exc_text="y" * 1_000_000 + "the innermost"))
    assert len(line) < 70_000
    assert "[cut]" in line
    assert "the innermost" in line
