"""`python -m tests.desktop.screenshots FOLDER`: every window, page and state, to be looked at.

Light and dark, English and Chinese, over the program in memory; nothing on the machine is read.
`--only usage` takes the pictures whose names begin so; `--scale 2` draws as on a dense display.
"""

import argparse
import asyncio
import json
import os
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

parser = argparse.ArgumentParser(prog="python -m tests.desktop.screenshots", description=__doc__)
parser.add_argument("folder", type=Path)
parser.add_argument("--only", default="")
parser.add_argument("--scale", default="1")
ARGUMENTS = parser.parse_args()
os.environ.update(QT_QPA_PLATFORM="offscreen", QT_SCALE_FACTOR=ARGUMENTS.scale)

from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402 - the platform is set above

from app.desktop.event_loop import event_loop  # noqa: E402
from app.desktop.presenters.first_run import Step  # noqa: E402
from app.desktop.presenters.tray import TrayPresenter  # noqa: E402
from app.desktop.program import Program  # noqa: E402
from app.desktop.program.failure import ProgramError  # noqa: E402
from app.desktop.program.providers import Health, LocalServer  # noqa: E402
from app.desktop.program.server import Power  # noqa: E402
from app.desktop.theme.theme import theme  # noqa: E402
from app.desktop.translations import Translations  # noqa: E402
from app.desktop.widgets.fold import Fold  # noqa: E402
from app.desktop.windows.first_run.window import FirstRunWindow  # noqa: E402
from app.desktop.windows.help.window import HelpWindow  # noqa: E402
from app.desktop.windows.requests.window import RequestsWindow  # noqa: E402
from app.desktop.windows.settings.window import SettingsWindow  # noqa: E402
from app.desktop.windows.small.window import SmallWindow  # noqa: E402
from app.desktop.windows.usage.window import UsageWindow  # noqa: E402
from app.settings.schema import ProviderSettings, SearchSettings, Settings  # noqa: E402
from app.storage.records import Side, TranscriptBody  # noqa: E402
from tests.desktop.windows.opened import Opened  # noqa: E402
from tests.fakes.program import (  # noqa: E402
    FakeConfiguration,
    FakeHistory,
    FakeProviders,
    FakeServer,
    fake_program,
    sample,
)
from tests.fakes.program.providers import BAD_KEY  # noqa: E402

_SETTLES = 0.35
_PAGES = ("providers", "models", "clients", "people", "budgets", "server", "general")


@dataclass(frozen=True, slots=True)
class Scene:
    """A window in a state, by the picture's name; `made` may go on after the window is shown."""

    name: str
    made: Callable[[], Awaitable[QWidget]]


def scenes() -> Iterator[Scene]:
    """Everything that there is to look at."""
    yield Scene("small", _small)
    yield Scene("usage", lambda: _shown(UsageWindow(fake_program(), Opened())))
    yield Scene("usage-month", _usage_month)
    yield Scene("usage-smallest", _usage_smallest)
    yield Scene("usage-empty", lambda: _shown(UsageWindow(_empty(), Opened())))
    yield Scene("usage-broken", lambda: _shown(UsageWindow(_broken(), Opened())))
    yield Scene("requests", _request)
    yield Scene("requests-answer", _answer)
    yield Scene("requests-embeddings", _embeddings)
    yield Scene("requests-no-transcript", _no_transcript)
    yield Scene("requests-empty", lambda: _shown(RequestsWindow(_empty(), Opened())))
    yield Scene("requests-broken", lambda: _shown(RequestsWindow(_broken(), Opened())))
    for page in _PAGES:
        yield Scene(f"settings-{page}", partial(_settings, fake_program(), page))
        yield Scene(f"settings-{page}-empty", partial(_settings, _empty(), page))
    yield Scene("settings-providers-open", _provider_open)
    yield Scene("settings-providers-add", _provider_add)
    yield Scene("settings-providers-more", _provider_more)
    yield Scene("settings-providers-own", _provider_own)
    yield Scene("settings-server-failed", _server_failed)
    yield Scene("settings-server-search", _server_search)
    yield Scene("settings-general-answers", _answers_kept)
    yield Scene("settings-clients-snippets", _snippets)
    yield Scene("first-run-1-provider", _first_run_provider)
    yield Scene("first-run-1-key", _first_run_key)
    yield Scene("first-run-2-test", _first_run_test)
    yield Scene("first-run-3-connect", _first_run_connect)
    yield Scene("help", lambda: _shown(HelpWindow(fake_program(), Opened())))


