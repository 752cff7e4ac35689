"""Every feature of a request in every pair: carried, said otherwise, or its loss is told."""

import pytest

from tests.dialects.pairs.cases import FEATURES
from tests.dialects.pairs.feature import Feature, Verdict, cell
from tests.dialects.pairs.wires import CAPABLE, DIALECTS, ORDINARY

CELLS = [
    pytest.param(feature, client, provider, id=f"{feature.id}-{client}-{provider}")
    for feature in FEATURES
    for client in DIALECTS
    if client in feature.asks
    for provider in DIALECTS
]


@pytest.mark.parametrize(("feature", "client", "provider"), CELLS)
def test_a_cell_is_carried_or_its_loss_is_told(
    feature: Feature, client: str, provider: str
) -> None:
    for targets in (CAPABLE, ORDINARY):
        found = cell(feature, client, targets[provider])
        assert found.verdict is not Verdict.SILENT, f"{targets[provider].provider}: {found.body}"


OWN = [
    pytest.param(feature, client, id=f"{feature.id}-{client}")
    for feature in FEATURES
    for client in DIALECTS
    if client in feature.asks and client in feature.carried
]


@pytest.mark.parametrize(("feature", "client"), OWN)
def test_a_wire_s_own_words_reach_a_provider_of_that_wire(feature: Feature, client: str) -> None:
    found = cell(feature, client, CAPABLE[client])
    assert found.verdict is feature.own, (found.losses, found.refusal, found.body)
