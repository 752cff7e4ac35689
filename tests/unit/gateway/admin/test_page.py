import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from app.gateway.admin.page import page
from app.platform.resources import resources


def get(path: str, method: str = "GET", **headers: str) -> web.Response | None:
    return page(make_mocked_request(method, path, headers))


def test_the_page_lets_nothing_in_from_elsewhere() -> None:
    answer = get("/admin")
    assert answer is not None
    assert answer.content_type == "text/html"
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers


def test_every_file_of_the_page_is_served_with_its_type() -> None:
    folder = resources() / "admin"
    for path in folder.rglob("*"):
        if path.is_dir() or path.name == "index.html":
            continue
        answer = get(f"/admin/assets/{path.relative_to(folder).as_posix()}")
        assert answer is not None
        assert answer.status == 200, path
        assert answer.body == path.read_bytes()


def test_what_is_known_is_not_sent_again() -> None:
    first = get("/admin")
    assert first is not None
    again = get("/admin", **{"If-None-Match": first.headers["ETag"]})
    assert again is not None
    assert again.status == 304


@pytest.mark.parametrize("path", ["/admin/users", "/admin/openapi.json", "/usage/me", "/"])
def test_the_apis_paths_are_not_the_pages(path: str) -> None:
    assert get(path) is None
    assert get("/admin", "POST") is None


@pytest.mark.parametrize(
    "name", ["../docs/en/security.md", "nothing.js", "%2e%2e/presets/demo.toml", "", "index.html"]
)
def test_nothing_else_of_the_disk_is_served(name: str) -> None:
    answer = get(f"/admin/assets/{name}")
    assert answer is None or answer.status == 404
