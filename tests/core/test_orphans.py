"""The nightly report finds remote keys whose row is gone."""

import uuid

from core.orphans import orphan_report
from core.tenancy import every_tenant
from suppliers.models import Supplier


def test_a_key_without_its_row_is_counted(in_tenant):
    Supplier.objects.create(tenant_id=in_tenant.tenant.pk, code="OK", name="ok")
    gone = uuid.uuid4()
    Supplier(tenant_id=gone, code="LOST", name="lost").save()
    with every_tenant():
        assert orphan_report()["suppliers.Supplier.tenant_id"] == 1


def test_a_clean_house_has_nothing_to_tell(in_tenant):
    Supplier.objects.create(tenant_id=in_tenant.tenant.pk, code="OK", name="ok")
    with every_tenant():
        assert orphan_report() == {}
