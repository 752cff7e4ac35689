"""From paths to operations."""

import pytest

from app.gateway.admin.operation import Call, Operation
from app.gateway.admin.router import Router


async def nothing(call: Call[None, None]) -> None:
    """Does nothing."""


def operation(path: str, method: str = "GET") -> Operation:
    return Operation(method, path, "", "", nothing)  # type: ignore[arg-type]  # a table of texts


ROUTER = Router(
    [
        operation("/things"),
        operation("/things", "POST"),
        operation("/things/{id}"),
        operation("/things/best"),
        operation("/things/{id}/parts/{part}"),
    ]
)


@pytest.mark.parametrize(
    ("path", "template", "parameters"),
    [
        ("/things", "/things", {}),
        ("/things/7", "/things/{id}", {"id": "7"}),
        ("/things/best", "/things/best", {}),
        ("/things/best/parts/a", "/things/{id}/parts/{part}", {"id": "best", "part": "a"}),
        ("/things/a%2Fb", "/things/{id}", {"id": "a/b"}),
        ("/things/a%252Fb", "/things/{id}", {"id": "a%2Fb"}),
        ("/things/%E4%BD%A0+%20", "/things/{id}", {"id": "你+ "}),
        ("/things/..", "/things/{id}", {"id": ".."}),
    ],
)
def test_a_path_leads_to_its_operation(
    path: str, template: str, parameters: dict[str, str]
) -> None:
    found = ROUTER.match(path)
    assert found is not None
    assert found.operations["GET"].path == template
    assert found.parameters == parameters


@pytest.mark.parametrize(
    "path", ["/", "", "/thing", "/things/", "/things//parts/a", "/things/7/parts", "/things/%ff"]
)
def test_other_paths_lead_nowhere(path: str) -> None:
    assert ROUTER.match(path) is None


def test_all_methods_of_a_path_are_found() -> None:
    found = ROUTER.match("/things")
    assert found is not None
    assert sorted(found.operations) == ["GET", "POST"]


def test_two_operations_at_one_place_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="twice"):
        Router([operation("/a"), operation("/a")])
    with pytest.raises(ValueError, match="same place"):
        Router([operation("/a/{x}"), operation("/a/{y}")])
