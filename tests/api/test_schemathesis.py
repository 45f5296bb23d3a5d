"""The whole API against its own documents, in process: no 500, and only answers that are documented.

For every operation schemathesis draws requests from the document, fitting and unfitting ones, always the same. Each
operation begins with the same rows; what it changes is rolled back.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections, transaction
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from core.access.roles import PERMISSIONS_OF, Role
from core.models import Membership
from core.rest.permissions import PUBLIC
from core.tenancy import tenant_scope
from imports.models import HeldRow
from productsmanager.wsgi import application
from tests.factories.imports import imported
from tests.factories.people import People
from tests.factories.products import make_catalogue

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SETTINGS: dict[str, Any] = {
    "derandomize": True,
    "database": None,
    "deadline": None,
    "phases": (Phase.generate,),
    "suppress_health_check": list(HealthCheck),
    "report_multiple_bugs": False,
}
# More requests by hand: API_TEST_DEPTH=20 pytest tests/api
DEPTH = int(os.environ.get("API_TEST_DEPTH", "1"))
FITTING, ODD = GenerationMode.POSITIVE, GenerationMode.NEGATIVE


@pytest.fixture
def known(people: People) -> dict[str, Any]:
    """Path parameters that lead to something."""
    catalogue = make_catalogue(people)
    with tenant_scope(people.tenant.pk):
        run = imported(b"ref;title;price\nA1;Hammer;12.50\n;Saw;much\n", tenant_id=people.tenant.pk)
        held_row = HeldRow.objects.first()
    return {
        "product_id": str(catalogue.drill),
        "supplier_id": str(catalogue.martin),
        "source_id": str(run.source_id),
        "run_id": str(run.pk),
        "held_row_id": str(held_row.pk if held_row else run.pk),
        "field": "title",
        "user_id": str(people.viewer.pk),
        "membership_id": str(Membership.objects.get(user=people.viewer).pk),
    }


@pytest.fixture(autouse=True)
def kept_connections() -> Iterator[None]:
    """The application serves within the test's transactions, as Django's own client makes it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def operations() -> list[Any]:
    """The operations of the document; the headers all of them know, and keys, have tests of their own."""
    document = SchemaGenerator().get_schema(request=None, public=True)
    for operation in (each for methods in document["paths"].values() for each in methods.values()):
        operation.pop("security", None)
        operation["parameters"] = [each for each in operation.get("parameters", ()) if "$ref" not in each]
    return [found.ok() for found in schemathesis.openapi.from_dict(document).get_all_operations()]


# Who asks, how many fitting and odd requests, and of which operations: those a manager may not use, an admin tries.
ROUNDS = {
    "manager": (2, 2, lambda permission: True),
    "viewer": (1, 0, lambda permission: True),
    "admin": (2, 1, lambda permission: permission in PERMISSIONS_OF[Role.ADMIN] - PERMISSIONS_OF[Role.MANAGER]),
}


@pytest.mark.parametrize("who", ROUNDS)
def test_every_operation_keeps_its_word(people, known, operations, who):
    signed = signed_in(getattr(people, who))
    fitting, odd, concerns = ROUNDS[who]
    told = []
    for operation in operations:
        if concerns(needs(operation)):
            there = {each.name: known[each.name] for each in operation.path_parameters if each.name in known}
            strategy = operation.as_strategy(FITTING, path_parameters=there or None)
            told += broken(operation, strategy, signed, times=fitting * DEPTH)
            told += broken(operation, operation.as_strategy(ODD), signed, times=odd * DEPTH)
    assert told == [], f"{len(told)} broken promises:\n" + "\n".join(told)


def needs(operation: Any) -> str:
    """The permission the document names."""
    return str(operation.definition.raw["x-permission"])


def signed_in(user: Any) -> dict[str, Any]:
    """The cookies and headers of a signed-in browser."""
    client, token = Client(), secrets.token_hex(16)
    client.force_login(user)
    cookies = {"sessionid": client.cookies["sessionid"].value, "csrftoken": token}
    return {"cookies": cookies, "headers": {"X-CSRFToken": token, "Accept-Encoding": "identity"}}


def broken(operation: Any, strategy: Any, signed: dict[str, Any], *, times: int) -> list[str]:
    """What goes wrong when the operation is called that many times."""
    if not times:
        return []

    @hypothesis.settings(max_examples=times, **SETTINGS)
    @hypothesis.given(case=strategy)
    def attempt(case: Any) -> None:
        response = case.call(app=application, **signed)
        case.validate_response(response, checks=CHECKS)
        assert response.status_code != 401 or needs(operation) == PUBLIC or "/auth/" in operation.path, "not signed in"

    try:
        with rolled_back():
            attempt()
    except (Failure, FailureGroup) as failure:
        causes = failure.exceptions if isinstance(failure, FailureGroup) else [failure]
        return [f"{operation.label}: {cause.title}: {cause.message}"[:600] for cause in causes]
    except hypothesis.errors.Unsatisfiable:
        return []  # nothing about this operation can be wrong
    return []


@contextmanager
def rolled_back() -> Iterator[None]:
    """Whatever happens inside the seven databases has not happened afterwards."""
    with ExitStack() as stack:
        for alias in connections:
            stack.enter_context(transaction.atomic(using=alias))
        yield
        for alias in connections:
            transaction.set_rollback(True, using=alias)
