from dataclasses import replace

from app.core.loss import Loss
from app.desktop.presenters.request_detail import (
    SHOWN_BYTES,
    RequestDetailPresenter,
    laid_out,
    losses,
)
from app.desktop.presenters.side_by_side import Change
from app.storage.records import TranscriptBody
from tests.fakes.program import FakeHistory, fake_program
from tests.fakes.program.sample import rows


def served(failed_over: bool = False) -> FakeHistory:
    good = (row for row in rows() if row.failure is None and row.lane == "translated")
    chosen = next(r for r in good if (r.attempts == 2) is failed_over and r.client_model[0] == "c")
    return FakeHistory([replace(chosen, request_id="req_1", client_dialect="anthropic_messages")])


async def test_a_request_is_shown_with_its_course_and_all_four_sides() -> None:
    presenter = RequestDetailPresenter(fake_program(history=served()))
    presenter.show("req_1")
    await presenter.settled()
    state = presenter.state
    assert state.request is not None
    assert state.timeline.attempts[0].provider == state.request.row.provider
    assert state.asked.rows[0].change is Change.CHANGED  # the model
    assert state.asked.rows[1].change is Change.SAME  # the instructions
    assert '"system": "You are a careful engineer."' in state.asked.left
    assert '"stream_options"' in state.asked.right
    assert "[DONE]" in state.answered.left
    assert "message_stop" in state.answered.right
    assert not state.loading


async def test_what_each_attempt_got_can_be_seen() -> None:
    presenter = RequestDetailPresenter(fake_program(history=served(failed_over=True)))
    presenter.show("req_1")
    await presenter.settled()
    assert (presenter.state.attempt, presenter.state.attempts) == (2, 2)
    presenter.show_attempt(1)
    await presenter.settled()
    assert "Rate limit reached" in presenter.state.answered.left
    presenter.show_attempt(3)
    assert presenter.state.attempt == 1


async def test_without_a_transcript_the_course_is_there_all_the_same() -> None:
    history = served()
    history.recorded = False
    presenter = RequestDetailPresenter(fake_program(history=history))
    presenter.show("req_1")
    await presenter.settled()
    assert presenter.state.request is not None
    assert not presenter.state.kept
    assert not presenter.can_copy_curl
    assert presenter.curl() == ""


async def test_a_request_that_runs_is_shown_again_when_it_ends() -> None:
    history = served()
    running = history.begin(replace(history.rows[0], request_id="req_2"))
    presenter = RequestDetailPresenter(fake_program(history=history))
    presenter.show("req_2")
    await presenter.settled()
    assert presenter.state.request is not None
    assert presenter.state.request.running
    history.end(running.row)
    await presenter.settled()
    assert not presenter.state.request.running
    assert presenter.state.kept


async def test_an_unknown_request_is_told_and_nothing_is_shown_after() -> None:
    presenter = RequestDetailPresenter(fake_program(history=served()))
    presenter.show("req_nobody")
    await presenter.settled()
    assert presenter.state.trouble == "This request is not recorded."
    presenter.show("")
    assert presenter.state.trouble == ""


async def test_the_last_one_that_was_chosen_is_shown() -> None:
    history = served()
    history.rows.append(replace(history.rows[0], request_id="req_2"))
    presenter = RequestDetailPresenter(fake_program(history=history))
    presenter.show("req_1")
    presenter.show("req_2")
    await presenter.settled()
    assert presenter.state.request is not None
    assert presenter.state.request.row.request_id == "req_2"


async def test_the_command_for_curl_has_no_key_in_it() -> None:
    presenter = RequestDetailPresenter(fake_program(history=served()))
    presenter.show("req_1")
    await presenter.settled()
    command = presenter.curl()
    assert command.startswith("curl 'http://127.0.0.1:8777/v1/messages' ")
    assert "anthropic-version" in command
    assert "$DRAGOMAN_KEY" in command
    assert "careful engineer" in command


async def test_where_the_path_names_the_model_the_command_has_both() -> None:
    history = served()
    (row,) = history.rows
    for stream, method in ((True, "streamGenerateContent?alt=sse"), (False, "generateContent")):
        asked = replace(row, endpoint="generate_content", client_model="a/b c", stream=stream)
        presenter = RequestDetailPresenter(fake_program(history=FakeHistory([asked])))
        presenter.show("req_1")
        await presenter.settled()
        address = f"http://127.0.0.1:8777/v1beta/models/a/b%20c:{method}"
        assert presenter.curl().startswith(f"curl '{address}' ")


def test_recorded_losses_are_read_and_damaged_ones_are_none() -> None:
    text = '[{"what":"top_k","where":"options","weight":"option","note":"left out"}]'
    assert losses(text) == (Loss("top_k", "options", "option", "left out"),)
    assert losses(None) == losses("{") == losses('[{"who": 1}]') == ()


def test_large_bodies_are_shown_by_their_beginning() -> None:
    large = b'{"a": "' + b"x" * SHOWN_BYTES + b'"}'
    body = TranscriptBody("client_sent", 0, "application/json", len(large), False, large)
    assert len(laid_out(body)) == SHOWN_BYTES
    small = replace(body, body=b'{"a":1}')
    assert laid_out(small) == '{\n  "a": 1\n}'
    assert laid_out(replace(body, body=b"{")) == "{"
