"""Problems: the status and the field of whatever went wrong, and no value that was sent."""

import json

import pytest
from pydantic import ValidationError

from app.core.failure import Failure, FailureKind
from app.gateway.admin.problem import Problem, conflict, of_exception, of_failure
from app.gateway.admin.shapes.providers import ProviderKeyGiven
from app.secrets.failure import VaultError, VaultErrorKind
from app.settings.failure import SettingsError
from app.storage.failure import (
    ConflictError,
    DatabaseError,
    Fault,
    InvalidError,
    UnknownError,
)


@pytest.mark.parametrize(
    ("error", "status", "fields"),
    [
        (ConflictError("name", "It is taken."), 409, ["name"]),
        (InvalidError("expires_ms", "It is past."), 422, ["expires_at"]),
        (UnknownError("There is no such user."), 404, []),
        (VaultError(VaultErrorKind.ABSENT, "There is no keyring."), 409, []),
        (SettingsError("The file is being changed."), 409, []),
        (DatabaseError(Fault.LOCKED, "It is locked."), 503, []),
        (DatabaseError(Fault.CORRUPT, "It is damaged."), 503, []),
    ],
)
def test_every_rooms_errors_have_a_status(error: Exception, status: int, fields: list[str]) -> None:
    problem = of_exception(error)
    assert problem is not None
    assert problem.status == status
    assert [each.field for each in problem.errors] == fields


def test_faults_of_ours_are_no_problem_of_the_callers() -> None:
    assert of_exception(KeyError("x")) is None
    assert of_exception(DatabaseError(Fault.BROKEN, "?")) is None


def test_what_passes_says_when_to_come_back() -> None:
    locked = of_exception(DatabaseError(Fault.LOCKED, "It is locked."))
    damaged = of_exception(DatabaseError(Fault.CORRUPT, "It is damaged."))
    assert locked is not None
    assert damaged is not None
    assert int(locked.headers["Retry-After"]) > 0
    assert "Retry-After" not in damaged.headers


def test_no_refusal_of_a_body_quotes_it() -> None:
    for body in ('{"key": ["sk-canary"]}', '{"key": "sk-canary"', '{"sk": 1, "key": 5}'):
        with pytest.raises(ValidationError) as refused:
            ProviderKeyGiven.model_validate_json(body, strict=True)
        problem = of_exception(refused.value)
        assert problem is not None
        assert problem.status == (400 if body.endswith('"') else 422)
        assert b"canary" not in (problem.response("req_1").body or b"")  # type: ignore[operator]


def test_the_form_is_rfc_9457s() -> None:
    response = conflict("name", "It is taken \ud800.").response("req_1")
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    assert isinstance(response.body, bytes)
    assert json.loads(response.body) == {
        "type": "about:blank",
        "title": "Conflict",
        "status": 409,
        "detail": "It is taken ?.",
        "request_id": "req_1",
        "errors": [{"field": "name", "message": "It is taken ?."}],
    }


def test_a_failure_from_before_keeps_its_status() -> None:
    problem = of_failure(Failure(FailureKind.UNAVAILABLE, "Not now.", retry_after=2.4))
    assert (problem.status, problem.headers["Retry-After"]) == (503, "2")
    unauthorised = of_failure(Failure(FailureKind.AUTHENTICATION, "No key."))
    assert unauthorised.response("req_1").headers["WWW-Authenticate"] == "Bearer"
    assert Problem(404, "x").errors == ()
