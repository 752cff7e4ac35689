"""One operation of the administration, and one call of it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from aiohttp import web
from pydantic import BaseModel

from app.gateway.admin.changes import Changes
from app.gateway.admin.parts import ConsoleParts
from app.secrets.client_keys import ClientKey

Caller = ClientKey | Literal["admin"]
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Scope = Literal["admin", "own"]

Query = TypeVar("Query")
Body = TypeVar("Body")


@dataclass(frozen=True, slots=True)
class Call(Generic[Query, Body]):
    """One call: `path` has the path's parameters, decoded; `query` and `body` are checked."""

    parts: ConsoleParts
    changes: Changes
    http: web.BaseRequest
    caller: Caller
    request_id: str
    path: Mapping[str, str]
    query: Query
    body: Body


Answer = BaseModel | web.StreamResponse | None
Handler = Callable[[Call[Any, Any]], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Operation:
    """What answers `method` on `path`, a template such as /admin/users/{user_id}.

    The scope "own" is open to client keys, for what is theirs; "admin" to the admin key alone.
    Without `response` the answer has no body, unless `media_type` is another one than JSON: then
    the handler writes it. `refusals` are the statuses of problems that this operation may answer,
    beside those of all. `parameters`
    is what the document says of path parameters beside their names.
    """

    method: Method
    path: str
    summary: str
    tag: str
    handler: Handler
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    response: type[BaseModel] | None = None
    status: int = 200
    scope: Scope = "admin"
    media_type: str = "application/json"
    refusals: tuple[int, ...] = ()
    parameters: Mapping[str, Mapping[str, Any]] | None = None

    @property
    def name(self) -> str:
        """The operation's id."""
        name: str = self.handler.__name__
        return name
