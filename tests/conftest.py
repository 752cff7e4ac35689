"""What every test runs under: no unexpected error in the log, bounded and repeatable properties."""

import importlib.util
import logging
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from app.secrets.redact import redactor
from tests.fakes.databases import database, database_url, postgres_server

__all__ = ["database", "database_url", "postgres_server"]

# pytest-qt ends the whole run where Qt's own libraries are missing, so it is only loaded where they
# are there. .ci/run installs them and sets DRAGOMAN_REQUIRE_CLIENTS: then the run may end.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def _qt_works() -> bool:
    if importlib.util.find_spec("PySide6") is None:
        return False
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError:
        return False
    return True


HAS_QT = bool(os.environ.get("DRAGOMAN_REQUIRE_CLIENTS")) or _qt_works()
pytest_plugins = ["pytestqt.plugin"] if HAS_QT else []
collect_ignore = [] if HAS_QT else ["desktop"]

settings.register_profile(
    "dragoman",
    deadline=None,
    max_examples=int(os.environ.get("DRAGOMAN_TEST_EXAMPLES", "60")),
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
    # CI says the same of the same commit; new examples are searched for on developers' machines.
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("dragoman")


@pytest.fixture(autouse=True)
def secrets_of_others_forgotten() -> Iterator[None]:
    """Let no test hide in the log of the next one what only it knows as a secret."""
    known = redactor._values, redactor._longest_first
    yield
    redactor._values, redactor._longest_first = known


@pytest.fixture(autouse=True)
def no_unexpected_errors(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """Fail a test that logs an ERROR, unless it is marked `expects_errors`."""
    yield
    if request.node.get_closest_marker("expects_errors"):
        return
    errors = [
        record
        for phase in ("setup", "call", "teardown")
        for record in caplog.get_records(phase)
        if record.levelno >= logging.ERROR
    ]
    assert not errors, [record.getMessage() for record in errors]
