import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.desktop.presenters.usage import UsagePresenter
from app.desktop.presenters.usage_span import Days
from app.desktop.program.failure import ProgramError
from app.settings.history_settings import AccountingSettings
from app.settings.schema import Settings
from app.storage.records import UsageRow
from app.storage.totals import OTHERS
from tests.fakes.program import FakeConfiguration, FakeHistory, fake_program

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR_MS = 3_600_000


def ms(when: datetime) -> int:
    return round(when.timestamp() * 1000)


def row(hours_ago: float = 1, **changes: Any) -> UsageRow:
    plain = UsageRow(
        f"req_{hours_ago}",
        ms(NOW) - round(hours_ago * HOUR_MS),
        provider="deepseek",
        model="v4",
        client_program="codex",
        fresh=100,
        cache_read=300,
        output=50,
        cost_micros=1_000_000,
        currency="USD",
        accuracy="exact",
        first_delta_ms=900,
    )
    return replace(plain, **changes)


class Desk:
    def __init__(self, *rows: UsageRow, zone: str = "UTC", every: float = 0.0) -> None:
        money = AccountingSettings(timezone=zone)
        self.configuration = FakeConfiguration(Settings(accounting=money))
        self.history = FakeHistory(rows, now_ms=ms(NOW), zone=ZoneInfo(zone))
        self.now = NOW
        self.presenter = UsagePresenter(
            fake_program(history=self.history, configuration=self.configuration),
            every=every,
            clock=lambda: self.now.timestamp(),
        )
        self.failures: list[str] = []
        self.presenter.failed.connect(self.failures.append)

    async def read(self) -> "Desk":
        self.presenter.start()
        await self.presenter.settled()
        return self


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = await Desk(
        row(1),
        row(2, provider="glm", model="glm/5", cost_micros=3_000_000),
        row(30, client_program="claude-code"),
    ).read()
    yield made
    made.presenter.close()


async def test_today_has_every_hour_and_the_sums_of_its_requests(desk: Desk) -> None:
    state = desk.presenter.state
    assert len(state.slots) == 24
    assert state.totals.requests == 2
    assert state.totals.cost == {"USD": 4_000_000}
    assert state.latency.p50_ms == 900
    assert [slot.when.hour for slot in state.slots if slot.parts] == [10, 11]
    assert state.parts == ("glm/glm/5", "deepseek/v4")
    assert state.known
    assert not state.loading


async def test_seven_days_have_a_bar_each_in_the_users_own_days() -> None:
    late = row(6, cost_micros=5)  # 06:00 UTC is 22:00 of the day before in Los Angeles
    desk = await Desk(late, zone="America/Los_Angeles").read()
    desk.presenter.choose_span("7")
    await desk.presenter.settled()
    state = desk.presenter.state
    assert state.days == Days(date(2026, 11, 15), date(2026, 11, 21))
    assert [slot.when.date().day for slot in state.slots] == [15, 16, 17, 18, 19, 20, 21]
    assert {slot.when.hour for slot in state.slots} == {0}
    desk.presenter.close()


async def test_days_that_a_person_chose_are_put_in_order_and_end_today(desk: Desk) -> None:
    desk.presenter.choose_days(date(2027, 1, 1), date(2026, 11, 20))
    await desk.presenter.settled()
    assert desk.presenter.state.span == "custom"
    assert desk.presenter.state.days == Days(date(2026, 11, 20), date(2026, 11, 21))
    assert desk.presenter.state.totals.requests == 3


async def test_a_filter_narrows_everything_but_what_can_be_filtered_for(desk: Desk) -> None:
    desk.presenter.filter_by(provider="glm")
    await desk.presenter.settled()
    state = desk.presenter.state
    assert state.totals.requests == 1
    assert state.offer.providers == ("deepseek", "glm")
    assert state.offer.models == ("deepseek/v4", "glm/glm/5")
    desk.presenter.filter_by(model="glm/glm/5")
    await desk.presenter.settled()
    chosen = desk.presenter.selection()
    assert (chosen.provider, chosen.model) == ("glm", "glm/5")


