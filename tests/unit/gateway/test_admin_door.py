import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from app.core.failure import Failure
from app.gateway.admin_door import AdminDoor, Caller, ReadBody
from app.gateway.authentication import Authentication
from app.secrets.client_keys import ClientKeys, local_key
from app.secrets.secret import Secret
from tests.fakes.accounts import without_database

ADMIN, CLIENT = b"dra-admin", "drg-a-client-key-0123456789abcdef"


class Key:
    def matches(self, token: bytes) -> bool:
        return token == ADMIN


class Told:
    """A console that says who called."""

    async def handle(
        self, http: web.BaseRequest, read_body: ReadBody, caller: Caller, request_id: str
    ) -> web.StreamResponse:
        return web.Response(text=caller if isinstance(caller, str) else caller.name)

    def page(self, http: web.BaseRequest) -> web.Response | None:
        return web.Response(text="page") if http.path == "/admin" else None

    def refusal(self, failure: Failure, request_id: str) -> web.Response:
        return web.Response(status=401, text=failure.kind)


async def answer(path: str, headers: dict[str, str], *, on: bool = True) -> str | None:
    async def body() -> bytes:
        return b""

    door = AdminDoor(Key() if on else None, Told)
    authentication = Authentication(ClientKeys([local_key(Secret(CLIENT))]), without_database())
    http = make_mocked_request("GET", path, headers)
    if not door.leads_to(http.path):
        return None
    response = await door.answer(http, body, authentication, "req_1")
    assert isinstance(response, web.Response)
    return response.text


BEARER = {"Authorization": f"Bearer {ADMIN.decode()}"}
CLIENTS = {"Authorization": f"Bearer {CLIENT}"}


@pytest.mark.parametrize(
    ("path", "headers", "told"),
    [
        ("/admin/users", BEARER, "admin"),
        ("/admin/users", CLIENTS, "authentication"),
        ("/admin/users", {}, "authentication"),
        ("/admin/users", {"x-api-key": ADMIN.decode()}, "authentication"),
        ("/admin/users", {"Authorization": f"Basic {ADMIN.decode()}"}, "authentication"),
        ("/admin", {}, "page"),
        ("/usage/me", CLIENTS, "local"),
        ("/usage/me", BEARER, "admin"),
        ("/stats/total", {}, "authentication"),
        ("/v1/models", BEARER, None),
        ("/administration", BEARER, None),
    ],
)
async def test_the_admin_key_opens_it_and_a_client_key_its_own_statistics(
    path: str, headers: dict[str, str], told: str | None
) -> None:
    assert await answer(path, headers) == told


async def test_where_the_administration_is_off_only_statistics_answer() -> None:
    assert await answer("/admin/users", BEARER, on=False) is None
    assert await answer("/admin", {}, on=False) is None
    assert await answer("/usage/me", CLIENTS, on=False) == "local"
    assert await answer("/usage/me", BEARER, on=False) == "authentication"
