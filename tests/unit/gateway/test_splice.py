"""The verbatim lane changes one value and no other byte."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.failure import FailureKind, Refused
from app.gateway.splice import peek, peek_body, spliced

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["model", "a", 'x"model":']) | st.text(max_size=4), inner)
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(st.text(max_size=6).filter(lambda k: k not in ("model", "stream")), JSON),
    st.dictionaries(st.text(max_size=6).filter(lambda k: k not in ("model", "stream")), JSON),
    st.sampled_from(["m", "gpt-5", 'quo"te', "模型", "a\\b"]),
    st.sampled_from([None, 1, 2]),
)
def test_only_the_top_level_model_changes(
    before: dict[str, Any], after: dict[str, Any], model: str, indent: int | None
) -> None:
    body = {**before, "model": model, **{k: v for k, v in after.items() if k not in before}}
    raw = json.dumps(body, indent=indent).encode()
    peeked = peek(raw)
    assert peeked.model == model
    changed = spliced(peeked, "other/model")
    assert json.loads(changed) == {**body, "model": "other/model"}
    value = json.dumps(model).encode()
    assert len(changed) == len(raw) - len(value) + len(b'"other/model"')
    assert spliced(peeked, model) == raw


def test_the_other_keys_named_model_stay() -> None:
    raw = (
        b'{"tools":[{"model":"m"}],'
        b'"messages":[{"model": "m","x":"\\"model\\":\\"m\\""}],"model" : "m" }'
    )
    assert spliced(peek(raw), "n") == raw[: raw.rindex(b'"m"')] + b'"n" }'


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "not valid JSON"),
        (b"{", "not valid JSON"),
        (b"[]", "must be a JSON object"),
        (b'"x"', "must be a JSON object"),
        (b"{}", "model: Field required"),
        (b'{"model":""}', "model: Field required"),
        (b'{"model":null}', "model: Input should be a string"),
        (b'{"model":5}', "model: Input should be a string"),
        (b'{"model":"m","stream":"yes"}', "stream: Input should be true or false"),
        (b"\xff\xfe", "not valid JSON"),
        (b'{"a":' * 100_000, "nests too deeply"),
        (b"[" * 100_000, "nests too deeply"),
    ],
)
def test_what_cannot_be_routed_is_refused_in_words(body: bytes, sentence: str) -> None:
    with pytest.raises(Refused) as raised:
        peek(body)
    assert raised.value.failure.kind is FailureKind.BAD_REQUEST
    assert sentence in raised.value.failure.message


@pytest.mark.parametrize(
    ("body", "stream"),
    [
        (b'{"model":"m"}', False),
        (b'{"model":"m","stream":false}', False),
        (b'{"model":"m","stream":null}', False),
        (b'{"model":"m","stream": true }', True),
    ],
)
def test_streaming_is_read_as_clients_write_it(body: bytes, stream: bool) -> None:
    assert peek(body).stream is stream


def test_half_characters_are_mended_not_refused() -> None:
    peeked = peek(b'{"model":"m","messages":[{"role":"user","content":"cut \\ud83d here"}]}')
    assert json.loads(peeked.body)["messages"][0]["content"] == "cut � here"


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with suppress(Refused):
        peek(body)


def test_a_body_whose_path_names_the_model_stays_as_it_is() -> None:
    body = b'{ "contents": [], "model": "models/x" }'
    peeked = peek_body(body, "mine", stream=True)
    assert (peeked.model, peeked.stream) == ("mine", True)
    assert spliced(peeked, "other") == body


@pytest.mark.parametrize("body", [b"", b"[]", b"{"])
def test_such_a_body_is_an_object_too(body: bytes) -> None:
    with pytest.raises(Refused):
        peek_body(body, "m", stream=False)
