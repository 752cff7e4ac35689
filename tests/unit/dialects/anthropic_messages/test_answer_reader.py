from app.core.conversation import Text
from app.core.events import Failed, Finished, PartDelta, PartEnded, PartStarted, Started
from app.core.failure import Failure, FailureKind
from app.dialects.anthropic_messages.answer_reader import AnswerReader
from tests.dialects.anthropic_wire import sent


def test_the_pieces_of_a_message_are_events_in_their_order() -> None:
    reader = AnswerReader(sent())
    assert reader.message({"id": "msg_1", "model": "m"}) == [Started("msg_1", "m")]
    assert reader.block(0, {"type": "text", "text": ""}) == [PartStarted(0, Text(""))]
    assert reader.delta(0, {"type": "text_delta", "text": "Hi"}) == [PartDelta(0, "Hi")]
    assert not reader.complete
    assert reader.block_end(0) == [PartEnded(0)]
    assert reader.delta_of_message({"delta": {"stop_reason": "end_turn"}}) == []
    assert reader.complete
    assert reader.end() == [Finished("stop")]
    assert reader.over


def test_a_second_opening_and_a_second_end_say_nothing() -> None:
    reader = AnswerReader(sent())
    reader.message({})
    assert reader.message({"id": "again"}) == []
    reader.end()
    assert reader.end() == []
    assert reader.fail(Failure(FailureKind.CUT, "x")) == []


def test_a_block_that_opens_too_early_waits_for_the_one_before() -> None:
    reader = AnswerReader(sent())
    reader.block(0, {"type": "text"})
    assert reader.block(1, {"type": "text"}) == []
    assert reader.delta(1, {"type": "text_delta", "text": "b"}) == []
    assert reader.block_end(1) == []
    assert reader.delta(0, {"type": "text_delta", "text": "a"}) == [PartDelta(0, "a")]
    assert reader.block_end(0) == [
        PartEnded(0),
        PartStarted(1, Text("")),
        PartDelta(1, "b"),
        PartEnded(1),
    ]


def test_a_failure_names_the_provider() -> None:
    (failed,) = AnswerReader(sent()).fail(Failure(FailureKind.OVERLOADED, "Busy."))
    assert isinstance(failed, Failed)
    assert failed.failure.provider == "anthropic"
