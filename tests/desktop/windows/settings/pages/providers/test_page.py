from collections.abc import AsyncIterator

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.program.providers import Health
from app.desktop.windows.settings.pages.providers import ProvidersPage
from app.desktop.windows.settings.pages.providers.details import Details
from app.desktop.windows.settings.pages.providers.provider_card import MIME
from app.settings.schema import ProviderSettings
from tests.desktop.waiting import until
from tests.desktop.windows.opened import Opened
from tests.fakes.program import FakeConfiguration, FakeProviders, fake_program
from tests.fakes.program.providers import BAD_KEY, GOOD_TEST

LEFT = Qt.MouseButton.LeftButton


class Shown:
    """The page over the sample's three providers."""

    def __init__(self) -> None:
        self.configuration = FakeConfiguration()
        self.providers = FakeProviders(self.configuration)
        program = fake_program(configuration=self.configuration, providers=self.providers)
        self.page = ProvidersPage(program, Opened())
        self.page.resize(860, 900)

    @property
    def order(self) -> list[str]:
        return list(self.configuration.settings.providers)

    async def opened(self, name: str) -> Details:
        self.page.presenter.open(name)
        card = self.page.list.cards[name]
        await until(lambda: card.details is not None and card.details.isVisible())
        assert card.details is not None
        return card.details


def texts(widget: QWidget) -> set[str]:
    return {label.text() for label in widget.findChildren(QLabel) if label.isVisible()}


@pytest.fixture
async def shown() -> AsyncIterator[Shown]:
    made = Shown()
    made.page.show()
    yield made
    made.page.presenter.close()
    made.page.close()
    made.page.deleteLater()


async def test_a_card_tells_how_its_provider_does(shown: Shown) -> None:
    card = shown.page.list.cards["deepseek"]
    assert card.badge.text() == "works"
    assert "api.deepseek.com" in card.facts.text()
    assert "$12.40 this month" in card.facts.text()
    shown.providers.health("deepseek", Health.KEY_REJECTED, "DeepSeek rejected the key (401).")
    await until(lambda: card.badge.text() == "key rejected")
    assert card.reason.text() == "DeepSeek rejected the key (401)."


async def test_a_press_on_a_card_opens_it_and_the_test_ticks_its_steps(
    shown: Shown, qtbot: QtBot
) -> None:
    card = shown.page.list.cards["deepseek"]
    qtbot.mouseClick(card.toggle, LEFT)
    await until(lambda: card.details is not None and card.details.isVisible())
    assert card.details is not None
    qtbot.mouseClick(card.details.test, LEFT)
    await until(lambda: shown.page.presenter.testing.state.passed is True)
    steps = card.details.steps
    await until(steps.isVisible)


async def test_a_step_that_fails_says_what_to_do(shown: Shown) -> None:
    shown.providers.steps = BAD_KEY
    details = await shown.opened("deepseek")
    details.test.click()
    await until(lambda: shown.page.presenter.testing.state.passed is False)
    await until(lambda: any("another key" in each for each in texts(details.steps)))


async def test_a_step_that_does_not_apply_is_not_shown(shown: Shown) -> None:
    shown.providers.steps = [step for step in GOOD_TEST if step.name != "TLS"]
    details = await shown.opened("ollama")
    details.test.click()
    await until(lambda: shown.page.presenter.testing.state.passed is True)
    await until(lambda: "Encryption" not in texts(details.steps))
    assert "Sign-in" in texts(details.steps)


async def test_keys_are_kept_and_never_shown(shown: Shown, qtbot: QtBot) -> None:
    details = await shown.opened("deepseek")
    qtbot.keyClicks(details.keys.field, "sk-second")
    qtbot.mouseClick(details.keys.keep, LEFT)
    await until(lambda: len(shown.page.presenter.state.providers[0].secrets) == 2)
    assert details.keys.field.text() == ""
    words = " ".join(
        text() for w in shown.page.findChildren(QWidget) if callable(text := getattr(w, "text", 0))
    )
    assert "sk-second" not in words
    assert "in this machine's keyring" in words


