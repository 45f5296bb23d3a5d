"""Descriptions are sanitised on every way into the catalogue."""

import json

from catalog.models import Offer, Product
from catalog.services import edit_product
from tests.factories.imports import imported

HOSTILE = '<p onclick="steal()">Stylo <b>bleu</b><script>alert(1)</script></p>'
HARMLESS = "<p>Stylo bleu</p>"


def feed(description):
    return f'SKU;EAN;Nom;Description\nA1;4006381333931;Stylo;"{description.replace(chr(34), chr(34) * 2)}"\n'.encode()


def test_of_a_feed(in_tenant):
    imported(feed(HOSTILE), tenant_id=in_tenant.tenant.pk)
    assert Product.objects.get().description == HARMLESS
    offer = Offer.objects.get()
    assert offer.description == HARMLESS
    assert json.loads(offer.raw)["Description"] == HOSTILE


def test_plain_text_stays_as_it_is(in_tenant):
    imported(feed("5 < 7 & co, 12 > 3"), tenant_id=in_tenant.tenant.pk)
    assert Product.objects.get().description == "5 < 7 & co, 12 > 3"


def test_of_a_hand(in_tenant):
    imported(feed("Un stylo"), tenant_id=in_tenant.tenant.pk)
    product = Product.objects.get()
    values = {"description": HOSTILE, "short_description": "<script>x</script>ok"}
    edit_product(product.pk, tenant_id=in_tenant.tenant.pk, user=in_tenant.manager, values=values)
    product.refresh_from_db()
    assert (product.description, product.short_description) == (HARMLESS, "ok")


def test_the_same_file_again_changes_nothing(in_tenant):
    imported(feed(HOSTILE), tenant_id=in_tenant.tenant.pk)
    before = Product.objects.values().get()
    run = imported(feed(HOSTILE), tenant_id=in_tenant.tenant.pk)
    assert run.rows_unchanged == 1
    assert Product.objects.values().get() == before
