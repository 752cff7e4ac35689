"""No text is left untranslated, and what is compiled is what is written."""

import re
import subprocess
import sys
import sysconfig
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from app.desktop.translations import Translations, language_of
from app.desktop.widgets.text import Body
from app.desktop.wording import amounts, translate

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "resources" / "translations" / "dragoman_zh.ts"


@pytest.fixture
def translations(qapp: QApplication) -> Iterator[Translations]:
    made = Translations(qapp)
    yield made
    made.use("en")


def pairs() -> Iterator[tuple[str, str]]:
    for message in ET.parse(CATALOGUE).getroot().iter("message"):  # noqa: S314 - a file of ours
        yield message.findtext("source", ""), message.findtext("translation", "")


def test_every_text_of_every_window_and_setting_is_translated() -> None:
    program = ROOT / "packaging" / "desktop" / "translate.py"
    done = subprocess.run(
        [sys.executable, program, "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_compiled_file_is_that_of_the_catalogue(tmp_path: Path) -> None:
    compiled = tmp_path / "dragoman_zh.qm"
    lrelease = Path(sysconfig.get_path("scripts")) / "pyside6-lrelease"
    command: list[str | Path] = [
        lrelease,
        "-silent",
        "-removeidentical",
        CATALOGUE,
        "-qm",
        compiled,
    ]
    subprocess.run(command, check=True)
    assert compiled.read_bytes() == CATALOGUE.with_suffix(".qm").read_bytes()


def test_the_values_in_a_text_are_those_in_its_translation() -> None:
    def values(text: str) -> list[str]:
        return sorted(re.findall(r"\{\w*\}", text))

    assert [source for source, words in pairs() if values(source) != values(words)] == []


def test_a_text_is_said_in_chinese_and_back_in_english(translations: Translations) -> None:
    translations.use("zh")
    assert translations.language == "zh"
    assert translate("Tray", "Quit") == "退出"
    assert amounts.tokens(2_100_000) == "210 万"
    assert translate("Tray", "Nobody translated this") == "Nobody translated this"
    translations.use("en")
    assert translate("Tray", "Quit") == "Quit"
    assert amounts.tokens(2_100_000) == "2.1 M"


def test_a_sentence_from_below_the_windows_is_said_in_chinese(translations: Translations) -> None:
    translations.use("zh")
    label = Body(
        "Port 8082 is taken by node, process 41. Stop that program, or choose another port."
    )
    assert label.text() == "端口 8082 已被 node 占用（进程 41）。请停止该程序，或者换一个端口。"
    label.set("The keyring is locked. Unlock it and try again.")
    assert label.text() == "钥匙串已锁定。请解锁后重试。"


def test_the_systems_language_is_taken_where_it_is_one_of_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for locale, language in (("zh_CN", "zh"), ("zh_TW", "zh"), ("de_DE", "en"), ("en_GB", "en")):
        monkeypatch.setattr(QLocale, "system", staticmethod(lambda name=locale: QLocale(name)))
        assert language_of("system") == language
    assert (language_of("en"), language_of("zh")) == ("en", "zh")
