from collections.abc import AsyncIterator

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.desktop.program.providers import Health
from app.desktop.tray.route_menu import RouteMenu
from tests.desktop.desk import Desk
from tests.desktop.windows.opened import Opened


class Route:
    def __init__(self) -> None:
        self.desk, self.opened = Desk(), Opened()
        self.parent = QWidget()
        self.menu = RouteMenu(self.desk.presenter, self.opened, self.parent)
        self.refresh()

    def refresh(self) -> None:
        self.menu.show_state(self.desk.presenter.state)

    def entry(self, beginning: str, menu: QMenu | None = None) -> QAction:
        actions = (menu or self.menu).actions()
        return next(each for each in actions if each.text().startswith(beginning))

    def submenu(self, beginning: str) -> QMenu:
        menu = self.entry(beginning).menu()
        assert isinstance(menu, QMenu)
        return menu

    async def chosen(self, action: QAction) -> None:
        action.trigger()
        await self.desk.presenter.settled()
        self.refresh()


@pytest.fixture
async def route(qapp: object) -> AsyncIterator[Route]:
    route = Route()
    yield route
    await route.desk.end()
    route.parent.deleteLater()


async def test_the_provider_in_use_has_the_mark(route: Route) -> None:
    assert route.entry("DeepSeek").isChecked()
    assert not route.entry("Ollama").isChecked()


async def test_choosing_a_provider_switches_the_default(route: Route) -> None:
    await route.chosen(route.entry("Ollama"))
    assert route.entry("Ollama").isChecked()
    assert not route.entry("DeepSeek").isChecked()
    settings = route.desk.configuration.settings
    assert (settings.default_provider, settings.default_model) == ("ollama", "qwen3:14b")


async def test_choosing_a_model_keeps_the_provider(route: Route) -> None:
    models = route.submenu("Model: deepseek-v4-pro")
    await route.chosen(route.entry("deepseek-v4-flash", models))
    assert route.desk.configuration.settings.default_model == "deepseek-v4-flash"
    assert route.entry("Model:").text() == "Model: deepseek-v4-flash"
    await route.chosen(route.entry("The client's own name", models))
    assert route.desk.configuration.settings.default_model is None


async def test_another_profile_is_switched_in_its_own_submenu(route: Route) -> None:
    cheap = route.submenu("cheap: Ollama")
    assert not route.entry("As the default", cheap).isChecked()
    await route.chosen(route.entry("SiliconFlow", cheap))
    assert route.entry("cheap:").text().startswith("cheap: SiliconFlow")
    await route.chosen(route.entry("As the default", cheap))
    assert route.entry("cheap:").text() == "cheap: as default"
    assert route.entry("As the default", cheap).isChecked()
    assert not any(action.isChecked() for action in cheap.actions()[1:])


async def test_rules_that_come_first_are_told_and_lead_to_their_page(route: Route) -> None:
    route.entry("Rules that come first: 3").trigger()
    route.entry("Models and profiles…").trigger()
    assert route.opened.asked == [("settings", "models")] * 2


async def test_a_provider_in_trouble_says_so(route: Route) -> None:
    route.desk.providers.health("siliconflow", Health.KEY_REJECTED)
    route.refresh()
    assert route.entry("SiliconFlow").text() == "SiliconFlow – key rejected"
