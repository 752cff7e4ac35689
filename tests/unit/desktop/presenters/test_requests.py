from dataclasses import replace

from app.desktop.presenters.requests import Outcome, RequestsPresenter, RowsChange, selects
from app.desktop.program.failure import ProgramError
from app.storage.records import UsageRow
from app.storage.selection import Selection
from tests.fakes.program import FakeHistory


def row(number: int, **changes: object) -> UsageRow:
    plain = UsageRow(
        f"req_{number}", number * 1000, client_program="codex", provider="deepseek", status=200
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # any field


async def shown(presenter: RequestsPresenter) -> list[str]:
    await presenter.settled()
    return [request.row.request_id for request in presenter.rows]


async def test_running_requests_come_first_then_the_newest() -> None:
    history = FakeHistory([row(1), row(2)])
    history.begin(row(3))
    presenter = RequestsPresenter(history)
    presenter.load()
    assert await shown(presenter) == ["req_3", "req_2", "req_1"]
    assert presenter.rows[0].running


async def test_older_requests_come_page_by_page() -> None:
    presenter = RequestsPresenter(FakeHistory([row(number) for number in range(450)]))
    told: list[RowsChange] = []
    presenter.rows_changed.connect(told.append)
    presenter.load()
    assert len(await shown(presenter)) == 200
    presenter.load_more()
    presenter.load_more()
    await shown(presenter)
    presenter.load_more()
    assert len(await shown(presenter)) == 450
    assert not presenter.more
    assert told == [
        RowsChange("reset"),
        RowsChange("inserted", 200, 399),
        RowsChange("inserted", 400, 449),
    ]


async def test_a_request_is_listed_when_it_begins_and_changes_when_it_ends() -> None:
    history = FakeHistory([row(1)])
    presenter = RequestsPresenter(history)
    presenter.load()
    await shown(presenter)
    told: list[RowsChange] = []
    presenter.rows_changed.connect(told.append)
    history.begin(row(2))
    history.end(row(2, output=7))
    assert await shown(presenter) == ["req_2", "req_1"]
    assert not presenter.rows[0].running
    assert presenter.rows[0].row.output == 7
    assert told == [RowsChange("inserted"), RowsChange("changed")]


async def test_nothing_that_happens_while_the_list_is_read_is_missing() -> None:
    history = FakeHistory([row(number) for number in range(450)])
    presenter = RequestsPresenter(history)
    presenter.load()
    history.begin(row(500))
    history.end(row(500, output=7))
    assert (await shown(presenter))[:2] == ["req_500", "req_449"]
    presenter.load_more()
    history.begin(row(501))
    assert (await shown(presenter))[0] == "req_501"
    assert len(presenter.rows) == 401
    assert not presenter.rows[1].running


async def test_words_are_found_in_any_case_and_over_pages() -> None:
    rows = [row(number) for number in range(900)]
    rows[5] = row(5, client_model="Claude-Opus")
    presenter = RequestsPresenter(FakeHistory(rows))
    presenter.look_for(text=" opus ")
    assert await shown(presenter) == ["req_5"]
    presenter.clear_filter()
    assert len(await shown(presenter)) == 200
    assert not presenter.filtered


async def test_failures_and_losses_are_listed_alone() -> None:
    rows = [row(1), row(2, failure="overloaded", status=529), row(3, loss_count=2)]
    history = FakeHistory(rows)
    presenter = RequestsPresenter(history)
    presenter.look_for(outcome=Outcome.FAILED)
    assert await shown(presenter) == ["req_2"]
    history.end(row(4))
    history.end(row(5, failure="cut"))
    assert await shown(presenter) == ["req_5", "req_2"]
    presenter.look_for(outcome=Outcome.LOSSY)
    assert await shown(presenter) == ["req_3"]


async def test_only_the_last_thing_that_was_looked_for_is_listed() -> None:
    rows = [row(1, provider="glm"), row(2)]
    presenter = RequestsPresenter(FakeHistory(rows))
    presenter.look_for(selection=Selection(provider="glm"))
    presenter.look_for(selection=Selection(provider="deepseek"))
    assert await shown(presenter) == ["req_2"]


async def test_a_database_that_cannot_be_read_is_told() -> None:
    history = FakeHistory([])
    history.fail_with = ProgramError("The database is locked.")
    presenter = RequestsPresenter(history)
    heard: list[str] = []
    presenter.failed.connect(heard.append)
    presenter.load()
    assert await shown(presenter) == []
    assert heard == ["The database is locked."]
    assert not presenter.loading


def test_a_selection_holds_what_fits_every_part_of_it() -> None:
    one = row(5, user_id="u", key_id="k", profile="p", model="m", endpoint="e", conversation="c")
    whole = Selection(5000, 5001, "u", "k", "p", "deepseek", "m", "codex", "e", "c")
    assert selects(whole, one)
    assert not selects(replace(whole, conversation=""), one)
    assert not selects(replace(whole, start_ms=5001), one)
    assert not selects(replace(whole, end_ms=5000), one)
