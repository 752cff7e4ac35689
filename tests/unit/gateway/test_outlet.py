"""What leaves for the client, and when, on both lanes."""

from app.bootstrap.dialects import DIALECTS
from app.core.conversation import Conversation, Text, Turn
from app.core.events import Event, Finished, PartDelta, PartEnded, PartStarted, Started
from app.core.failure import Failure, FailureKind
from app.core.usage import Usage
from app.dialects.anthropic_messages import DIALECT
from app.dialects.base import Reply
from app.gateway.outlet import TranslatedOutlet, VerbatimOutlet, ping
from app.routing.commit import Commit

CUT = Failure(FailureKind.CUT, "cut")
OPENING: list[Event] = [Started("1", "m"), PartStarted(0, Text(""))]
PING = b"event: ping\ndata: {}\n\n"


def translated(*, refuse_empty: bool = False) -> TranslatedOutlet:
    conversation = Conversation("anthropic_messages", "m", (Turn("user", (Text("hi"),)),))
    encoder = DIALECT.stream_encoder(Reply(conversation, "1", 0))
    return TranslatedOutlet(encoder, "req_1", DIALECT, Commit(refuse_empty=refuse_empty))


def verbatim() -> VerbatimOutlet:
    return VerbatimOutlet(DIALECT, PING, "req_1")


def test_control_events_wait_for_the_first_word() -> None:
    outlet = translated()
    assert outlet.take(b"", OPENING) == b""
    assert not outlet.committed
    sent = outlet.take(b"", [PartDelta(0, "hello")])
    assert outlet.committed
    assert sent.index(b"message_start") < sent.index(b"hello")


def test_a_second_attempt_begins_from_nothing() -> None:
    outlet = translated()
    outlet.take(b"", OPENING)
    outlet.restart()
    sent = outlet.take(b"", [*OPENING, PartDelta(0, "x")])
    assert sent.count(b"message_start\n") == 1


def test_after_a_keepalive_the_next_attempt_does_not_open_again() -> None:
    outlet = translated()
    assert b"message_start" in outlet.keepalive()
    outlet.restart()
    sent = outlet.take(b"", [*OPENING, PartDelta(0, "x"), PartEnded(0), Finished("stop")])
    assert b"message_start" not in sent
    assert b"message_stop" in sent


def test_an_empty_answer_is_a_failure_unless_tokens_were_counted() -> None:
    outlet = translated(refuse_empty=True)
    assert outlet.take(b"", [Started(), Finished("stop")]) == b""
    assert outlet.failure is not None
    counted = translated(refuse_empty=True)
    assert counted.take(b"", [Started(), Finished("stop", Usage(fresh=3, output=2))])


def test_verbatim_bytes_are_held_and_then_all_sent_untouched() -> None:
    outlet = verbatim()
    assert outlet.take(b"event: message_start\n\n", OPENING) == b""
    sent = outlet.take(b"data: \xff\n\n", [PartDelta(0, "x")])
    assert sent == b"event: message_start\n\ndata: \xff\n\n"
    assert outlet.take(b"rest\n\n", []) == b"rest\n\n"


def test_a_ping_never_breaks_a_frame() -> None:
    outlet = verbatim()
    assert outlet.keepalive() == PING
    assert outlet.take(b"data: half", [PartDelta(0, "x")]) == b""
    assert outlet.take(b" done\r\n\r\ndata: n", []) == b"data: half done\r\n\r\n"
    assert outlet.take(b"ext\n\n", []) == b"data: next\n\n"


def test_a_frame_end_that_arrives_in_two_pieces_is_seen() -> None:
    outlet = verbatim()
    assert outlet.take(b"data: x\n", [PartDelta(0, "x")]) == b""
    assert outlet.take(b"\n", []) == b"data: x\n\n"


def test_half_a_frame_is_dropped_before_the_error() -> None:
    outlet = verbatim()
    outlet.take(b'data: {"half', [PartDelta(0, "x")])
    assert outlet.fail(CUT).startswith(b"event: error\n")
    assert outlet.rest() == b""


def test_the_last_frame_may_lack_its_blank_line() -> None:
    outlet = verbatim()
    outlet.take(b"data: a\n\ndata: b", [PartDelta(0, "x")])
    assert outlet.rest() == b"data: b"


def test_a_secret_that_the_provider_echoes_is_taken_out() -> None:
    outlet = VerbatimOutlet(DIALECT, PING, "req_1", (b"sk-own",))
    outlet.take(b'data: {"key":"sk-', [PartDelta(0, "x")])
    assert outlet.take(b'own"}\n\n', []) == b'data: {"key":"[redacted]"}\n\n'


def test_each_client_has_a_sign_of_life_that_it_takes() -> None:
    assert ping(DIALECTS["anthropic_messages"]).startswith(b"event: ping")
    assert ping(DIALECTS["openai_chat"]).startswith(b":")
    assert ping(DIALECTS["gemini"]).isspace()
