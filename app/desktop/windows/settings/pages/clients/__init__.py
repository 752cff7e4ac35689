"""The page of client programs: a card each, with three ways to connect it."""

from app.desktop.windows.settings.pages.clients.page import ClientsPage

__all__ = ["ClientsPage"]