async def test_what_is_used_for_the_first_time_can_be_filtered_for(desk: Desk) -> None:
    asked = len(desk.history.called("grouped"))
    desk.history.end(row(0))
    await desk.presenter.settled()
    assert len(desk.history.called("grouped")) == asked + 1
    desk.history.end(row(0.1, model="new"))
    await desk.presenter.settled()
    assert desk.presenter.state.offer.models == ("deepseek/new", "deepseek/v4", "glm/glm/5")


async def test_what_is_grouped_is_what_is_stacked_and_listed(desk: Desk) -> None:
    desk.presenter.choose_span("7")
    desk.presenter.choose_by("client")
    await desk.presenter.settled()
    assert desk.presenter.state.parts == ("codex", "claude-code")
    assert [group.key for group in desk.presenter.state.groups] == ["codex", "claude-code"]


async def test_another_measure_needs_no_query(desk: Desk) -> None:
    asked = len(desk.history.calls)
    state = desk.presenter.state
    assert state.amount(state.totals) == 4_000_000
    desk.presenter.choose_measure("tokens")
    assert desk.presenter.state.amount(state.totals) == 900
    desk.presenter.choose_measure("requests")
    assert desk.presenter.state.amount(state.totals) == 2
    assert len(desk.history.calls) == asked


async def test_a_bar_leads_to_its_hour_and_its_model(desk: Desk) -> None:
    start = ms(NOW.replace(hour=10))
    whole = desk.presenter.selection_of_slot(start, "")
    assert (whole.start_ms, whole.end_ms) == (start, start + HOUR_MS)
    assert whole.model is None
    part = desk.presenter.selection_of_slot(start, "glm/glm/5")
    assert (part.provider, part.model) == ("glm", "glm/5")
    last = ms(NOW.replace(hour=23))
    assert desk.presenter.selection_of_slot(last, OTHERS).end_ms == last + HOUR_MS


async def test_a_row_and_a_day_lead_to_their_requests(desk: Desk) -> None:
    desk.presenter.choose_by("provider")
    assert desk.presenter.selection_of_group("glm").provider == "glm"
    desk.presenter.choose_by("client")
    assert desk.presenter.selection_of_group("codex").client == "codex"
    assert desk.presenter.selection_of_group("").client is None
    day = desk.presenter.selection_of_day(date(2026, 11, 20))
    assert day.start_ms == ms(NOW.replace(day=20, hour=0))
    assert day.end_ms == ms(NOW.replace(hour=0))


async def test_a_request_that_ends_is_taken_in_and_one_that_begins_is_not(desk: Desk) -> None:
    asked = len(desk.history.calls)
    desk.history.begin(row(0))
    await desk.presenter.settled()
    assert len(desk.history.calls) == asked
    desk.history.end(row(0))
    await desk.presenter.settled()
    assert desk.presenter.state.totals.requests == 3


async def test_many_requests_are_taken_in_by_few_queries_that_never_overlap() -> None:
    desk = await Desk(row(1), every=60).read()
    first = len(desk.history.called("total"))
    for at in range(50):
        desk.history.end(row(at / 100))
    assert len(desk.history.called("total")) == first
    desk.presenter.refresh()
    await desk.presenter.settled()
    assert len(desk.history.called("total")) == first + 1
    assert desk.presenter.state.totals.requests == 51
    desk.presenter.close()


async def test_a_request_that_ended_has_time_to_be_recorded() -> None:
    desk = await Desk(row(1), every=0.2).read()
    first = len(desk.history.called("total"))
    desk.history.end(row(0))
    for _ in range(10):
        await asyncio.sleep(0)
    assert len(desk.history.called("total")) == first
    await desk.presenter.settled()
    assert desk.presenter.state.totals.requests == 2
    desk.presenter.close()


