"""Changes of the settings, saved in a thread and taken up by this gateway at once."""

import asyncio
from collections.abc import Callable

from app.gateway.admin.parts import ConsoleParts
from app.settings.schema import Settings


async def save(parts: ConsoleParts, change: Callable[[Settings], Settings]) -> Settings:
    """The settings after `change`, which is given those on disk and may raise `Problem`.

    Raises `SettingsError`.
    """
    async with parts.saving:
        saved = await asyncio.to_thread(parts.store.update, change)
    parts.settings_changed()
    return saved
