"""The console: one operation found, its input checked, its answer or its problem sent."""

import logging
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

from aiohttp import web
from pydantic import BaseModel

from app.core.failure import Failure, Refused
from app.gateway.admin.changes import Changes
from app.gateway.admin.operation import Call, Caller, Operation
from app.gateway.admin.parts import ConsoleParts
from app.gateway.admin.problem import FieldError, Problem, of_exception, of_failure
from app.gateway.admin.router import Router
from app.gateway.admin.shapes.common import Shape
from app.gateway.admin.table import OPERATIONS
from app.gateway.relay import SERVER

log = logging.getLogger(__name__)

_MOST_PARAMETERS = 64


class Console:
    """Answers everything under /admin but the page's files, and statistics of one's own."""

    def __init__(self, parts: ConsoleParts) -> None:
        self._parts = parts
        self._changes = Changes(parts)
        self._router = Router(OPERATIONS)

    async def handle(
        self,
        http: web.BaseRequest,
        read_body: Callable[[], Awaitable[bytes]],
        caller: Caller,
        request_id: str,
    ) -> web.StreamResponse:
        """The answer to a caller who was let in: `caller` is "admin" or the client's key.

        Raises `Refused` where the body cannot be read, `ConnectionError` where a stream has to be
        cut: whoever reads it must not take it for whole.
        """
        try:
            return await self._answer(http, read_body, caller, request_id)
        except (Refused, ConnectionError):
            raise
        except Exception as error:
            problem = of_exception(error)
            if http.writer.output_size > 0:
                log.warning("%s was cut: %s", request_id, error)
                raise ConnectionError("the answer had already begun") from error
            if problem is None:
                log.exception("%s failed by a fault of Dragoman", request_id)
                problem = Problem(
                    500, f"Dragoman failed on this request. Its log tells more under {request_id}."
                )
            return problem.response(request_id)

    def page(self, http: web.BaseRequest) -> web.Response | None:
        """A static file of the page, None where the path is none; it holds no data."""
        from app.gateway.admin.page import page

        return page(http)

    def refusal(self, failure: Failure, request_id: str) -> web.Response:
        """A failure from before the console, in the API's own form."""
        return of_failure(failure).response(request_id)

    async def _answer(
        self,
        http: web.BaseRequest,
        read_body: Callable[[], Awaitable[bytes]],
        caller: Caller,
        request_id: str,
    ) -> web.StreamResponse:
        raw_path, _, raw_query = http.raw_path.partition("?")
        matched = self._router.match(raw_path)
        if matched is None:
            raise Problem(404, "There is no such path. /admin/openapi.json lists what there is.")
        method = "GET" if http.method == "HEAD" else http.method
        operation = matched.operations.get(method)
        if operation is None:
            allowed = sorted(matched.operations)
            if "GET" in allowed:
                allowed.append("HEAD")
            told = ", ".join(allowed)
            raise Problem(405, f"This path answers {told}.", headers={"Allow": told})
        if operation.scope == "admin" and caller != "admin":
            raise Problem(401, "This needs the admin key of this server.")
        query = _query(operation, raw_query)
        body = await _body(operation, read_body)
        call = Call(
            self._parts, self._changes, http, caller, request_id, matched.parameters, query, body
        )
        answer = await operation.handler(call)
        if isinstance(answer, web.StreamResponse):
            return answer
        return _response(operation, answer, request_id)


def _query(operation: Operation, raw_query: str) -> BaseModel | None:
    try:
        pairs = parse_qsl(
            raw_query,
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_PARAMETERS,
        )
    except ValueError:
        raise Problem(422, "The query is not percent-encoded UTF-8, or is too long.") from None
    given: dict[str, str] = {}
    for name, value in pairs:
        if name in given:
            errors = [FieldError(name[:200], "It is given twice.")]
            raise Problem(422, "A parameter is given twice.", errors)
        given[name] = value
    if operation.query is not None:
        return operation.query.model_validate(given)
    if given:
        errors = [FieldError(name[:200], "There is no such parameter.") for name in given]
        raise Problem(422, "This takes no parameters.", errors)
    return None


async def _body(
    operation: Operation, read_body: Callable[[], Awaitable[bytes]]
) -> BaseModel | None:
    if operation.method in ("GET", "DELETE"):
        return None
    content = await read_body()
    if operation.body is not None:
        return operation.body.model_validate_json(content, strict=True)
    return Shape.model_validate_json(content, strict=True) if content else None


def _response(operation: Operation, answer: BaseModel | None, request_id: str) -> web.Response:
    headers = {"Cache-Control": "no-store", "Server": SERVER, "x-request-id": request_id}
    if answer is None:
        return web.Response(status=204, headers=headers)
    body = answer.model_dump_json(by_alias=True).encode()
    headers["Content-Type"] = "application/json"
    return web.Response(status=operation.status, body=body, headers=headers)
