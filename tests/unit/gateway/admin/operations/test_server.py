"""The server's state, and the document of its API."""

import jsonschema

from app.storage.failure import Fault
from tests.fakes.admin_server import AdminServer


async def test_the_state_names_the_database_and_how_money_is_counted(admin: AdminServer) -> None:
    found = (await admin.get("/admin/status")).body
    assert found["version"] == "1.2.3"
    assert found["started_at"] == "2025-11-21T04:40:00.000Z"
    assert found["database"] == {"kind": "sqlite", "fault": None, "message": ""}
    assert found["ledger"] == {"queued": 0, "written": 0, "dropped": 0}
    assert found["accounting"]["currency"] == "USD"
    assert found["draining"] is False


async def test_the_state_tells_a_fault_of_the_database(admin: AdminServer) -> None:
    admin.status.fault, admin.status.message = Fault.FULL, "The disk is full."
    admin.services.draining.set()
    found = (await admin.get("/admin/status")).body
    assert found["database"]["fault"] == "full"
    assert found["draining"] is True


async def test_the_document_is_served(admin: AdminServer) -> None:
    found = (await admin.get("/admin/openapi.json")).body
    assert found["openapi"] == "3.1.0"
    jsonschema.Draft202012Validator.check_schema(
        {"$defs": found["components"]["schemas"], "type": "object"}
    )
