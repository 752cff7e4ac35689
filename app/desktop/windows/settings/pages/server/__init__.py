"""The page of the server, card by card."""

from app.desktop.windows.settings.pages.server.page import ServerPage

__all__ = ["ServerPage"]
