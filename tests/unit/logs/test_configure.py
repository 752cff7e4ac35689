"""The log of a running program."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.logs.configure import configure
from app.settings.schema import LogSettings

access = logging.getLogger("dragoman.access")


@pytest.fixture(autouse=True)
def levels_restored() -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in (None, "app", "dragoman")]
    before = [logger.level for logger in loggers]
    yield
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)


def test_lines_are_on_the_stream_and_in_the_file(tmp_path: Path) -> None:
    stream = io.StringIO()
    close = configure(LogSettings(), "info", tmp_path, stream)
    access.info("a line with sk-canary0123456789")
    access.debug("too fine")
    close()
    access.info("too late")
    assert stream.getvalue().endswith(" INFO dragoman.access - a line with [redacted]\n")
    assert stream.getvalue().count("\n") == 1
    assert (tmp_path / "dragoman.log").read_text() == stream.getvalue()


def test_json_is_chosen_by_the_settings(tmp_path: Path) -> None:
    close = configure(LogSettings(format="json"), "info", tmp_path, io.StringIO())
    access.info("done", extra={"fields": {"status": 200}})
    close()
    assert json.loads((tmp_path / "dragoman.log").read_text())["status"] == 200


@pytest.mark.parametrize("folder", [None, Path("logs")])
def test_there_is_no_file_where_none_is_wanted(tmp_path: Path, folder: Path | None) -> None:
    where = tmp_path / folder if folder else None
    close = configure(LogSettings(files=folder is None), "info", where, io.StringIO())
    access.info("a line")
    close()
    assert list(tmp_path.iterdir()) == []


def test_other_libraries_say_nothing_below_warning_at_any_level() -> None:
    stream = io.StringIO()
    close = configure(LogSettings(), "debug", None, stream)
    logging.getLogger("app.gateway").debug("ours")
    for name in ("sqlalchemy.engine.Engine", "aiohttp.client", "asyncio", "keyring", "alembic"):
        logging.getLogger(name).debug("INSERT canary")
        logging.getLogger(name).info("INSERT canary")
    logging.getLogger("sqlalchemy.pool").warning("theirs")
    close()
    assert "canary" not in stream.getvalue()
    assert [line.rsplit(" ", 1)[1] for line in stream.getvalue().splitlines()] == ["ours", "theirs"]


def test_files_that_cannot_be_written_are_told_on_the_stream_once(tmp_path: Path) -> None:
    in_the_way = tmp_path / "logs"
    in_the_way.write_text("")
    stream = io.StringIO()
    close = configure(LogSettings(), "info", in_the_way, stream)
    access.info("served all the same")
    close()
    assert "served all the same" in stream.getvalue()
    assert stream.getvalue().count("cannot be written") == 1


def test_a_stream_that_is_gone_does_not_keep_the_file_from_being_written(tmp_path: Path) -> None:
    stream = io.StringIO()
    stream.close()
    close = configure(LogSettings(), "info", tmp_path, stream)
    access.info("a line")
    close()
    assert "a line" in (tmp_path / "dragoman.log").read_text()


def test_closing_twice_is_harmless(tmp_path: Path) -> None:
    close = configure(LogSettings(), "info", tmp_path, io.StringIO())
    close()
    close()
    assert all(type(one).__name__ != "QueueingHandler" for one in logging.getLogger().handlers)