async def test_the_year_is_read_once_and_then_todays_sums_alone(desk: Desk) -> None:
    assert set(desk.presenter.state.year) == {date(2026, 11, 20), date(2026, 11, 21)}
    desk.history.end(row(0))
    await desk.presenter.settled()
    assert desk.presenter.state.year[date(2026, 11, 21)].requests == 3
    assert desk.presenter.state.year[date(2026, 11, 20)].requests == 1
    last = [call[0] for call in desk.history.called("series") if call[2] is None][-1]
    assert last.start_ms == ms(NOW.replace(hour=0))


async def test_a_new_day_begins_at_midnight(desk: Desk) -> None:
    desk.now = NOW + timedelta(days=1)
    desk.presenter.refresh()
    await desk.presenter.settled()
    assert desk.presenter.state.days == Days(date(2026, 11, 22), date(2026, 11, 22))
    assert desk.presenter.state.totals.requests == 0


async def test_a_broken_database_is_told_and_the_window_recovers(desk: Desk) -> None:
    desk.history.fail_with = ProgramError("The database cannot be read: disk I/O error.")
    desk.presenter.refresh()
    await desk.presenter.settled()
    assert desk.presenter.state.trouble == "The database cannot be read: disk I/O error."
    assert not desk.presenter.state.loading
    desk.history.fail_with = None
    desk.presenter.refresh()
    await desk.presenter.settled()
    assert desk.presenter.state.trouble == ""
    assert desk.presenter.state.totals.requests == 2


async def test_an_answer_to_what_nobody_asks_any_more_is_dropped(desk: Desk) -> None:
    desk.presenter.choose_span("7")
    desk.presenter.filter_by(client="claude-code")
    desk.presenter.choose_by("client")
    await desk.presenter.settled()
    assert desk.presenter.state.totals.requests == 1
    assert desk.presenter.state.parts == ("claude-code",)


async def test_money_of_both_currencies_is_one_number_at_the_users_rate(desk: Desk) -> None:
    assert desk.presenter.state.money({"USD": 1_000_000, "CNY": 7_100_000}) == 2_000_000
    await desk.configuration.change(
        "Currency",
        lambda old: old.model_copy(
            update={"accounting": old.accounting.model_copy(update={"currency": "CNY"})}
        ),
    )
    assert desk.presenter.state.currency == "CNY"
    assert desk.presenter.state.money({"USD": 1_000_000, "CNY": 7_100_000}) == 14_200_000
    await desk.presenter.settled()


async def test_nothing_at_all_is_told_from_nothing_today() -> None:
    empty = await Desk().read()
    assert empty.presenter.state.bare
    yesterday = await Desk(row(30)).read()
    assert not yesterday.presenter.state.bare
    empty.presenter.close()
    yesterday.presenter.close()


async def test_the_table_is_saved_as_a_file(desk: Desk, tmp_path: Path) -> None:
    saved: list[str] = []
    desk.presenter.saved.connect(saved.append)
    desk.presenter.save_csv(tmp_path / "usage.csv")
    await desk.presenter.settled()
    assert saved == [str(tmp_path / "usage.csv")]
    assert (tmp_path / "usage.csv").read_text("utf-8-sig").count("\n") == 3
    desk.presenter.save_csv(tmp_path / "none" / "usage.csv")
    await desk.presenter.settled()
    assert desk.failures == [
        f"{tmp_path / 'none' / 'usage.csv'} could not be written: No such file or directory."
    ]


async def test_what_was_closed_is_started_again(desk: Desk) -> None:
    desk.presenter.refresh()
    desk.presenter.close()
    desk.history.rows.append(row(0.2))
    desk.presenter.start()
    await desk.presenter.settled()
    assert desk.presenter.state.totals.requests == 3
    assert not desk.presenter.state.loading


async def test_a_closed_window_asks_nothing_more(desk: Desk) -> None:
    desk.presenter.close()
    asked = len(desk.history.calls)
    desk.history.end(row(0))
    await desk.presenter.settled()
    assert len(desk.history.calls) == asked
