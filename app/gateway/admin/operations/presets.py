"""The presets that providers can be added by."""

from app.gateway.admin import cursors
from app.gateway.admin.operation import Call, Operation
from app.gateway.admin.shapes.common import Page, PageQuery
from app.gateway.admin.shapes.providers import Preset
from app.providers import catalogue


async def list_presets(call: Call[PageQuery, None]) -> Page[Preset]:
    """What is known of vendors' endpoints."""
    shown, following = cursors.sliced(catalogue.preset_ids(), call.query.cursor, call.query.limit)
    return Page[Preset](items=[_told(preset_id) for preset_id in shown], next_cursor=following)


def _told(preset_id: str) -> Preset:
    known = catalogue.preset(preset_id)
    return Preset(
        id=known.id,
        label=known.label,
        dialect=known.dialect,
        auth=known.auth,
        base_url=known.base_url,
        docs=known.docs,
        key_page=known.key_page,
        local=known.local,
    )


OPERATIONS = (
    Operation(
        "GET",
        "/admin/presets",
        "List presets",
        "providers",
        list_presets,
        query=PageQuery,
        response=Page[Preset],
    ),
)
