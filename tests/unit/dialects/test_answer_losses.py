"""What a client of another dialect does not get to read is told."""

from app.core.conversation import Opaque, Text, Thinking, ToolCall
from app.core.events import Event, Finished, PartDelta, PartEnded, PartStarted, Started
from app.core.search import Search
from app.core.sidecar import Origin, Sidecar
from app.dialects.answer_losses import AnswerLosses

MINE, THEIRS = Origin("mine"), Origin("theirs")


def lost(*events: Event) -> list[tuple[str, str, str]]:
    watched = AnswerLosses("mine")
    return [(loss.what, loss.where, loss.weight) for e in events for loss in watched.take([e])]


def test_what_only_its_origin_understands_is_lost_elsewhere() -> None:
    read = Opaque("code_result", "42", Sidecar(THEIRS, {}))
    mute = Opaque("checkpoint", "", Sidecar(THEIRS, {}))
    assert lost(PartStarted(0, read), PartEnded(0), PartStarted(1, mute), PartEnded(1)) == [
        ("code_result", "content[0]", "content"),
        ("checkpoint", "content[1]", "marker"),
    ]
    assert lost(PartStarted(0, Opaque("code_result", "42", Sidecar(MINE, {})))) == []


def test_a_search_is_shown_where_the_wire_has_a_form_for_it() -> None:
    found = PartStarted(0, Opaque("web_search", "[Searched]", Sidecar(THEIRS, {}), Search("news")))
    assert AnswerLosses("anthropic_messages").take([found]) == []
    (loss,) = AnswerLosses("openai_chat").take([found])
    assert (loss.what, loss.weight) == ("web_search", "marker")


def test_citations_and_probabilities_are_lost_and_bookkeeping_is_not_told() -> None:
    cited = Sidecar(THEIRS, {"citations": [{}], "id": "x"})
    assert lost(
        Started("1", "m", None, Sidecar(THEIRS, {"system_fingerprint": "f"})),
        PartStarted(0, Text("")),
        PartEnded(0, cited),
        Finished("stop", None, None, Sidecar(THEIRS, {"logprobs": {"content": []}})),
    ) == [("citations", "content[0]", "option"), ("logprobs", "end", "option")]
    assert lost(PartStarted(0, Text("")), PartEnded(0, Sidecar(MINE, {"citations": [{}]}))) == []


def test_sources_on_the_web_cross_and_others_do_not() -> None:
    source = {"type": "url_citation", "url": "https://a.example", "title": "A"}
    web = PartEnded(0, Sidecar(THEIRS, {"annotations": [source]}))
    mixed = PartEnded(0, Sidecar(THEIRS, {"annotations": [source, {"type": "file_citation"}]}))
    assert AnswerLosses("openai_chat").take([PartStarted(0, Text("")), web]) == []
    (loss,) = AnswerLosses("openai_chat").take([PartStarted(0, Text("")), mixed])
    assert loss.what == "annotations"
    (loss,) = AnswerLosses("gemini").take([PartStarted(0, Text("")), web])
    assert loss.what == "annotations"


def test_a_proof_behind_the_last_words_is_kept_from_clients_of_messages() -> None:
    proof = Thinking("", redacted=True, sidecar=Sidecar(THEIRS, {"thoughtSignature": "s"}))
    words: list[Event] = [PartStarted(0, Text("")), PartDelta(0, "Hi"), PartEnded(0)]
    behind: list[Event] = [PartStarted(1, proof), PartEnded(1), Finished("stop")]
    (loss,) = AnswerLosses("anthropic_messages").take([*words, *behind])
    assert (loss.what, loss.where, loss.weight) == ("thinking", "content[1]", "marker")
    assert AnswerLosses("openai_chat").take([*words, *behind]) == []
    assert AnswerLosses("anthropic_messages").take(behind) == []
    call: list[Event] = [PartStarted(2, ToolCall("1", "f", "{}")), PartEnded(2)]
    assert AnswerLosses("anthropic_messages").take([*words, *behind[:2], *call, behind[2]]) == []
    assert AnswerLosses("anthropic_messages").take([*words, *call, *behind]) == []
