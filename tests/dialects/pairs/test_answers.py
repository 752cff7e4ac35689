"""Every feature of an answer in every pair: the client reads it, or its loss is told."""

import pytest

from tests.dialects.pairs.answer import AnswerFeature, answered
from tests.dialects.pairs.cases import ANSWERS
from tests.dialects.pairs.feature import Verdict
from tests.dialects.pairs.wires import DIALECTS

CELLS = [
    pytest.param(feature, client, provider, id=f"{feature.id}-{client}-{provider}")
    for feature in ANSWERS
    for client in DIALECTS
    for provider in DIALECTS
    if provider in feature.told
]


@pytest.mark.parametrize(("feature", "client", "provider"), CELLS)
def test_a_client_reads_it_or_its_loss_is_told(
    feature: AnswerFeature, client: str, provider: str
) -> None:
    found = answered(feature, client, provider)
    assert found.verdict is not Verdict.SILENT, found.body
    if client == provider and client in feature.seen:
        assert found.verdict is Verdict.CARRIED, (found.losses, found.body)
