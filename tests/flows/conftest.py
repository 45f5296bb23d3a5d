"""What the flows share: a tenant's scope, small chunks, and looking at the catalogue as a whole."""

import pytest
from django.test import override_settings

from core.tenancy import tenant_scope
from tests.factories.people import make_people

CHUNK = 50


@pytest.fixture
def people(db):
    return make_people()


@pytest.fixture
def tenant_id(people):
    with tenant_scope(people.tenant.pk):
        yield people.tenant.pk


@pytest.fixture
def small_chunks():
    with override_settings(IMPORT_CHUNK_ROWS=CHUNK):
        yield CHUNK
