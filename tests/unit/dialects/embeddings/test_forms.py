"""Every form that a provider can be said to speak is there."""

from app.dialects.embeddings.forms import FORMS
from app.dialects.embeddings.wire import APIS


def test_there_is_a_form_for_every_name_but_none() -> None:
    assert set(FORMS) == set(APIS) - {"none"}
