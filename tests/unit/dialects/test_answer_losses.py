"""What a client of another dialect does not get to read is told."""

from app.dialects.answer_losses import AnswerLosses
from app.core.conversation import Opaque, Text
from app.core.events import Event, Finished, PartEnded, PartStarted, Started
from app.core.search import Search
from app.core.sidecar import Origin, Sidecar

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
