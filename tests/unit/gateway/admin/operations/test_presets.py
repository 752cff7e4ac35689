"""Presets over HTTP."""

from app.providers.catalogue import preset_ids
from tests.fakes.admin_server import AdminServer


async def test_every_preset_is_listed_page_by_page(admin: AdminServer) -> None:
    ids: list[str] = []
    cursor = ""
    while True:
        page = (await admin.get(f"/admin/presets?limit=7{cursor}")).body
        ids += [preset["id"] for preset in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert tuple(ids) == preset_ids()
