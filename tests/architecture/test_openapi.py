"""The OpenAPI document is complete: every route, with examples, refusals and permission, and without a warning."""

import re

import jsonschema_rs
import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from core.access.permissions import CODES
from core.rest.permissions import PUBLIC, SIGNED_IN
from core.rest.tiers import TIERS
from productsmanager import api as routes

LONGEST_SUMMARY = 120


def addresses(patterns, prefix="/api/v1/"):
    """Every address below the API's prefix, in OpenAPI's spelling."""
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, address)
        else:
            yield re.sub(r"<(?:uuid|str|path|slug|int):(\w+)>", r"{\1}", address)


@pytest.fixture(scope="module")
def schema():
    GENERATOR_STATS.reset()
    return SchemaGenerator().get_schema(request=None, public=True)


@pytest.fixture(scope="module")
def operations(schema):
    """`get /api/v1/...` -> the operation."""
    return {
        f"{method} {path}": operation
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    }


def without(operations, is_there):
    """Names of the operations that lack something."""
    return [name for name, operation in operations.items() if not is_there(operation)]


def test_every_route_is_documented_and_nothing_else(schema):
    assert set(schema["paths"]) == set(addresses(routes.urlpatterns))


def test_the_document_is_valid_and_without_warnings(schema):
    assert schema["openapi"].startswith("3.1")
    validate_schema(schema)
    assert not GENERATOR_STATS


def test_every_schema_is_a_schema_of_json(schema):
    for name, shape in schema["components"]["schemas"].items():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **shape}), name


def test_every_reference_leads_somewhere(schema):
    for reference in re.findall(r"'\$ref': '#/components/(\w+)/(\w+)'", str(schema)):
        kind, name = reference
        assert name in schema["components"][kind]


def test_every_operation_says_what_it_is_for(operations):
    assert without(operations, lambda each: each.get("description") and each.get("tags")) == []
    assert without(operations, lambda each: 0 < len(each.get("summary", "")) <= LONGEST_SUMMARY) == []


def test_operations_have_names_of_their_own(operations):
    names = [operation["operationId"] for operation in operations.values()]
    assert len(set(names)) == len(names)


def test_every_operation_names_its_permission_and_tier(operations):
    assert without(operations, lambda each: each["x-permission"] in {*CODES, PUBLIC, SIGNED_IN}) == []
    assert without(operations, lambda each: each["x-rate-limit-tier"] in TIERS) == []


def test_every_body_has_an_example(operations):
    def contents(operation):
        bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
        return [content for body in bodies for content in body.get("content", {}).values()]

    assert without(operations, lambda each: all("example" in c or "examples" in c for c in contents(each))) == []


def test_every_parameter_has_an_example(operations):
    def parameters(operation):
        return [each for each in operation.get("parameters", ()) if "$ref" not in each]

    assert without(operations, lambda each: all("example" in p for p in parameters(each))) == []


def test_every_operation_documents_its_refusals(operations):
    assert without(operations, lambda each: {"401", "406", "429", "503"} <= set(each["responses"])) == []
    guarded = {name: each for name, each in operations.items() if each["x-permission"] != PUBLIC}
    assert without(guarded, lambda each: "403" in each["responses"]) == []
    single = {name: each for name, each in operations.items() if "{" in name}
    assert without(single, lambda each: "404" in each["responses"]) == []
    writing = {name: each for name, each in operations.items() if not name.startswith("get ")}
    assert without(writing, lambda each: {"409", "413", "422"} <= set(each["responses"])) == []


def test_every_post_can_be_repeated(operations):
    posts = {name: each for name, each in operations.items() if name.startswith("post ")}
    key = {"$ref": "#/components/parameters/IdempotencyKey"}
    assert without(posts, lambda each: key in each["parameters"]) == []
