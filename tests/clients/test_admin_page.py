"""The administration's page in a real browser, on a real gateway, with a real client beside it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import openai
import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from app.settings.provider_settings import DialectName
from tests.clients.chromium import Chromium
from tests.clients.dragoman import Dragoman
from tests.fakes import answers
from tests.fakes.postgres import free_port
from tests.fakes.reply import Reply
from tests.fakes.upstream import FakeUpstream, running

pytestmark = pytest.mark.client("chromium")

ADMIN_KEY = "dra-canary-admin-0123456789abcdefghijklmnopqrs"
RESOURCES = Path(__file__).resolve().parents[2] / "resources" / "admin"
REPLY = Reply(text="Here I am.", input_tokens=12_345, cached_tokens=0, output_tokens=55)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Dragoman]:
    with running(FakeUpstream(answers.says(REPLY))) as upstream:
        gateway = Dragoman(tmp_path)
        gateway.more["DRAGOMAN_ADMIN_KEY"] = ADMIN_KEY
        gateway.add_provider(upstream)
        with gateway:
            yield gateway


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Chromium]:
    with Chromium(tmp_path / "chromium") as chromium:
        yield chromium


def client(server: Dragoman, key: str) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{server.url}/v1", api_key=key, max_retries=0)


def ask(server: Dragoman, key: str) -> str | None:
    with client(server, key) as sdk:
        said = sdk.chat.completions.create(
            model="m", messages=[{"role": "user", "content": "Where are you?"}]
        )
    return said.choices[0].message.content


def test_a_users_key_is_made_used_seen_disabled_and_undone(
    server: Dragoman, browser: Chromium
) -> None:
    browser.sign_in(server.url, ADMIN_KEY)
    browser.one(".empty", "No requests in this time")
    browser.press("#nav-users")
    browser.press(".controls .primary", "New user")
    browser.enter("name", "Ann")
    browser.press("dialog .primary", "Create")
    browser.one("tbody tr", "Ann")

    browser.press("#nav-keys")
    browser.press(".controls .primary", "New key")
    browser.enter("name", "laptop")
    browser.choose("dialog [name=user_id]", "Ann")
    browser.press("dialog .primary", "Create")
    key = browser.text("dialog .secret")
    assert key.startswith("drg-")
    browser.press("dialog button", "Close")
    browser.gone("dialog")
    assert key not in browser.driver.page_source
    assert key[:8] in browser.text("tbody tr", "laptop")

    browser.press("#nav-usage")
    browser.one(".empty", "No requests in this time")
    browser.script("window.neverReloaded = true")
    assert ask(server, key) == REPLY.text
    browser.one("#tile-tokens", "12.4K")
    browser.one("tbody tr", "openai-python")
    browser.one("tbody tr", "Ann")
    assert browser.script("return window.neverReloaded") is True

    browser.press("#nav-keys")
    browser.one("tbody tr", "just now")
    browser.press("tbody button", "Deactivate")
    browser.one(".toast", "laptop is deactivated.")
    with pytest.raises(openai.AuthenticationError):
        ask(server, key)
    browser.press(".toast button", "Undo")
    browser.one(".toast", "laptop is active again.")
    assert ask(server, key) == REPLY.text
    assert browser.complaints() == []


def test_a_wrong_key_opens_nothing_and_says_so(server: Dragoman, browser: Chromium) -> None:
    browser.open(f"{server.url}/admin")
    browser.one("#admin-key").send_keys("dra-wrong", Keys.ENTER)
    browser.one("#key-error", "not the admin key")
    browser.one("#admin-key").send_keys(ADMIN_KEY, Keys.ENTER)
    browser.one("#nav-usage")
    browser.press("#sign-out")
    browser.one("#admin-key")
    browser.driver.refresh()
    browser.one("#admin-key")
    assert browser.script("return sessionStorage.length") == 0


def test_a_form_says_which_field_is_wrong_and_loses_nothing(
    server: Dragoman, browser: Chromium
) -> None:
    browser.sign_in(server.url, ADMIN_KEY)
    browser.press("#nav-users")
    for _ in range(2):
        browser.press(".controls .primary", "New user")
        browser.press("dialog .primary", "Create")
        browser.one("dialog .error", "Fill this in.")
        browser.enter("note", "first")
        browser.enter("name", "Ann")
        browser.press("dialog .primary", "Create")
        if browser.driver.find_elements("css selector", "tbody tr"):
            break
        browser.one("tbody tr", "Ann")
    browser.one("dialog .error", "Ann")
    assert browser.one("dialog [name=note]").get_attribute("value") == "first"
    browser.one("dialog [name=name]").send_keys(Keys.ESCAPE)
    browser.gone("dialog")


def test_providers_and_budgets_are_kept_from_the_page(server: Dragoman, browser: Chromium) -> None:
    browser.sign_in(server.url, ADMIN_KEY)
    browser.press("#nav-providers")
    browser.one("article", "fake")
    browser.press("article button", "Disable")
    browser.one("article .badge", "Disabled")
    browser.press(".toast button", "Undo")
    browser.one("article .badge", "Enabled")
    browser.press("#nav-budgets")
    browser.press(".controls .primary", "New budget")
    browser.choose("dialog [name=subject]", "Provider fake")
    browser.enter("amount", "12.50")
    browser.press("dialog .primary", "Create")
    browser.one("tbody tr", "$12.50")
    browser.press("tbody button", "Delete")
    browser.one(".empty", "No budgets yet")
    browser.press(".toast button", "Undo")
    browser.one("tbody tr", "$12.50")
    assert browser.complaints() == []


def test_a_preset_brings_a_name_and_an_own_address_wants_one(
    server: Dragoman, browser: Chromium
) -> None:
    browser.sign_in(server.url, ADMIN_KEY)
    browser.press("#nav-providers")
    browser.one("article .hint", "OpenAI Chat Completions")
    browser.press(".controls .primary", "Add provider")
    browser.choose("dialog [name=preset]", "Google Gemini")
    assert browser.one("dialog [name=name]").get_attribute("placeholder") == "gemini"
    browser.enter("key_reference", "env:GEMINI_KEY")
    browser.press("dialog .primary", "Create")
    browser.one("article", "generativelanguage.googleapis.com")
    browser.gone("dialog")
    browser.press(".controls .primary", "Add provider")
    browser.choose("dialog [name=preset]", "Own address")
    browser.press("dialog .primary", "Create")
    browser.one("dialog .error", "Fill this in.")
    assert browser.complaints() == []


def test_a_user_is_given_a_provider_key_of_their_own(server: Dragoman, browser: Chromium) -> None:
    browser.sign_in(server.url, ADMIN_KEY)
    browser.press("#nav-users")
    browser.press(".controls .primary", "New user")
    browser.enter("name", "Ann")
    browser.press("dialog .primary", "Create")
    browser.press("tbody button", "Own provider keys")
    browser.enter("reference", "env:ANNS_KEY")
    browser.press("dialog .primary", "Save")
    browser.one(".toast", "Ann has a key of their own for fake.")
    browser.gone("dialog")
    browser.press("tbody button", "Own provider keys")
    browser.one("dialog option", "fake (own key)")
    browser.press("dialog [name=forget]", "")
    browser.press("dialog .primary", "Save")
    browser.one(".toast", "Ann uses the shared key of fake again.")
    # Chromium recommends a user's name beside every password field; a provider's key has none.
    assert [each for each in browser.complaints() if '"recommendation"' not in each] == []


def test_a_provider_is_deleted_only_after_a_question(server: Dragoman, browser: Chromium) -> None:
    browser.sign_in(server.url, ADMIN_KEY)
    browser.press("#nav-providers")
    browser.press("article button", "Delete")
    browser.one("dialog h2", "Delete fake?")
    browser.press("dialog button", "Cancel")
    browser.gone("dialog")
    browser.one("article", "fake")
    browser.press("article button", "Delete")
    browser.press("dialog .primary", "Delete")
    browser.one(".empty", "No provider yet")
    assert browser.complaints() == []


def test_what_was_missed_while_the_server_was_away_is_shown_when_it_is_back(
    tmp_path: Path, browser: Chromium
) -> None:
    gateway = Dragoman(tmp_path, "serve", "--port", str(free_port()))
    gateway.more["DRAGOMAN_ADMIN_KEY"] = ADMIN_KEY
    with gateway:
        browser.sign_in(gateway.url, ADMIN_KEY)
        browser.one(".empty", "No requests in this time")
        gateway.kill()
        browser.one("#lamp", "Connecting")
        browser.press("#nav-keys")
        browser.one(".empty", "The server does not answer")
        gateway.restart()
        browser.one("#lamp", "Live")
        browser.one(".empty", "No keys yet")


def test_a_list_that_is_held_open_is_not_taken_away_by_what_arrives(
    server: Dragoman, browser: Chromium
) -> None:
    assert ask(server, server.client_key) == REPLY.text
    browser.sign_in(server.url, ADMIN_KEY)
    browser.press("#range-custom")
    browser.one("#date-from")
    browser.script("""
        window.held = ["#usage-user", "#usage-by", "#date-from"]
          .map((each) => document.querySelector(each));
    """)
    assert ask(server, server.client_key) == REPLY.text
    browser.one("#tile-requests", "2")
    assert browser.script("return window.held.every((node) => node.isConnected)") is True
    browser.choose("#usage-by", "By client")
    browser.one("h2", "By client")
    browser.press("#range-today")
    browser.gone("#date-from")


def test_a_press_is_not_lost_to_what_arrives_during_it(server: Dragoman, browser: Chromium) -> None:
    assert ask(server, server.client_key) == REPLY.text
    browser.sign_in(server.url, ADMIN_KEY)
    head = browser.one("th button", "Output")
    ActionChains(browser.driver).click_and_hold(head).perform()
    assert ask(server, server.client_key) == REPLY.text
    browser.until(HEARD)
    ActionChains(browser.driver).release().perform()
    browser.one("th[aria-sort=descending]", "Output")
    browser.one("#tile-requests", "2")


def test_a_chart_is_as_wide_as_its_window_and_stays_unfolded(
    server: Dragoman, browser: Chromium
) -> None:
    assert ask(server, server.client_key) == REPLY.text
    browser.sign_in(server.url, ADMIN_KEY)
    browser.press("#chart-table summary")
    assert browser.text("nav a[aria-current=page]") == "Usage"
    browser.driver.set_window_size(600, 900)
    fits = "const svg = document.querySelector('svg.chart');"
    fits += "return Math.abs(svg.viewBox.baseVal.width - svg.getBoundingClientRect().width) < 2"
    browser.until(fits)
    assert ask(server, server.client_key) == REPLY.text
    browser.one("#tile-requests", "2")
    assert browser.one("#chart-table table").is_displayed()


@pytest.mark.parametrize("width", [500, 1280])
def test_it_speaks_chinese_fits_the_window_and_has_a_name_for_every_control(
    server: Dragoman, tmp_path: Path, width: int
) -> None:
    with Chromium(tmp_path / "chromium", "zh-CN", width) as browser:
        browser.sign_in(server.url, ADMIN_KEY)
        for view, title in (
            ("usage", "用量"),
            ("users", "用户"),
            ("keys", "密钥"),
            ("providers", "服务商"),
            ("budgets", "预算"),
        ):
            browser.press(f"#nav-{view}")
            browser.one("h1", title)
            wide = "return document.documentElement.scrollWidth <= window.innerWidth"
            assert browser.script(wide), view
            assert browser.script(NAMELESS) == [], view
        browser.choose("#language", "English")
        browser.one("h1", "Budgets")
        browser.choose("#theme", "Dark")
        ground = browser.script("return getComputedStyle(document.body).backgroundColor")
        assert ground == "rgb(20, 24, 26)"


# True once the page has heard of a change: it asks for the server's state again then.
HEARD = """
return performance.getEntriesByType("resource")
  .filter(({ name }) => name.endsWith("/admin/status")).length > 1;
