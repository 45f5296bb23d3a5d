"""A query outside a tenant scope raises; inside it sees one tenant only."""

import pytest
from django_scopes.exceptions import ScopeError

from core.tenancy import current_tenant_id, every_tenant, tenant_scope
from suppliers.models import Supplier


def add(tenant, code):
    with tenant_scope(tenant.pk):
        return Supplier.objects.create(tenant_id=tenant.pk, code=code, name=code)


def test_a_query_outside_a_scope_raises(people):
    with pytest.raises(ScopeError):
        Supplier.objects.count()


def test_a_scope_shows_one_tenant(people):
    add(people.tenant, "OURS")
    add(people.elsewhere, "THEIRS")
    with tenant_scope(people.tenant.pk):
        assert current_tenant_id() == people.tenant.pk
        assert [supplier.code for supplier in Supplier.objects.all()] == ["OURS"]


def test_jobs_over_all_tenants_say_so(people):
    add(people.tenant, "OURS")
    add(people.elsewhere, "THEIRS")
    with every_tenant():
        assert Supplier.objects.count() == 2
