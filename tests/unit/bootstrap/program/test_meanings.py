import json

from app.bootstrap.dialects import DIALECTS
from app.bootstrap.program.meanings import DialectMeanings
from app.core.outline import Line
from app.desktop.program.meanings import EMBEDDINGS
from app.storage.records import TranscriptBody
from tests.fakes import chat, messages
from tests.fakes.answers import HELLO

MEANINGS = DialectMeanings(DIALECTS)
JSON, STREAM = "application/json", "text/event-stream"


def kept(body: bytes, kind: str = JSON, *, truncated: bool = False) -> TranscriptBody:
    return TranscriptBody("client_sent", 0, kind, len(body), truncated, body)


def test_both_sides_of_a_translated_request_read_the_same_but_for_the_model() -> None:
    sent = kept(
        json.dumps(
            {
                "model": "claude-opus-4-8",
                "max_tokens": 9,
                "system": "Be brief.",
                "messages": [{"role": "user", "content": "Hi"}],
            }
        ).encode()
    )
    got = kept(
        json.dumps(
            {
                "model": "deepseek-v4-pro",
                "max_tokens": 9,
                "messages": [
                    {"role": "system", "content": "Be brief."},
                    {"role": "user", "content": "Hi"},
                ],
            }
        ).encode()
    )
    asked = MEANINGS.request(sent, "anthropic_messages").lines
    answered = MEANINGS.request(got, "openai_chat").lines
    assert asked[0] == Line("model", "", "claude-opus-4-8")
    assert answered[0] == Line("model", "", "deepseek-v4-pro")
    assert asked[1:] == answered[1:]


def test_a_stream_and_a_whole_answer_say_the_same_in_any_dialect() -> None:
    streamed = b"".join(chat.frames(HELLO, "1", "m"))
    whole = json.dumps(messages.whole(HELLO, "msg_1", "m")).encode()
    one = MEANINGS.answer(kept(streamed, STREAM), "openai_chat")
    other = MEANINGS.answer(kept(whole), "anthropic_messages")
    assert one.trouble == other.trouble == ""
    assert one.lines[0] == other.lines[0] == Line("assistant", "", HELLO.text)
    assert Line("end", "", "stop") in one.lines


def test_what_of_a_cut_stream_arrived_is_shown_with_the_reason() -> None:
    streamed = b"".join(list(messages.frames(HELLO, "msg_1", "m"))[:-2])
    reading = MEANINGS.answer(kept(streamed, STREAM), "anthropic_messages")
    assert reading.trouble != ""
    assert all(line.kind != "end" for line in reading.lines)


def test_half_a_body_is_told_to_be_half() -> None:
    reading = MEANINGS.request(kept(b'{"model": "m", "mess', truncated=True), "openai_chat")
    assert reading.trouble == "Only the beginning of it was kept."


def test_what_nobody_reads_is_told() -> None:
    assert "klingon" in MEANINGS.request(kept(b"{}"), "klingon").trouble
    assert MEANINGS.answer(kept(b"{}"), "").trouble != ""


def test_an_answer_that_is_an_error_says_what_it_says() -> None:
    body = b'{"error": {"message": "Rate limit reached", "type": "rate_limit_error"}}'
    reading = MEANINGS.answer(kept(body), "openai_chat")
    assert reading.lines == ()
    assert reading.trouble != ""


def test_embeddings_are_read_by_their_shape_on_both_sides() -> None:
    sent = kept(b'{"model":"m","input":["a","b"]}')
    assert MEANINGS.request(sent, EMBEDDINGS).lines[0] == Line("model", "", "m")
    told = kept(b'{"data":[{"embedding":[1.5]}],"usage":{"prompt_tokens":4}}')
    assert MEANINGS.answer(told, EMBEDDINGS).lines[0] == Line("other", "vectors", "1 x 1")


def test_what_is_no_embedding_or_half_of_one_is_told() -> None:
    assert "cannot be read" in MEANINGS.answer(kept(b"<html>"), EMBEDDINGS).trouble
    assert "beginning" in MEANINGS.request(kept(b'{"mod', truncated=True), EMBEDDINGS).trouble
