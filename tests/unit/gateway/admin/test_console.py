"""The console: methods, bodies, headers, and faults of ours."""

import json

import pytest

from app.storage.failure import DatabaseError, Fault
from tests.fakes.admin_server import AdminServer


async def test_every_answer_is_uncached_and_has_its_request_id(admin: AdminServer) -> None:
    for path in ("/admin/users", "/admin/users/x", "/admin/openapi.json", "/stats/total"):
        answer = await admin.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["x-request-id"].startswith("req_")


async def test_a_wrong_method_says_which_are_right(admin: AdminServer) -> None:
    answer = await admin.ask("DELETE", "/admin/users")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, POST, HEAD")


async def test_head_is_get_without_a_body(admin: AdminServer) -> None:
    answer = await admin.ask("HEAD", "/admin/users")
    assert (answer.status, answer.text) == (200, "")
    assert (await admin.ask("HEAD", "/admin/events")).status == 200


async def test_an_unknown_path_is_404(admin: AdminServer) -> None:
    for path in ("/admin/none", "/admin/users/", "/admin//users", "/usage/none", "/stats/none"):
        answer = await admin.get(path)
        assert answer.status == 404
        assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"nonsense", b"\xff\xfe", b"[" * 100_000, b'{"name":"\\ud800"}']
)
async def test_what_is_no_json_is_400(admin: AdminServer, body: bytes) -> None:
    answer = await admin.ask("POST", "/admin/users", body)
    assert answer.status == 400
    assert answer.body["detail"].startswith("The body is not JSON.")


async def test_json_of_another_shape_is_422_with_its_fields(admin: AdminServer) -> None:
    for body, fields in [
        ([], ["body"]),
        ("x", ["body"]),
        ({}, ["name"]),
        ({"name": "x", "admin": True, "role": "x"}, ["admin", "role"]),
        ({"name": 5}, ["name"]),
        ({"name": None}, ["name"]),
    ]:
        answer = await admin.ask("POST", "/admin/users", json.dumps(body).encode())
        assert (answer.status, answer.fields) == (422, fields), answer.text


async def test_a_body_where_none_is_wanted_is_refused(admin: AdminServer) -> None:
    user = await admin.user("Ada")
    answer = await admin.ask("POST", f"/admin/users/{user}/deactivate", {"why": "x"})
    assert answer.status == 422
    assert (await admin.ask("POST", f"/admin/users/{user}/deactivate", b"")).status == 200


async def test_parameters_where_none_are_wanted_are_refused(admin: AdminServer) -> None:
    answer = await admin.get("/admin/status?verbose=1")
    assert (answer.status, answer.fields) == (422, ["verbose"])
    assert (await admin.get("/admin/users?" + "&".join("a" * 100))).status == 422


async def test_a_database_that_is_away_is_503_in_its_own_words(
    admin: AdminServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise DatabaseError(Fault.UNREACHABLE, "The database server does not answer.")

    monkeypatch.setattr(admin.database, "reading", away)
    answer = await admin.get("/admin/users")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert answer.body["detail"] == "The database server does not answer."


@pytest.mark.expects_errors
async def test_a_fault_of_ours_is_500_and_says_nothing_of_itself(
    admin: AdminServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(admin.database, "reading", broken)
    answer = await admin.get("/admin/users")
    assert answer.status == 500
    assert "secret" not in answer.text
    assert answer.body["request_id"] in answer.body["detail"]
