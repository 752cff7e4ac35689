"""Errors as problem details (RFC 9457): what happened, which field, what to do next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aiohttp import web
from pydantic import ValidationError

from app.core.failure import Failure, FailureKind
from app.dialects.wire_json import dump
from app.gateway.relay import SERVER
from app.secrets.failure import VaultError
from app.secrets.secret import SecretValueError
from app.settings.failure import SettingsError
from app.storage.failure import (
    ConflictError,
    DatabaseError,
    Fault,
    InvalidError,
    UnknownError,
)

MEDIA_TYPE = "application/problem+json"

_STATUS = {
    FailureKind.BAD_REQUEST: 400,
    FailureKind.AUTHENTICATION: 401,
    FailureKind.PERMISSION: 403,
    FailureKind.NOT_FOUND: 404,
    FailureKind.METHOD_NOT_ALLOWED: 405,
    FailureKind.TIMEOUT: 408,
    FailureKind.CONFLICT: 409,
    FailureKind.TOO_LARGE: 413,
    FailureKind.RATE_LIMITED: 429,
    FailureKind.UNAVAILABLE: 503,
}
# Seconds after which to try again, where trying again can help.
_RETRY_AFTER = {Fault.LOCKED: 2, Fault.UNREACHABLE: 5, Fault.FULL: 60}


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field of the body or one parameter; quotes nothing that was sent."""

    field: str
    message: str


class Problem(Exception):  # noqa: N818 - RFC 9457's own word
    """A request that is not done; its status and a sentence for a person."""

    def __init__(
        self,
        status: int,
        detail: str,
        errors: Iterable[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = headers or {}

    def response(self, request_id: str) -> web.Response:
        """The problem as a response."""
        body: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": _speakable(self.detail),
            "request_id": request_id,
        }
        if self.errors:
            body["errors"] = [
                {"field": _speakable(each.field), "message": _speakable(each.message)}
                for each in self.errors
            ]
        headers = {
            "Content-Type": MEDIA_TYPE,
            "Cache-Control": "no-store",
            "Server": SERVER,
            "x-request-id": request_id,
            **self.headers,
        }
        if self.status == HTTPStatus.UNAUTHORIZED:
            headers["WWW-Authenticate"] = "Bearer"
        return web.Response(status=self.status, body=dump(body), headers=headers)


def invalid(field: str, message: str) -> Problem:
    """422: the value of one field cannot be."""
    return Problem(422, f"{field}: {message}", [FieldError(field, message)])


def conflict(field: str, message: str) -> Problem:
    """409: the value of one field is taken, or the thing is in use."""
    return Problem(409, message, [FieldError(field, message)])


def unknown(message: str) -> Problem:
    """404."""
    return Problem(404, message)


def of_validation(error: ValidationError) -> Problem:
    """400 for what is no JSON, 422 with the fields for what does not fit; no value is quoted."""
    found = error.errors(include_input=False, include_url=False, include_context=False)
    if found[0]["type"] == "json_invalid":
        return Problem(400, f"The body is not JSON. {found[0]['msg']}.")
    errors = [_field_error(each["loc"], each["type"], each["msg"]) for each in found]
    told = "; ".join(f"{each.field}: {each.message}" for each in errors[:5])
    return Problem(422, told, errors)


def of_exception(error: Exception) -> Problem | None:
    """What our own rooms' exceptions are to a caller; None for a fault of ours."""
    match error:
        case Problem():
            return error
        case ValidationError():
            return of_validation(error)
        case ConflictError():
            return conflict(_named(error.field), error.message)
        case InvalidError():
            return invalid(_named(error.field), error.message)
        case UnknownError():
            return unknown(str(error.args[0]) if error.args else "There is no such thing.")
        case SecretValueError():
            return invalid("key", str(error))
        case VaultError():
            return Problem(409, error.message)
        case SettingsError():
            return Problem(409, str(error))
        case DatabaseError() if error.fault is not Fault.BROKEN:
            seconds = _RETRY_AFTER.get(error.fault)
            headers = {"Retry-After": str(seconds)} if seconds is not None else {}
            return Problem(503, error.message, headers=headers)
        case _:
            return None


def of_failure(failure: Failure) -> Problem:
    """A failure from before the administration: no key, a body that is too large."""
    headers = {}
    if failure.retry_after is not None:
        headers["Retry-After"] = str(max(1, round(failure.retry_after)))
    status = failure.status or _STATUS.get(failure.kind, 500)
    return Problem(status, failure.message, headers=headers)


def _named(field: str) -> str:
    """The API's name of a stored field."""
    return {
        "expires_ms": "expires_at",
        "limit_micros": "limit",
        "currency": "limit.currency",
    }.get(field, field)


def _field_error(loc: Iterable[int | str], kind: str, message: str) -> FieldError:
    field = ".".join(str(step) for step in loc)[:200] or "body"
    if kind == "extra_forbidden":
        return FieldError(field, "There is no such field.")
    told = message.removeprefix("Value error, ")
    return FieldError(field, f"{told[:1].upper()}{told[1:]}".rstrip(".") + ".")


def _speakable(text: str) -> str:
    """`text` as UTF-8 can have it: a path may hold lone surrogates."""
    return text.encode("utf-8", "replace").decode()
