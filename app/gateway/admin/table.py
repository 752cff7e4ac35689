"""Every operation of the administration."""

from app.gateway.admin.operation import Operation

OPERATIONS: tuple[Operation, ...] = ()
