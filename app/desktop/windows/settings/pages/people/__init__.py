"""The page of people and keys, card by card."""

from app.desktop.windows.settings.pages.people.page import PeoplePage

__all__ = ["PeoplePage"]
