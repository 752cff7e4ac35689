"""A real headless Chromium on the administration's page."""

import json
import shutil
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

# Without these it asks its maker's hosts all the time, which no test may.
_QUIET = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
_SECONDS = 20
# A live page replaces what it shows.
_STALE = (StaleElementReferenceException,)


class Chromium:
    """One browser with a profile of its own in `folder`."""

    def __init__(self, folder: Path, language: str = "en", width: int = 1280) -> None:
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or ""
        for argument in (
            *_QUIET,
            f"--lang={language}",
            f"--user-data-dir={folder}",
            f"--window-size={width},1000",
        ):
            options.add_argument(argument)
        options.add_experimental_option("prefs", {"intl.accept_languages": language})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        service = webdriver.ChromeService(shutil.which("chromedriver") or "")
        self.driver = webdriver.Chrome(options=options, service=service)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.driver.quit()

    def open(self, url: str) -> None:
        """Go to an address."""
        self.driver.get(url)

    def sign_in(self, url: str, key: str) -> None:
        """Open the page and enter the admin key, with the keyboard alone."""
        self.open(f"{url}/admin")
        self.one("#admin-key").send_keys(key, Keys.ENTER)
        self.one("#nav-usage")

    def one(self, selector: str, text: str = "") -> WebElement:
        """The element of this selector that shows `text`, as soon as it is there."""

        def found(_: Any) -> WebElement | None:
            for element in self.driver.find_elements(By.CSS_SELECTOR, selector):
                if text in element.text and element.is_displayed():
                    return element
            return None

        told = f"no {selector} with {text!r} in: {self.driver.find_element(By.ID, 'app').text}"
        waiting = WebDriverWait(
            self.driver, _SECONDS, ignored_exceptions=_STALE, poll_frequency=0.05
        )
        element = waiting.until(found, told)
        assert element is not None
        return element

    def press(self, selector: str, text: str = "") -> None:
        """Press a button as soon as it is there."""

        def pressed(_: Any) -> bool:
            self.one(selector, text).click()
            return True

        self._again(pressed)

    def text(self, selector: str, text: str = "") -> str:
        """What the element of this selector that shows `text` shows in all."""
        read: str = self._again(lambda _: self.one(selector, text).text)
        return read

    def enter(self, name: str, value: str) -> None:
        """Fill a field of the open dialog."""
        self.one(f"dialog [name={name}]").send_keys(value)

    def choose(self, selector: str, text: str) -> None:
        """Choose an option by what it shows."""
        Select(self.one(selector)).select_by_visible_text(text)

    def gone(self, selector: str) -> None:
        """Wait until no element of this selector is there."""
        WebDriverWait(self.driver, _SECONDS, poll_frequency=0.05).until_not(
            lambda driver: driver.find_elements(By.CSS_SELECTOR, selector)
        )

    def script(self, text: str, *arguments: Any) -> Any:
        """What a script in the page gives."""
        return self.driver.execute_script(text, *arguments)

    def until(self, text: str) -> None:
        """Wait until a script in the page gives true."""
        waiting = WebDriverWait(self.driver, _SECONDS, poll_frequency=0.05)
        waiting.until(lambda driver: driver.execute_script(text), text)

    def complaints(self) -> list[str]:
        """What the browser's console has: errors, refused loads, breaches of the policy."""
        return [json.dumps(entry) for entry in self._log()]

    def _again(self, job: Any) -> Any:
        """Do it anew where the page replaced the element meanwhile."""
        waiting = WebDriverWait(
            self.driver, _SECONDS, ignored_exceptions=_STALE, poll_frequency=0.05
        )
        return waiting.until(job)

    def _log(self) -> list[Any]:
        found: list[Any] = self.driver.get_log("browser")  # type: ignore[no-untyped-call]  # Selenium has no type for it
        return found