async def take(application: QApplication) -> None:
    """Draw every scene in both themes and languages."""
    ARGUMENTS.folder.mkdir(parents=True, exist_ok=True)
    translations = Translations(application)
    for language in ("en", "zh"):
        translations.use(language)
        for look in ("light", "dark"):
            theme().apply(application, "dark" if look == "dark" else "light")
            for scene in scenes():
                if scene.name.startswith(ARGUMENTS.only):
                    window = await scene.made()
                    await asyncio.sleep(_SETTLES)
                    window.grab().save(
                        str(ARGUMENTS.folder / f"{scene.name}-{look}-{language}.png")
                    )
                    window.close()
                    window.deleteLater()


async def _shown(window: QWidget) -> QWidget:
    window.show()
    return window


def _empty() -> Program:
    configuration = FakeConfiguration(Settings())
    return fake_program(configuration=configuration, history=FakeHistory([]))


def _broken() -> Program:
    history = FakeHistory([])
    history.fail_with = ProgramError(
        "The database usage.db is locked by another program. Close it and try again."
    )
    history.trouble = "Usage is not recorded now: the disk is full."
    return fake_program(history=history)


async def _small() -> QWidget:
    program = fake_program()
    presenter = TrayPresenter(program)
    presenter.look()
    return await _shown(SmallWindow(presenter, Opened()))


async def _usage_month() -> QWidget:
    window = UsageWindow(fake_program(), Opened())
    window.show()
    window.presenter.choose_span("30")
    return window


async def _usage_smallest() -> QWidget:
    window = UsageWindow(fake_program(), Opened())
    window.resize(window.minimumSize())
    return await _shown(window)


async def _request() -> RequestsWindow:
    history = FakeHistory()
    history.begin()
    window = RequestsWindow(fake_program(history=history), Opened())
    window.show()
    await window.presenter.settled()
    wanted = next(
        each.row.request_id
        for each in window.presenter.rows
        if each.row.attempts == 2 and each.row.client_dialect == "anthropic_messages"
        if each.row.failure is None
    )
    window.show_request(wanted)
    await window.detail_presenter.settled()
    window.detail.bodies.comparison.choose(0)
    return window


async def _answer() -> QWidget:
    window = await _request()
    window.resize(window.minimumSize())
    bodies = window.detail.bodies
    bodies.direction.button("answered").click()
    bodies.form.button("wire").click()
    return window


class _Vectors(FakeHistory):
    """Its only request asked for embeddings, of Gemini."""

    def __init__(self) -> None:
        row = next(each for each in sample.rows(sample.NOW_MS) if each.failure is None)
        vectors = replace(
            row,
            endpoint="embeddings",
            client_model="text-embedding-3-small",
            client_dialect="openai_chat",
            provider="google",
            model="gemini-embedding-001",
            provider_dialect="gemini",
            lane="translated",
            stream=False,
            attempts=1,
            failovers=0,
            cache_read=0,
            output=0,
            reasoning=None,
        )
        super().__init__([vectors], now_ms=sample.NOW_MS)

    async def transcript(self, request_id: str) -> list[TranscriptBody]:
        """What a client of OpenAI's said, and what Google was asked."""
        said: dict[tuple[Side, int], Any] = {
            ("client_sent", 0): {"model": "text-embedding-3-small", "input": ["Red", "Blue"]},
            ("provider_got", 1): {
                "requests": [
                    {"model": "models/gemini-embedding-001", "content": {"parts": [{"text": text}]}}
                    for text in ("Red", "Blue")
                ]
            },
            ("provider_answered", 1): {"embeddings": [{"values": [0.6, 0.8]}] * 2},
            ("client_got", 0): {
                "object": "list",
                "model": "text-embedding-3-small",
                "data": [
                    {"object": "embedding", "index": index, "embedding": [0.6, 0.8]}
                    for index in range(2)
                ],
                "usage": {"prompt_tokens": 4, "total_tokens": 4},
            },
        }
        bodies = {key: json.dumps(body).encode() for key, body in said.items()}
        return [
            TranscriptBody(side, attempt, "application/json", len(body), False, body)
            for (side, attempt), body in bodies.items()
        ]


async def _embeddings() -> QWidget:
    window = RequestsWindow(fake_program(history=_Vectors()), Opened())
    window.show()
    await window.presenter.settled()
    window.show_request(window.presenter.rows[0].row.request_id)
    return window


