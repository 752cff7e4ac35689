"""The page of everything else, card by card."""

from app.desktop.windows.settings.pages.general.page import GeneralPage

__all__ = ["GeneralPage"]
