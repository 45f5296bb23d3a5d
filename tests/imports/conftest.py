"""What tests of feeds share: a supplier's server in memory, and a source that is fetched from it."""

import pytest

from suppliers.models import Source
from suppliers.services import ensure_supplier
from tests.factories.imports import feed_csv, imported
from tests.imports.remote import RemoteFolder


@pytest.fixture
def remote(monkeypatch):
    """The server that every source is fetched from."""
    folder = RemoteFolder()
    monkeypatch.setattr("suppliers.services.list_remote", folder.list_remote, raising=False)
    monkeypatch.setattr("suppliers.services.fetch_remote", folder.fetch_remote, raising=False)
    return folder


@pytest.fixture
def feed(in_tenant):
    """A source fetched by HTTP whose mapping is known: its first file was imported."""
    supplier_id = ensure_supplier(tenant_id=in_tenant.tenant.pk, code="ACME", name="Acme")
    source = Source.objects.create(
        tenant_id=in_tenant.tenant.pk, supplier_id=supplier_id, name="Prices", kind=Source.Kind.HTTP
    )
    imported(feed_csv(2), tenant_id=in_tenant.tenant.pk, supplier="ACME", source="Prices")
    return source
