"""The administration against its own OpenAPI document: no 500, and no answer that it does not name.

Data that fits the document and data that does not, on ids that exist and on any others. What does
not fit is refused, but for what no document can say.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from app.gateway.admin.openapi import document
from app.gateway.admin.table import OPERATIONS
from tests.fakes.admin_server import ADMIN_KEY, AdminServer
from tests.fakes.admin_thread import admin_on_a_thread
from tests.fakes.admin_usage import record, row


def without_keys() -> dict[str, Any]:
    """The document without who may call: wrong keys have tests of their own."""
    found = document(OPERATIONS, "0")
    del found["components"]["securitySchemes"]
    for path in found["paths"].values():
        for operation in path.values():
            del operation["security"]
    return found


SCHEMA = schemathesis.openapi.from_dict(without_keys())
# A stream of events has no end to check.
NAMES = [each.name for each in OPERATIONS if each.name != "get_events"]
HEADERS = {"Authorization": f"Bearer {ADMIN_KEY}"}
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
LONGEST_URL = 8000
EXAMPLES = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AdminServer]:
    with admin_on_a_thread(tmp_path_factory.mktemp("admin")) as running:
        yield running


def call(server: AdminServer, method: str, path: str, body: Any) -> Any:
    answer = requests.request(method, server.url + path, json=body, headers=HEADERS, timeout=10)
    assert answer.status_code < 300, answer.text
    return answer.json()


@pytest.fixture(scope="module")
def known(server: AdminServer) -> dict[str, str]:
    """One thing of each kind, by the name of its path parameter."""
    user = call(server, "POST", "/admin/users", {"name": "Ada"})["id"]
    key = call(server, "POST", "/admin/api-keys", {"name": "k", "user_id": user})["id"]
    vendor = {"name": "vendor", "base_url": "https://v.example", "models": ["m/1"]}
    call(server, "POST", "/admin/providers", vendor)
    limit = {"currency": "USD", "amount": 1}
    budget = {"scope": "user", "subject": user, "period": "day", "limit": limit}
    made = call(server, "POST", "/admin/budgets", budget)["id"]
    record(server.database, [row("req_1", user_id=user, key_id=key, conversation="c/1")])
    return {
        "user_id": user,
        "key_id": key,
        "name": "vendor",
        "provider": "vendor",
        "model": "m/1",
        "budget_id": made,
        "request_id": "req_1",
        "conversation": "c/1",
        "by": "models",
    }


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", NAMES)
def test_every_answer_is_one_that_the_document_names(
    server: AdminServer, known: dict[str, str], name: str, mode: GenerationMode
) -> None:
    operation = SCHEMA.find_operation_by_id(name)
    if mode is GenerationMode.NEGATIVE and not (operation.body or operation.query):
        return  # it takes nothing that could be wrong
    checks = (*CHECKS, negative_data_rejection) if mode is GenerationMode.NEGATIVE else CHECKS

    @EXAMPLES
    @given(case=operation.as_strategy(generation_mode=mode), exists=st.booleans())
    def ask(case: Any, exists: bool) -> None:
        if exists:
            for parameter in case.path_parameters or {}:
                case.path_parameters[parameter] = known[parameter]
        case.headers.clear()  # none of them is the document's: the guard refuses some
        response = case.call(base_url=server.url, headers=HEADERS, timeout=10)
        # The HTTP parser has its own answer to a request line that long.
        too_long = len(response.request.url or "") > LONGEST_URL
        case.validate_response(response, checks=(not_a_server_error,) if too_long else checks)

    ask()