async def _no_transcript() -> QWidget:
    history = FakeHistory()
    history.recorded = False
    window = RequestsWindow(fake_program(history=history), Opened())
    window.show()
    await window.presenter.settled()
    window.show_request(window.presenter.rows[0].row.request_id)
    return window


async def _settings(program: Program, page: str) -> SettingsWindow:
    window = SettingsWindow(program, Opened())
    window.show_page(page)
    window.show()
    return window


async def _provider_open() -> QWidget:
    configuration = FakeConfiguration()
    providers = FakeProviders(configuration)
    reason = "SiliconFlow rejected the key (401). Paste a new one."
    providers.health("siliconflow", Health.KEY_REJECTED, reason)
    program = fake_program(configuration=configuration, providers=providers)
    window = await _settings(program, "providers")
    window.resize(1000, 1100)
    presenter = window.built["providers"].presenter  # type: ignore[attr-defined]  # this page's
    presenter.open("deepseek")
    presenter.test("deepseek")
    return window


async def _provider_add() -> QWidget:
    window = await _settings(fake_program(), "providers")
    window.built["providers"].presenter.begin_adding()  # type: ignore[attr-defined]  # this page's
    return window


async def _provider_more() -> QWidget:
    configuration = FakeConfiguration(
        Settings(
            providers={"anthropic": ProviderSettings(preset="anthropic", key="keyring:anthropic")}
        )
    )
    window = await _settings(fake_program(configuration=configuration), "providers")
    window.resize(1000, 1300)
    page = window.built["providers"]
    page.presenter.open("anthropic")  # type: ignore[attr-defined]  # this page's
    await asyncio.sleep(_SETTLES)  # the card opens at its own pace
    _unfold(window)
    return window


async def _provider_own() -> QWidget:
    window = await _settings(fake_program(), "providers")
    window.resize(1000, 900)
    presenter = window.built["providers"].presenter  # type: ignore[attr-defined]  # this page's
    presenter.begin_adding()
    presenter.adding.choose("generic-gemini")
    return window


async def _server_search() -> QWidget:
    search = SearchSettings(endpoint="brave", key="keyring:search/brave")
    program = fake_program(configuration=FakeConfiguration(Settings(search=search)))
    window = await _settings(program, "server")
    window.resize(1000, 1250)
    window.built["server"].presenter.try_search()  # type: ignore[attr-defined]  # this page's
    return window


async def _answers_kept() -> QWidget:
    window = await _settings(fake_program(), "general")
    window.resize(1000, 1900)
    _unfold(window)
    return window


async def _snippets() -> QWidget:
    window = await _settings(fake_program(), "clients")
    _unfold(window)
    return window


def _unfold(window: QWidget) -> None:
    for fold in window.findChildren(Fold):
        fold.open()


async def _server_failed() -> QWidget:
    server = FakeServer(Power.FAILED)
    server.become(
        trouble="Port 8777 is taken by nginx, process 4711. Stop that program, or choose another "
        "port."
    )
    return await _settings(fake_program(server=server), "server")


def _fresh() -> tuple[FirstRunWindow, FakeProviders]:
    configuration = FakeConfiguration(Settings())
    providers = FakeProviders(configuration)
    providers.servers = (
        LocalServer(
            "ollama", "Ollama", "http://127.0.0.1:11434/v1", ("llama3.3", "qwen3-coder:30b")
        ),
    )
    program = fake_program(configuration=configuration, providers=providers)
    window = FirstRunWindow(program, Opened())
    window.show()
    return window, providers


async def _first_run_provider() -> QWidget:
    return _fresh()[0]


async def _first_run_key() -> QWidget:
    window, _ = _fresh()
    window.presenter.adding.choose("deepseek")
    return window


async def _first_run_test() -> QWidget:
    window, providers = _fresh()
    providers.steps = BAD_KEY
    window.presenter.adding.choose("deepseek")
    window.presenter.adding.add("sk-of-nobody")
    return window


async def _first_run_connect() -> QWidget:
    window, _ = _fresh()
    window.presenter.go(Step.CONNECT)
    await window.presenter.settled()
    window.presenter.preview("claude-code")
    return window


if __name__ == "__main__":
    shown = QApplication([])
    with asyncio.Runner(loop_factory=lambda: event_loop(shown)) as runner:
        runner.run(take(shown))