async def test_a_key_can_be_named_where_no_keyring_keeps_it(shown: Shown, qtbot: QtBot) -> None:
    shown.providers.problem = "The keyring is locked."
    details = await shown.opened("deepseek")
    keys = details.keys
    await until(keys.reference.isVisible)
    assert keys.hint.text() == "The keyring is locked."
    qtbot.keyClicks(keys.reference, "sk-pasted-here")
    await until(keys.problem.isVisible)
    assert "sk-pasted" not in keys.problem.text()
    keys.reference.clear()
    qtbot.keyClicks(keys.reference, "env:MY_KEY")
    qtbot.keyClick(keys.reference, Qt.Key.Key_Return)
    await until(
        lambda: shown.configuration.settings.providers["deepseek"].more_keys == ("env:MY_KEY",)
    )
    await until(lambda: keys.reference.text() == "")
    qtbot.mouseClick(keys.other_way, LEFT)
    assert keys.field.isVisible()
    assert not keys.reference.isVisible()


async def test_models_are_asked_for_and_ticked(shown: Shown) -> None:
    shown.providers.fetched["ollama"] = ("qwen3:14b", "llama3.3")
    details = await shown.opened("ollama")
    details.offered.fetch.click()
    await until(lambda: details.offered.model.rowCount() == 2)
    index = details.offered.model.index(1)
    unchecked = Qt.CheckState.Unchecked
    assert index.data(Qt.ItemDataRole.CheckStateRole) == unchecked
    details.offered.model.setData(
        index, Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole
    )
    await until(lambda: "llama3.3" in shown.configuration.settings.providers["ollama"].models)


async def test_what_is_wrong_is_told_as_it_is_typed(shown: Shown, qtbot: QtBot) -> None:
    details = await shown.opened("deepseek")
    details.more.open()
    proxy = details.fields["proxy"]
    assert not proxy.isVisible()
    details.proxy_way.choose("own")
    details.proxy_way.chosen.emit("own")
    shown.page.refresh()
    assert details.proxy_way.value == "own"
    assert proxy.isVisible()
    qtbot.keyClicks(proxy, "gopher://x")
    await until(lambda: bool(proxy.property("wrong")))
    assert shown.configuration.settings.providers["deepseek"].proxy == "system"
    proxy.clear()
    qtbot.keyClicks(proxy, "http://127.0.0.1:7890")
    qtbot.keyClick(proxy, Qt.Key.Key_Return)
    await until(
        lambda: shown.configuration.settings.providers["deepseek"].proxy == "http://127.0.0.1:7890"
    )


async def test_the_proxy_of_the_system_is_a_choice_away(shown: Shown) -> None:
    details = await shown.opened("deepseek")
    details.more.open()
    details.proxy_way.choose("direct")
    details.proxy_way.chosen.emit("direct")
    await until(lambda: shown.configuration.settings.providers["deepseek"].proxy == "direct")
    assert details.proxy_way.value == "direct"
    assert not details.fields["proxy"].isVisible()


async def test_what_the_preset_says_stands_in_empty_fields(shown: Shown) -> None:
    details = await shown.opened("deepseek")
    assert details.fields["base_url"].placeholderText().startswith("https://api.deepseek.com")
    assert float(details.fields["connect_timeout"].placeholderText()) > 0


async def test_times_are_numbers_or_nothing(shown: Shown, qtbot: QtBot) -> None:
    details = await shown.opened("deepseek")
    details.more.open()
    field = details.fields["idle_timeout"]
    qtbot.keyClicks(field, "soon")
    await until(lambda: bool(field.property("wrong")))
    field.clear()
    qtbot.keyClicks(field, "30")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    await until(lambda: shown.configuration.settings.providers["deepseek"].idle_timeout == 30)


