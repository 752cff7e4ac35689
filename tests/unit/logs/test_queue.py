"""Log records on their way to the thread that writes them."""

import json
import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from app.logs.lines import JsonLines, Lines, TextLines
from app.logs.queue import QueueingHandler
from app.platform import request_context
from app.secrets.redact import register


def logger(handler: logging.Handler) -> logging.Logger:
    """A logger that nobody else sees."""
    log = logging.Logger("dragoman.test", logging.DEBUG)  # noqa: LOG001 - no part of the tree
    log.addHandler(handler)
    return log


@contextmanager
def logging_to(
    written: list[str], lines: Lines, capacity: int = 100
) -> Iterator[tuple[logging.Logger, QueueingHandler]]:
    handler = QueueingHandler(lines, [written.extend], capacity)
    try:
        yield logger(handler), handler
    finally:
        handler.start()
        handler.close()


def test_lines_are_written_in_order_and_all_by_the_end() -> None:
    written: list[str] = []
    handler = QueueingHandler(TextLines(), [written.extend])
    handler.start()
    log = logger(handler)
    for number in range(500):
        log.info("line %d", number)
    handler.close()
    assert [line.rsplit(" ", 1)[1] for line in written] == [f"{n}\n" for n in range(500)]


def test_a_line_has_the_request_of_whoever_logged_it() -> None:
    written: list[str] = []
    with logging_to(written, TextLines()) as (log, _):
        log.info("before")
        token = request_context.begin("req_1")
        log.info("within")
        request_context.end(token)
        log.info("after")
    assert [line.split()[3:] for line in written] == [
        ["-", "before"],
        ["req_1", "within"],
        ["-", "after"],
    ]


def test_messages_fields_and_tracebacks_are_cleaned_before_they_are_queued() -> None:
    register("canary-value-in-queue")
    written: list[str] = []
    with logging_to(written, JsonLines()) as (log, handler):
        fields = {"key": "canary-value-in-queue", "status": 200, "also": ["sk-canary0123456789"]}
        try:
            raise ValueError("canary-value-in-queue")
        except ValueError:
            log.exception("sent %s", "Bearer canary1234", extra={"fields": fields})
        assert all("canary" not in str(vars(record)) for record in _waiting(handler))
        assert fields["key"] == "canary-value-in-queue"
    (line,) = written
    assert "canary" not in line
    said = json.loads(line)
    assert (said["key"], said["status"], said["also"]) == ("[redacted]", 200, "['[redacted]']")
    assert "ValueError: [redacted]" in said["traceback"]


def _waiting(handler: QueueingHandler) -> Sequence[logging.LogRecord]:
    return [
        logging.makeLogRecord({**vars(record), "exc_info": None}) for record in handler._waiting
    ]


def test_fields_without_secrets_stay_as_they_are() -> None:
    written: list[str] = []
    with logging_to(written, JsonLines()) as (log, _):
        log.info("done", extra={"fields": {"model": "m", "ms": 1.5, "ok": True, "failure": None}})
    said = json.loads(written[0])
    assert [said[name] for name in ("model", "ms", "ok", "failure")] == ["m", 1.5, True, None]


def test_text_leaves_the_fields_to_the_message() -> None:
    written: list[str] = []
    with logging_to(written, TextLines()) as (log, _):
        log.info("done", extra={"fields": {"model": "m"}})
    assert written[0].endswith(" - done\n")


def test_lines_beyond_the_capacity_are_dropped_and_counted() -> None:
    written: list[str] = []
    with logging_to(written, TextLines(), capacity=3) as (log, _):
        for number in range(10):
            log.info("line %d", number)
    assert [line.rsplit(" ", 1)[1] for line in written[:3]] == ["0\n", "1\n", "2\n"]
    assert " WARNING app.logs.queue - 7 lines were dropped here" in written[3]
    assert len(written) == 4


def test_a_writer_that_hangs_holds_nobody_up() -> None:
    stuck, go_on = threading.Event(), threading.Event()

    def hang(_: Sequence[str]) -> None:
        stuck.set()
        go_on.wait()

    handler = QueueingHandler(TextLines(), [hang], capacity=5)
    handler.start()
    log = logger(handler)
    log.info("first")
    stuck.wait()
    for _ in range(20):
        log.info("more")
    assert len(handler._waiting) == 5
    handler.close(seconds=0.0)
    go_on.set()


def test_a_line_that_cannot_be_made_is_told_and_the_next_one_written() -> None:
    class Failing(TextLines):
        def line(self, record: logging.LogRecord) -> str:
            if record.getMessage() == "bad":
                raise RuntimeError("canary")
            return super().line(record)

    written: list[str] = []
    with logging_to(written, Failing()) as (log, _):
        log.info("bad")
        log.info("good")
    assert written[0] == "(a log line of dragoman.test could not be written: RuntimeError)\n"
    assert written[1].endswith(" good\n")


@pytest.mark.parametrize("message", ["%d", "%s %s"])
def test_a_message_that_does_not_fit_its_arguments_shows_none(message: str) -> None:
    written: list[str] = []
    with logging_to(written, TextLines()) as (log, _):
        log.info(message, "canary")
    assert "canary" not in written[0]
