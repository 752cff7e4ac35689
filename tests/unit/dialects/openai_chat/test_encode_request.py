import json

from app.core.conversation import OutputFormat, Tool
from app.core.failure import FailureKind
from tests.dialects.chat_wire import assistant, conversation, encoded, refusal, system, user, wire


def test_messages_stand_last_after_model_knobs_and_tools() -> None:
    said = conversation(
        system("A"),
        user("Hi"),
        tools=(Tool("Read", None, {}),),
        options={"stream": True, "max_tokens": 5, "output_format": OutputFormat()},
    )
    assert list(encoded(said)) == [
        "model",
        "stream",
        "stream_options",
        "max_tokens",
        "response_format",
        "tools",
        "messages",
    ]


def test_the_provider_s_model_is_named_and_never_the_client_s() -> None:
    sent = wire(conversation())
    assert json.loads(sent.body)["model"] == "target-model"
    assert b"a-model" not in sent.body
    assert sent.path == "chat/completions"


def test_a_target_that_only_streams_is_asked_for_a_stream() -> None:
    assert wire(conversation(), stream_only=True).stream is True
    assert encoded(conversation(), stream_only=True)["stream"] is True
    assert wire(conversation()).stream is False


def test_nothing_left_to_send_is_refused_before_the_provider_refuses_it() -> None:
    told = refusal(lambda: wire(conversation(assistant(""))))
    assert (told.kind, told.param) == (FailureKind.BAD_REQUEST, "messages")


def test_other_characters_are_written_as_they_are() -> None:
    assert "日本\u2028".encode() in wire(conversation(user("日本\u2028"))).body


def test_a_schema_that_nests_beyond_writing_is_refused() -> None:
    schema: dict[str, object] = {}
    for _ in range(3000):
        schema = {"not": schema}
    told = refusal(lambda: wire(conversation(tools=(Tool("Read", None, schema),))))
    assert told.kind is FailureKind.BAD_REQUEST
