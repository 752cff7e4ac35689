"""The console while the database is away."""

from pathlib import Path

from app.gateway.admin.closed import ClosedConsole
from tests.fakes.admin_server import serve_admin


class Pageless(ClosedConsole):
    def page(self, http: object) -> None:
        return None


async def test_whoever_was_let_in_is_told_to_come_back(tmp_path: Path) -> None:
    async with serve_admin(tmp_path) as admin:
        assert admin.services.door is not None
        admin.services.door.console = Pageless()
        answer = await admin.get("/admin/users")
        assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
        assert (await admin.get("/admin/users", "wrong")).status == 401
