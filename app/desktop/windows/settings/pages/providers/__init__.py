"""The page of providers, card by card."""

from app.desktop.windows.settings.pages.providers.page import ProvidersPage

__all__ = ["ProvidersPage"]
