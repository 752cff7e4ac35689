"""Cut, asked and put together: every input has its own vector, in every form."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.failure import Refused
from app.core.usage import Usage
from app.dialects.embeddings.answer import encode_answer
from app.dialects.embeddings.batches import batches
from app.dialects.embeddings.decode_request import decode_request
from app.dialects.embeddings.forms import FORMS
from app.dialects.embeddings.vectors import packed
from app.dialects.embeddings.wire import APIS, EmbeddingTraits
from tests.fakes.embeddings import vector

TEXTS = st.lists(st.text(max_size=12), min_size=1, max_size=25)


def provided(api: str, body: dict[str, Any], turn: int) -> bytes:
    """What a provider of this form answers; OpenAI's may come in any order and encoding."""
    if api == "gemini":
        texts = [each["content"]["parts"][0]["text"] for each in body["requests"]]
        return json.dumps({"embeddings": [{"values": vector(text)} for text in texts]}).encode()
    texts = body["input"]
    if api == "ollama":
        return json.dumps({"embeddings": [vector(text) for text in texts]}).encode()
    shown: list[Any] = [vector(text) for text in texts]
    if turn % 2:
        shown = [packed(each) for each in shown]
    data = [{"index": at, "embedding": each} for at, each in enumerate(shown)]
    return json.dumps({"data": data[::-1] if turn % 3 else data}).encode()


@pytest.mark.parametrize("api", [api for api in APIS if api != "none"])
@given(
    texts=TEXTS, limit=st.none() | st.integers(1, 9), encoding=st.sampled_from(["float", "base64"])
)
def test_every_input_gets_its_own_vector_wherever_it_is_cut(
    api: Any, texts: list[str], limit: int | None, encoding: str
) -> None:
    asked = {"model": "m", "input": texts, "encoding_format": encoding}
    request = decode_request(json.dumps(asked).encode())
    form, traits = FORMS[api], EmbeddingTraits(api=api, inputs=limit)
    found: list[Any] = []
    for turn, place in enumerate(batches(len(texts), limit, None, None)):
        part = request.inputs[place.start : place.stop]
        sent = form.encode(request, part, "theirs", traits)
        found += form.decode(provided(api, json.loads(sent.body), turn), len(part)).values
    answer = json.loads(encode_answer(request, found, Usage()))
    wanted: list[Any] = [vector(text) for text in texts]
    if encoding == "base64":
        wanted = [packed(each) for each in wanted]
    assert [each["embedding"] for each in answer["data"]] == wanted
    assert [each["index"] for each in answer["data"]] == list(range(len(texts)))


@pytest.mark.parametrize("api", [api for api in APIS if api != "none"])
@given(TEXTS, st.data())
def test_an_answer_that_is_cut_anywhere_is_never_a_success(
    api: Any, texts: list[str], data: st.DataObject
) -> None:
    request = decode_request(json.dumps({"model": "m", "input": texts}).encode())
    sent = FORMS[api].encode(request, request.inputs, "m", EmbeddingTraits(api=api))
    whole = provided(api, json.loads(sent.body), 0)
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    with pytest.raises(Refused):
        FORMS[api].decode(cut, len(texts))
