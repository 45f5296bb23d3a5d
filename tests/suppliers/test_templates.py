"""Mapping templates: who may do what, names, defaults, and which one fits a layout."""

import pytest

from core.errors import InvalidInput, NotFound, PermissionRefused
from core.tenancy import tenant_scope
from suppliers import selectors, services
from suppliers.errors import TemplateNameTaken
from suppliers.models import MappingTemplate
from suppliers.services import ensure_source, ensure_supplier

pytestmark = pytest.mark.django_db
COLUMNS = ["Réf", "Nom", "Prix"]


def mapping(*columns):
    fields = ("supplier_sku", "title", "price")
    return {"version": 1, "fields": {f: {"column": c} for f, c in zip(fields, columns, strict=False)}}


@pytest.fixture
def tenant(people):
    with tenant_scope(people.tenant.pk):
        yield people.tenant


@pytest.fixture
def acme(tenant):
    return ensure_supplier(tenant_id=tenant.pk, code="ACME")


def kept(tenant, name="Tarif", by=None, columns=COLUMNS, **values):
    content = {"columns": list(columns), "mapping": mapping(*columns)}
    return services.create_template(by=by, tenant_id=tenant.pk, name=name, **content, **values)


def test_a_template_is_kept_renamed_and_deleted(people, tenant):
    template_id = kept(tenant, by=people.admin)
    services.update_template(by=people.admin, template_id=template_id, values={"name": " Tarif 2026 "})
    assert selectors.template(template_id).facts.name == "Tarif 2026"
    services.delete_template(by=people.admin, template_id=template_id)
    with pytest.raises(NotFound):
        selectors.template(template_id)


def test_who_only_reads_changes_nothing(people, tenant):
    template_id = kept(tenant)
    attempts = (
        lambda: kept(tenant, name="Other", by=people.viewer),
        lambda: services.update_template(by=people.viewer, template_id=template_id, values={"name": "X"}),
        lambda: services.duplicate_template(by=people.viewer, template_id=template_id, name="Copy"),
        lambda: services.delete_template(by=people.manager, template_id=template_id),
    )
    for attempt in attempts:
        with pytest.raises(PermissionRefused):
            attempt()
    assert list(MappingTemplate.objects.values_list("name", flat=True)) == ["Tarif"]


def test_a_name_is_taken_once(tenant):
    kept(tenant)
    with pytest.raises(TemplateNameTaken):
        kept(tenant)
    assert MappingTemplate.objects.count() == 1


def test_an_unknown_value_and_an_empty_name_are_refused(tenant):
    with pytest.raises(InvalidInput, match="secrets: unknown"):
        kept(tenant, secrets={"password": "x"})
    with pytest.raises(InvalidInput, match="name"):
        kept(tenant, name="  ")
    assert not MappingTemplate.objects.exists()


def test_a_copy_is_another_template(people, tenant, acme):
    template_id = kept(tenant, is_default=True, supplier_id=acme)
    services.count_template_use(template_id)
    copy = selectors.template(services.duplicate_template(by=people.admin, template_id=template_id, name="Copy"))
    assert (copy.facts.is_default, copy.facts.use_count, copy.facts.supplier_id) == (False, 0, acme)
    assert copy.mapping == selectors.template(template_id).mapping


def test_there_is_one_default_of_a_supplier_and_one_of_all(tenant, acme):
    first, second = kept(tenant, name="1", is_default=True), kept(tenant, name="2", is_default=True)
    own = kept(tenant, name="3", is_default=True, supplier_id=acme)
    defaults = MappingTemplate.objects.filter(is_default=True).values_list("pk", flat=True)
    assert set(defaults) == {second, own}
    assert first not in set(defaults)


def test_the_most_used_comes_first(tenant):
    kept(tenant, name="rare")
    popular = kept(tenant, name="popular")
    services.count_template_use(popular)
    assert [item.name for item in selectors.template_list().items] == ["popular", "rare"]


def test_the_best_fit_is_complete_then_the_suppliers_own(tenant, acme):
    other = ensure_supplier(tenant_id=tenant.pk, code="OTHER")
    kept(tenant, name="everybody's")
    kept(tenant, name="own", supplier_id=acme)
    kept(tenant, name="a stranger's", supplier_id=other)
    kept(tenant, name="partly", columns=["Réf", "Nom", "Tarif"])
    kept(tenant, name="nothing in common", columns=["a", "b", "c"])
    fits = selectors.template_fits(COLUMNS, supplier_id=acme)
    assert [fit.template.facts.name for fit in fits] == ["own", "everybody's", "partly"]
    assert fits[-1].missing == ["Tarif"]


def test_a_default_is_only_taken_when_its_columns_are_all_there(tenant, acme):
    default = kept(tenant, name="default", is_default=True)
    assert selectors.default_template(COLUMNS, supplier_id=acme).facts.id == default
    assert selectors.default_template(COLUMNS[:2], supplier_id=acme) is None


def test_a_source_gets_a_template_and_loses_it_with_it(people, tenant, acme):
    template_id, source_id = kept(tenant), ensure_source(supplier_id=acme)
    with pytest.raises(PermissionRefused):
        services.set_source_template(by=people.viewer, source_id=source_id, template_id=template_id)
    services.set_source_template(by=people.admin, source_id=source_id, template_id=template_id)
    assert selectors.source_settings(source_id).template_id == template_id
    assert selectors.template(template_id).facts.source_count == 1
    services.delete_template(by=people.admin, template_id=template_id)
    assert selectors.source_settings(source_id).template_id is None
