from dataclasses import replace
from datetime import UTC

import pytest

from app.desktop.presenters.tray_state import Mark, ProfileRoute, ProviderChoice, Today, TrayState
from app.desktop.program.clients import ClientState, Way
from app.desktop.program.notices import Notice, NoticeKind
from app.desktop.program.people import BudgetState
from app.desktop.program.providers import Health
from app.desktop.program.server import Power, ServerState
from app.desktop.tray import words
from tests.fakes.program import sample

ROUTE = ProfileRoute("default", "deepseek", "DeepSeek", "deepseek-v4")
STATE = TrayState(
    server=ServerState(Power.ON, "http://127.0.0.1:8777"),
    mark=Mark(on=True),
    routes=(ROUTE,),
    providers=(ProviderChoice("deepseek", "DeepSeek", Health.OK),),
    today=Today(tokens=2_100_000, cost={"USD": 1_840_000}, known=True),
)
CLAUDE = ClientState("claude-code", "Claude Code", "/usr/bin/claude", "2", (Way.DEFAULT,))


def powered(power: Power, trouble: str = "", resumes_at_ms: int | None = None) -> TrayState:
    return replace(
        STATE, server=ServerState(power, "http://127.0.0.1:8777", 0, trouble, resumes_at_ms)
    )


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (STATE, "On   127.0.0.1:8777"),
        (powered(Power.OFF), "Off"),
        (powered(Power.STARTING), "Starting…"),
        (powered(Power.STOPPING), "Finishing what runs…"),
        (powered(Power.FAILED, "Port 8777 is taken."), "Could not start"),
        (powered(Power.PAUSED), "Paused"),
        (powered(Power.PAUSED, resumes_at_ms=sample.NOW_MS), "Paused until 12:00"),
    ],
)
def test_power_is_said_in_a_word_or_with_its_address(state: TrayState, said: str) -> None:
    assert words.power(state, UTC) == said


@pytest.mark.parametrize(
    ("route", "said"),
    [
        (ROUTE, "Route   DeepSeek → deepseek-v4"),
        (replace(ROUTE, model=""), "Route   DeepSeek"),
        (replace(ROUTE, others=1), "Route   DeepSeek → deepseek-v4, then others"),
        (ProfileRoute("default"), "Route   no provider yet"),
    ],
)
def test_the_route_names_provider_and_model(route: ProfileRoute, said: str) -> None:
    assert words.route(replace(STATE, routes=(route,))) == said


def test_other_profiles_say_where_they_lead() -> None:
    assert words.other_profile(replace(ROUTE, profile="work")) == "work: DeepSeek → deepseek-v4"
    assert words.other_profile(replace(ROUTE, profile="work", own=False)) == "work: as default"


def test_rules_that_come_first_are_counted() -> None:
    assert words.rules(ROUTE) == ""
    assert words.rules(replace(ROUTE, rules=3)) == "Rules that come first: 3"


def test_a_provider_in_trouble_says_so() -> None:
    assert words.provider(ProviderChoice("a", "A", Health.OK)) == "A"
    assert words.provider(ProviderChoice("a", "A", Health.KEY_REJECTED)) == "A – key rejected"


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (STATE.today, "Today   $1.84   2.1 M tokens"),
        (Today(), "Today   …"),
        (Today(tokens=12, unpriced=1, known=True), "Today   unpriced   12 tokens"),
        (Today(known=True), "Today   0 tokens"),
        (
            Today(tokens=1, cost={"USD": 1_000_000, "CNY": 2_000_000}, known=True),
            "Today   $1.00 + ¥2.00   1 tokens",
        ),
    ],
)
def test_today_never_says_that_what_has_no_price_is_free(today: Today, said: str) -> None:
    assert words.today(replace(STATE, today=today)) == said


@pytest.mark.parametrize(
    ("period", "said"), [("day", "today"), ("week", "this week"), ("month", "this month")]
)
def test_the_budget_is_told_with_its_period(period: str, said: str) -> None:
    budget = replace(sample.BUDGETS[1], period=period)  # type: ignore[arg-type]  # one of the three
    state = replace(
        STATE, today=replace(STATE.today, budget=BudgetState(budget, "Lin Wei", 4_100_000, 0))
    )
    assert words.budget(state) == f"Budget   Lin Wei: $4.10 of $5.00 {said}"
    assert words.budget(STATE) == ""


def test_connected_clients_are_named_and_the_rest_is_hinted_at() -> None:
    on = replace(CLAUDE, connected=Way.DEFAULT)
    assert words.connected(STATE) == "Connect"
    assert words.connected(replace(STATE, clients=(on, CLAUDE))) == "Connect   Claude Code ✓"
    assert words.connected(replace(STATE, clients=(on,) * 4)).endswith("…")
    assert words.client(on) == "Claude Code ✓"
    assert words.client(CLAUDE) == "Claude Code"
    assert words.client(replace(on, stale="Its port is another.")) == "Claude Code – needs a look"


def test_the_last_error_says_how_old_it_is_and_fits() -> None:
    error = Notice(NoticeKind.FAILURE, sample.NOW_MS - 120_000, "429 from SiliconFlow")
    state = replace(STATE, last_error=error)
    assert words.last_error(state, sample.NOW_MS) == "⚠ 429 from SiliconFlow, 2 min ago"
    assert words.last_error(STATE, sample.NOW_MS) == ""
    long = replace(error, sentence="A long\nsentence. " * 20)
    assert len(words.last_error(replace(STATE, last_error=long), sample.NOW_MS)) < 100


def test_quitting_says_what_it_puts_back() -> None:
    on = replace(CLAUDE, connected=Way.DEFAULT)
    assert words.quitting(replace(STATE, clients=(on,))) == "Quit"
    restoring = replace(STATE, restores=True)
    assert words.quitting(restoring) == "Quit and disconnect clients"
    named = replace(restoring, clients=(on,))
    assert words.quitting(named) == "Quit and disconnect Claude Code"


def test_the_tooltip_is_one_line_with_everything() -> None:
    assert words.tooltip(STATE) == ("Dragoman · On 127.0.0.1:8777 · DeepSeek → deepseek-v4 · $1.84")
    failed = powered(Power.FAILED, "Port 8777 is taken by nginx.\nStop it.")
    assert words.tooltip(failed) == (
        "Dragoman · Could not start · Port 8777 is taken by nginx. Stop it."
    )
