"""The OpenAPI document is complete: every route of the API is in it, and it is generated without a warning."""

import re

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from productsmanager import api as routes


def addresses(patterns, prefix="/api/v1/"):
    """Every address below the API's prefix, in OpenAPI's spelling."""
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, address)
        else:
            yield re.sub(r"<(?:uuid|str|path):(\w+)>", r"{\1}", address)


@pytest.fixture(scope="module")
def schema():
    GENERATOR_STATS.reset()
    return SchemaGenerator().get_schema(request=None, public=True)


def test_every_route_is_documented(schema):
    assert set(schema["paths"]) == set(addresses(routes.urlpatterns))


def test_the_document_is_valid_and_without_warnings(schema):
    validate_schema(schema)
    assert not GENERATOR_STATS


def test_every_operation_has_a_description_and_documents_its_refusals(schema):
    operations = [
        (f"{method} {path}", operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    silent = [name for name, operation in operations if not operation.get("description")]
    assert silent == []
    acting = [(name, operation) for name, operation in operations if "{" in name]
    assert [name for name, operation in acting if "404" not in operation["responses"]] == []
