"""`manage.py test_source`."""

import io
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from suppliers import services
from tests.fakes.feed_server import feed_server


@pytest.fixture
def web(settings):
    settings.HTTP_ALLOWED_PRIVATE_HOSTS = ["127.0.0.1"]
    with feed_server() as server:
        server.put("/prices.csv", b"SKU;Nom\nA1;Feutre\nA2;Stylo\n")
        yield server


@pytest.fixture
def source_id(in_tenant, web):
    supplier_id = services.ensure_supplier(tenant_id=in_tenant.tenant.pk, code="ACME")
    way = {"url": f"{web.url}/prices.csv"}
    return services.create_source(by=None, supplier_id=supplier_id, name="Prices", kind="http", connection=way)


def test_the_first_rows_are_printed(source_id):
    printed = io.StringIO()
    call_command("test_source", str(source_id), stdout=printed)
    assert printed.getvalue().splitlines()[-3:] == ["SKU | Nom", "A1 | Feutre", "A2 | Stylo"]


def test_a_failure_is_told_with_its_sentence(source_id, web):
    web.fault = 403
    with pytest.raises(CommandError, match="refuses access"):
        call_command("test_source", str(source_id))


def test_an_unknown_source_is_told(in_tenant):
    with pytest.raises(CommandError, match="There is no source"):
        call_command("test_source", str(uuid4()))
