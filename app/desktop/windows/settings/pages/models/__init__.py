"""The page of models and profiles: rules that read like sentences."""

from app.desktop.windows.settings.pages.models.page import ModelsPage

__all__ = ["ModelsPage"]