async def test_cache_breakpoints_are_offered_where_marks_are_read(
    shown: Shown, qtbot: QtBot
) -> None:
    entry = ProviderSettings(preset="openrouter", key="env:OPENROUTER")
    await shown.configuration.change(
        "another",
        lambda now: now.model_copy(update={"providers": {**now.providers, "openrouter": entry}}),
    )
    await until(lambda: "openrouter" in shown.page.list.cards)
    details = await shown.opened("openrouter")
    details.more.open()
    switch = details.breakpoints
    await until(lambda: switch.isVisible() and not switch.rect().isEmpty())
    qtbot.mouseClick(switch, LEFT)
    await until(lambda: shown.configuration.settings.providers["openrouter"].cache_breakpoints)


async def test_cache_breakpoints_are_not_offered_elsewhere(shown: Shown) -> None:
    details = await shown.opened("deepseek")
    details.more.open()
    assert details.breakpoints_row.isHidden()


async def test_headers_are_added_and_removed(shown: Shown, qtbot: QtBot) -> None:
    details = await shown.opened("deepseek")
    details.more.open()
    qtbot.keyClicks(details.headers.header, "x-team")
    qtbot.keyClicks(details.headers.value, "blue")
    qtbot.mouseClick(details.headers.add, LEFT)
    await until(
        lambda: shown.configuration.settings.providers["deepseek"].headers == {"x-team": "blue"}
    )


async def test_the_keyboard_moves_a_card(shown: Shown, qtbot: QtBot) -> None:
    handle = shown.page.list.cards["ollama"].handle
    qtbot.keyClick(handle, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    await until(lambda: shown.order == ["deepseek", "ollama", "siliconflow"])


async def test_a_card_that_is_dropped_stands_there(shown: Shown) -> None:
    data = QMimeData()
    data.setData(MIME, b"ollama")
    none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    shown.page.list.dropEvent(QDropEvent(QPointF(10, 1), Qt.DropAction.MoveAction, data, *none))
    await until(lambda: shown.order == ["ollama", "deepseek", "siliconflow"])


async def test_removing_asks_nothing_and_can_be_taken_back(shown: Shown, qtbot: QtBot) -> None:
    details = await shown.opened("siliconflow")
    qtbot.mouseClick(details.remove, LEFT)
    await until(lambda: "siliconflow" not in shown.page.list.cards)
    await shown.configuration.undo()
    await until(lambda: "siliconflow" in shown.page.list.cards)


async def test_a_provider_is_added_from_the_gallery(shown: Shown, qtbot: QtBot) -> None:
    qtbot.mouseClick(shown.page.add_one, LEFT)
    await until(shown.page.gallery.isVisible)
    # Nothing is cut off at its foot, also in letters that are taller than the font's own.
    for line in shown.page.gallery.tile("huggingface").findChildren(QLabel):
        assert line.height() >= line.sizeHint().height()
    qtbot.mouseClick(shown.page.gallery.tile("xai"), LEFT)
    await until(shown.page.entry.isVisible)
    qtbot.keyClicks(shown.page.entry.key, "xai-secret")
    qtbot.mouseClick(shown.page.entry.add, LEFT)
    await until(lambda: "xai" in shown.page.list.cards)
    assert shown.page.presenter.state.opened == "xai"
    assert shown.page.list.isVisible()


async def test_without_any_the_page_says_how_to_begin(shown: Shown, qtbot: QtBot) -> None:
    for name in tuple(shown.order):
        shown.page.presenter.remove(name)
    await until(shown.page.empty.isVisible)
    qtbot.mouseClick(shown.page.empty.button, LEFT)
    await until(shown.page.gallery.isVisible)


async def test_everything_that_takes_the_focus_has_a_name(shown: Shown) -> None:
    details = await shown.opened("deepseek")
    details.more.open()
    nameless = [
        type(widget).__name__
        for widget in shown.page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []
