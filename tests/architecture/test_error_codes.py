"""Every error code in the sources is registered with a text, and the API's documents show it."""

import importlib
import re

import pytest
from drf_spectacular.generators import SchemaGenerator

from core.rest.codes import NAMED_IN_PLACE, codes
from core.rest.refusals import REFUSALS
from tests.architecture.sources import ROOT, python_files

NAMED = re.compile(r'\bcode\s*=\s*"([A-Z][A-Z0-9_]+)"')
DOCUMENTED = {
    "AUTH_TOKEN_MISSING",
    "AUTH_TOKEN_EXPIRED",
    "AUTH_TOKEN_INVALID",
    "PERMISSION_DENIED",
    "PRODUCT_NOT_FOUND",
    "VALIDATION_FAILED",
    "VALIDATION_CONSTRAINT_VIOLATION",
    "IMPORT_FILE_TOO_LARGE",
    "DATABASE_CONNECTION_FAILED",
    "RATE_LIMIT_EXCEEDED",
}


@pytest.fixture(scope="module")
def used():
    """The codes of the sources; modules that bring some are loaded, as the workers load them."""
    found = {path: NAMED.findall(path.read_text(encoding="utf-8")) for path in python_files()}
    for path in (path for path, named in found.items() if named):
        importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    return {code for named in found.values() for code in named}


def test_every_code_of_the_sources_has_a_text(used):
    known = codes()
    assert sorted(used - set(known)) == []
    assert [code for code in known if not known[code]] == []


def test_no_text_is_kept_for_a_code_that_nobody_uses():
    sources = "".join(path.read_text(encoding="utf-8") for path in python_files() if path.name != "codes.py")
    from_the_framework = {"METHOD_NOT_ALLOWED", "NOT_ACCEPTABLE", "UNSUPPORTED_MEDIA_TYPE"}
    assert [code for code in NAMED_IN_PLACE if f'"{code}"' not in sources and code not in from_the_framework] == []


def test_the_promised_codes_are_there():
    assert set(codes()) >= DOCUMENTED


@pytest.mark.parametrize("status", REFUSALS)
def test_examples_of_refusals_use_registered_codes(status):
    assert REFUSALS[status].code in codes()


def test_the_document_lists_the_codes():
    document = SchemaGenerator().get_schema(request=None, public=True)
    assert document["info"]["x-error-codes"] == codes()
