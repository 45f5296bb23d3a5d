"""Value maps through the API."""

import pytest

from core.access import grants
from core.tenancy import tenant_scope
from suppliers.models import Supplier, ValueMapping
from suppliers.services import ensure_source, ensure_supplier
from tests.factories.people import member

pytestmark = pytest.mark.django_db
URL = "/api/v1/value-maps"
STOCK = {"field": "stock", "value": "Sur commande", "target": "0"}


def test_words_are_confirmed_listed_and_forgotten(api, people):
    api.force_login(people.manager)
    kept = api.post(URL, {"meanings": [STOCK, {**STOCK, "value": "Vite", "target": "5"}]}, format="json").json()
    assert [(one["value"], one["target"], one["source_id"]) for one in kept] == [
        ("Sur commande", "0", None),
        ("Vite", "5", None),
    ]
    assert api.get(URL, {"search": "vite"}).json()["total"] == 1
    assert api.delete(f"{URL}/{kept[0]['id']}").status_code == 204
    assert api.post(f"{URL}/bulk-delete", {"ids": [kept[1]["id"]]}, format="json").json() == {"removed": 1}
    assert api.get(URL).json()["items"] == []


def test_a_wrong_meaning_is_refused(api, people):
    api.force_login(people.manager)
    answer = api.post(URL, {"meanings": [{**STOCK, "target": "many"}]}, format="json")
    assert answer.status_code == 422
    with tenant_scope(people.tenant.pk):
        assert not ValueMapping.objects.exists()


def test_another_organisation_sees_nothing(api, people):
    api.force_login(people.manager)
    kept = api.post(URL, {"meanings": [STOCK]}, format="json").json()
    api.force_login(people.stranger)
    assert api.get(URL).json()["total"] == 0
    assert api.delete(f"{URL}/{kept[0]['id']}").status_code in (403, 404)
    with tenant_scope(people.tenant.pk):
        assert ValueMapping.objects.count() == 1


def test_who_was_granted_a_supplier_sees_and_forgets_its_words_alone(api, people):
    api.force_login(people.manager)
    kept = {}
    with tenant_scope(people.tenant.pk):
        sources = {code: ensure_source(supplier_id=_supplier(people, code)) for code in ("NORD", "SUD")}
    for code, source_id in sources.items():
        sent = {"meanings": [{**STOCK, "value": code}], "source_id": str(source_id)}
        kept[code] = api.post(URL, sent, format="json").json()[0]["id"]
    guest = member(people.tenant, "", name="Gus Guest")
    with tenant_scope(people.tenant.pk):
        grants.grant(guest, ["read:suppliers", "write:suppliers"], Supplier.objects.get(code="NORD"))
    api.force_login(guest)
    assert [one["value"] for one in api.get(URL).json()["items"]] == ["NORD"]
    assert api.post(f"{URL}/bulk-delete", {"ids": list(kept.values())}, format="json").status_code == 403
    assert api.delete(f"{URL}/{kept['SUD']}").status_code == 403
    assert api.delete(f"{URL}/{kept['NORD']}").status_code == 204
    with tenant_scope(people.tenant.pk):
        assert list(ValueMapping.objects.values_list("value", flat=True)) == ["SUD"]


def _supplier(people, code):
    return ensure_supplier(tenant_id=people.tenant.pk, code=code)
