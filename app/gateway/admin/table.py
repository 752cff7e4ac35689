"""Every operation of the administration."""

from app.gateway.admin.operation import Operation
from app.gateway.admin.operations import (
    api_keys,
    presets,
    profiles,
    provider_models,
    providers,
    server,
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
)