"""

# Controls that a screen reader would not know how to call.
NAMELESS = """
return [...document.querySelectorAll("button, a, input, select")].filter((node) => {
  const label = node.id && document.querySelector(`label[for="${node.id}"]`);
  return !(node.textContent.trim() || node.getAttribute("aria-label") || label
           || node.closest("label"));
}).map((node) => node.outerHTML);
"""


def test_everything_can_be_reached_with_the_keyboard(server: Dragoman, browser: Chromium) -> None:
    browser.sign_in(server.url, ADMIN_KEY)
    body = browser.one("body")
    reached = set()
    for _ in range(40):
        body = browser.driver.switch_to.active_element
        reached.add(body.get_attribute("id"))
        body.send_keys(Keys.TAB)
    assert {"nav-usage", "nav-keys", "language", "theme", "sign-out", "range-days30"} <= reached


def test_no_word_is_missing_in_either_language() -> None:
    tables = {
        language: re.findall(r"^  (\w+):", (RESOURCES / f"words.{language}.js").read_text(), re.M)
        for language in ("en", "zh")
    }
    assert sorted(tables["en"]) == sorted(tables["zh"])
    assert len(set(tables["en"])) == len(tables["en"])
    places = re.compile(r"^  (\w+): \"(.*)\",$", re.M)
    english, chinese = (
        {
            name: set(re.findall(r"\{\w+\}", text))
            for name, text in places.findall((RESOURCES / f"words.{language}.js").read_text())
        }
        for language in ("en", "zh")
    )
    assert english == chinese
    used = set()
    for path in RESOURCES.rglob("*.js"):
        used |= set(re.findall(r"\bt\(\"(\w+)\"", path.read_text()))
    assert used <= set(tables["en"])


def test_every_wire_format_can_be_chosen_by_its_name() -> None:
    page = (RESOURCES / "views" / "providers.js").read_text("utf-8")
    assert set(re.findall(r"^  (\w+): \"[A-Z][\w ]+\",$", page, re.MULTILINE)) == set(
        get_args(DialectName)
    )


def test_nothing_is_loaded_from_anywhere_else() -> None:
    for path in RESOURCES.rglob("*"):
        if path.suffix in (".js", ".css", ".html"):
            text = path.read_text().replace("http://www.w3.org/2000/svg", "")
            assert "http:" not in text, path
            assert "https:" not in text, path
            assert "innerHTML" not in text, path
            assert " style=" not in text, path
