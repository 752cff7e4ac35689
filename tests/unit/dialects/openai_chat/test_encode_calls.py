from app.core.conversation import CacheMark, ToolCall
from app.core.sidecar import Origin, Sidecar
from tests.dialects.chat_wire import MESSAGES, NAME, assistant, conversation, losses, messages, user


def test_what_a_provider_hangs_on_a_call_goes_back_to_this_wire_only() -> None:
    # Gemini's OpenAI-compatible endpoint refuses a call whose thought signature is missing.
    extra = {"extra_content": {"google": {"thought_signature": "s"}}}
    for dialect, kept in ((NAME, extra["extra_content"]), (MESSAGES, None)):
        call = ToolCall("a", "Read", "{}", sidecar=Sidecar(Origin(dialect), extra))
        wire = messages(user("Hi"), assistant(call), user("?"), client=dialect)[1]["tool_calls"][0]
        assert wire.get("extra_content") == kept


def test_the_model_s_own_argument_text_is_kept_to_the_byte() -> None:
    odd = '{ "a" : 1.0 ,"b":"\\u00e9" }'
    found = messages(user("Hi"), assistant(ToolCall("a", "Read", odd)), user("?"))
    assert found[1]["tool_calls"][0]["function"]["arguments"] == odd


def test_a_cache_mark_on_a_call_is_lost_by_name() -> None:
    said = conversation(user("Hi"), assistant(ToolCall("a", "Read", "{}", CacheMark())), user("?"))
    assert losses(said) == [("cache_control", "marker")]
