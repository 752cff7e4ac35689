"""What only OpenAI's form has a place for."""

from app.dialects.embeddings.losses import losses
from app.dialects.embeddings.wire import EmbeddingRequest


def test_the_users_id_and_unknown_fields_are_lost_and_told() -> None:
    request = EmbeddingRequest("m", ("a",), user="u", extras={"title": "t", "odd": 1})
    assert [loss.what for loss in losses(request, ("title",))] == ["user", "odd"]


def test_without_them_nothing_is_lost() -> None:
    assert losses(EmbeddingRequest("m", ("a",), dimensions=3), ()) == ()
