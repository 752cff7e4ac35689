"""The page of budgets and prices, part by part."""

from app.desktop.windows.settings.pages.budgets.page import BudgetsPage

__all__ = ["BudgetsPage"]
