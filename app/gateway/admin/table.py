"""Every operation of the administration."""

from app.gateway.admin.operation import Operation
from app.gateway.admin.operations import (
    api_keys,
    budgets,
    events,
    own,
    personal_keys,
    presets,
    profiles,
    provider_models,
    providers,
    server,
    statistics,
    transcripts,
    usage,
    users,
)

OPERATIONS: tuple[Operation, ...] = (
    *server.OPERATIONS,
    *users.OPERATIONS,
    *api_keys.OPERATIONS,
    *providers.OPERATIONS,
    *provider_models.OPERATIONS,
    *presets.OPERATIONS,
    *profiles.OPERATIONS,
    *budgets.OPERATIONS,
    *statistics.OPERATIONS,
    *usage.OPERATIONS,
    *transcripts.OPERATIONS,
    *events.OPERATIONS,
    *own.OPERATIONS,
    *personal_keys.OPERATIONS,
)
