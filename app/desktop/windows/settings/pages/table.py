"""The pages of the settings, in their order; each is imported when it is first seen."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, cast

from app.desktop.program import Program
from app.desktop.widgets.page import Page
from app.desktop.windows.opening import Opener
from app.desktop.wording import translate


@dataclass(frozen=True, slots=True)
class Entry:
    """A page: its name in the program, its words, its icon, and "module:Class"."""

    name: str
    words: str
    icon: str
    place: str

    def make(self, program: Program, open_: Opener) -> Page:
        """The page."""
        module, _, attribute = self.place.partition(":")
        found: Any = getattr(import_module(f"{__package__}.{module}"), attribute)
        return cast("Callable[[Program, Opener], Page]", found)(program, open_)


def pages() -> tuple[Entry, ...]:
    """Every page, in today's language."""
    return (
        Entry(
            "providers", translate("Settings", "Providers"), "providers", "providers:ProvidersPage"
        ),
        Entry(
            "models", translate("Settings", "Models and profiles"), "models", "models:ModelsPage"
        ),
        Entry("clients", translate("Settings", "Clients"), "clients", "clients:ClientsPage"),
        Entry("people", translate("Settings", "People and keys"), "people", "people:PeoplePage"),
        Entry(
            "budgets", translate("Settings", "Budgets and prices"), "budgets", "budgets:BudgetsPage"
        ),
        Entry("server", translate("Settings", "Server"), "server", "server:ServerPage"),
        Entry("general", translate("Settings", "General"), "general", "general:GeneralPage"),
    )
