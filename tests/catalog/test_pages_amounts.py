"""Pages of prices, stocks, bundles and variants: what they show, save, refuse."""

import re

import pytest
from django.urls import reverse

from catalog.models import BundleItem, Price, Product, Stock
from core.tenancy import tenant_scope
from tests.factories.products import deliver
from tests.queries import at_most_queries

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def at(delivered):
    """`at("prices")`: the address of a page of the drill."""
    return lambda name, *more, of=None: reverse(f"catalog:{name}", args=[of or delivered.drill, *more])


@pytest.fixture
def read(client, people):
    def page(url, who="manager"):
        client.force_login(getattr(people, who))
        answer = client.get(url, headers=ENGLISH)
        assert answer.status_code == 200, url
        return re.sub(r"\s+", " ", answer.content.decode())

    return page


@pytest.fixture
def send(client, people):
    """The answer to a form, with the page that follows."""

    def post(url, values, who="admin", **headers):
        client.force_login(getattr(people, who))
        return client.post(url, values, follow=True, headers=ENGLISH | headers)

    return post


@pytest.fixture
def drill(people, delivered):
    def now():
        with tenant_scope(people.tenant.pk):
            return Product.objects.get(pk=delivered.drill)

    return now


def price(**more):
    return {"kind": "wholesale", "amount": "99,50", "currency": "eur", "min_quantity": "10", **more}


def rows(people, model, *names):
    with tenant_scope(people.tenant.pk):
        return set(model.objects.values_list(*names))


def test_prices_show_margins_and_what_counts(read, at, client):
    page = read(at("prices"))
    for text in ("Sale price", "€129.90", "CHF", "counts now", "Costs now"):
        assert text in page
    with at_most_queries(30):
        read(at("prices"))
    assert "Prices and margins" in read(at("product"))
    assert "Add a price" not in read(at("prices"), "viewer")


def test_a_price_is_added_changed_and_removed(read, send, at, people, drill):
    page = send(at("prices"), price(amount="99.50"))
    assert "The price is saved" in page.content.decode()
    assert ("wholesale", "EUR", 10) in rows(people, Price, "kind", "currency", "min_quantity")
    shown = read(f"{at('prices')}?price=EUR/wholesale/10")
    assert 'value="99.50"' in shown
    send(at("prices"), price(amount="98", min_quantity="20", replaces="EUR/wholesale/10"))
    assert rows(people, Price, "currency", "min_quantity", "amount") == {("CHF", 1, 139), ("EUR", 20, 98)}
    send(at("price-remove"), {"price": "EUR/wholesale/20"})
    assert rows(people, Price, "currency") == {("CHF",)}


def test_what_is_wrong_with_a_price_stands_beside_it(send, at, people):
    dated = price(amount="1", valid_from="2026-02-01", valid_until="2026-01-01")
    answer = send(at("prices"), dated)
    assert answer.status_code == 422
    assert "turn them round" in answer.content.decode()
    send(at("prices"), price(amount="5", valid_from="2026-01-01"))
    again = send(at("prices"), price(amount="6", valid_from="2026-03-01"), **{"HX-Request": "true"})
    assert again.status_code == 422
    assert "is valid on some of these days" in again.content.decode()
    assert "<html" not in again.content.decode()
    assert len(rows(people, Price, "pk")) == 2


def test_a_reader_changes_no_price(send, at, people):
    assert send(at("prices"), price(), who="viewer").status_code == 403
    assert send(at("price-remove"), {"price": "CHF"}, who="viewer").status_code == 403
    assert rows(people, Price, "currency") == {("CHF",)}


def stock_lines(*lines, known=1):
    data = {"form-TOTAL_FORMS": str(len(lines)), "form-INITIAL_FORMS": str(known), "version": "", "sum_up": ""}
    for number, line in enumerate(lines):
        data |= {f"form-{number}-{name}": str(value) for name, value in line.items()}
    return data


def test_stocks_are_saved_in_one_form(read, send, at, people, drill):
    assert "Lyon" in read(at("stocks"))
    lines = stock_lines(
        {"warehouse": "Lyon", "quantity": 12, "reserved": 2, "min_stock": 11}, {"warehouse": "Paris", "quantity": 5}
    )
    page = send(at("stocks"), lines | {"sum_up": "on"}).content.decode()
    assert "The stocks are saved" in page
    assert rows(people, Stock, "warehouse", "quantity", "reserved", "min_stock") == {
        ("Lyon", 12, 2, 11),
        ("Paris", 5, 0, None),
    }
    assert drill().stock == 15
    gone = stock_lines({"warehouse": "Lyon", "DELETE": "on"}, {"warehouse": "Nantes", "quantity": 5}, {}, known=2)
    send(at("stocks"), gone)
    assert rows(people, Stock, "warehouse", "quantity") == {("Nantes", 5)}


def test_a_stock_is_refused_with_a_sentence(send, at, people):
    twice = send(at("stocks"), stock_lines({"warehouse": "Lyon", "quantity": 1}, {"warehouse": "lyon"}))
    assert (twice.status_code, "named twice" in twice.content.decode()) == (422, True)
    outdated = send(at("stocks"), stock_lines({"warehouse": "Lyon", "quantity": 1}, {}) | {"version": "99"})
    assert (outdated.status_code, "Somebody else changed" in outdated.content.decode()) == (422, True)
    assert send(at("stocks"), stock_lines({}), who="viewer").status_code == 403
    assert rows(people, Stock, "quantity") == {(12,)}


def parts(*lines, code="", pieces="", known=None):
    data = {
        "form-TOTAL_FORMS": str(len(lines)),
        "form-INITIAL_FORMS": str(known or len(lines)),
        "code": code,
        "pieces": pieces,
    }
    for number, line in enumerate(lines):
        data |= {f"form-{number}-{name}": str(value) for name, value in line.items()}
    return data


def test_parts_of_a_bundle_come_by_their_ean(read, send, at, people, delivered):
    page = send(at("bundle", of=delivered.chair), parts(code="88381080361", pieces="2")).content.decode()
    assert "The parts are saved" in page
    assert "Bundles the stock allows" in page
    assert rows(people, BundleItem, "product_id", "quantity") == {(delivered.saw, 2)}
    assert "Parts of the bundle" in read(at("product", of=delivered.chair))
    assert "Part of these bundles" in read(at("bundle", of=delivered.saw))
    send(at("bundle", of=delivered.chair), parts({"product": delivered.saw, "quantity": 3}))
    assert rows(people, BundleItem, "quantity") == {(3,)}
    circle = send(at("bundle", of=delivered.saw), parts(code=str(delivered.chair)))
    assert (circle.status_code, "cannot contain itself" in circle.content.decode()) == (422, True)
    unknown = send(at("bundle", of=delivered.saw), parts(code="nothing"))
    assert "No product has the SKU or EAN" in unknown.content.decode()
    assert "Part “Scie circulaire 190 mm”" in read(at("history", of=delivered.chair))
    send(at("bundle", of=delivered.chair), parts({"product": delivered.saw, "quantity": 3, "DELETE": "on"}))
    assert rows(people, BundleItem, "quantity") == set()


def test_a_product_gets_variants(read, send, at, people, delivered, drill):
    assert "In what do the variants differ?" in read(at("variants"))
    send(at("variant-axes"), {"axis_0": "Taille", "axis_1": "Couleur"})
    assert drill().kind == "model"
    query = "?values_0=S%0AM&values_1=bleu%2C+rouge&sku_prefix=GSR"
    page = read(at("variants-generate") + query)
    assert "4 new variants" in page
    assert "GSR-S-BLEU" in page
    chosen = {
        "values_0": "S\nM",
        "values_1": "bleu, rouge",
        "sku_prefix": "GSR",
        "status": "active",
        "only": ["s|bleu", "m|rouge"],
    }
    made = send(at("variants-generate"), chosen).content.decode()
    assert "2 variants are made." in made
    with tenant_scope(people.tenant.pk):
        variants = dict(Product.objects.filter(parent_id=delivered.drill).values_list("sku", "pk"))
    assert set(variants) == {"GSR-S-BLEU", "GSR-M-ROUGE"}
    act = re.search(r'name="act" value="([^"]+)"', made)[1]
    assert "exists" in read(at("variants-generate") + query)
    assert "GSR-M-ROUGE" in read(at("product"))
    variant = variants["GSR-S-BLEU"]
    assert "from the model" in read(at("product", of=variant))
    assert "from the model" in read(at("variants", of=variant))
    send(at("variant-inherit", "own", of=variant), {"field": "price"})
    with tenant_scope(people.tenant.pk):
        assert Product.objects.get(pk=variant).price == drill().price
    send(at("variant-inherit", "inherit", of=variant), {"field": "price"})
    send(at("variant-detach"), {"variant": variant})
    with tenant_scope(people.tenant.pk):
        assert Product.objects.get(pk=variant).kind == "simple"
    attached = send(at("variant-attach"), {"code": "GSR-S-BLEU"}).content.decode()
    assert "The product is a variant now." in attached
    undone = send(reverse("catalog:variants-undo"), {"act": act, "product": delivered.drill}).content.decode()
    assert "The variants are taken back." in undone
    assert "was left, because somebody changed it meanwhile" in undone
    with tenant_scope(people.tenant.pk):
        assert set(Product.objects.filter(parent_id=delivered.drill).values_list("sku", flat=True)) == {"GSR-S-BLEU"}


def test_refusals_of_variants_are_told(send, at, client, people, drill):
    assert send(at("variant-axes"), {"axis_0": "A", "axis_1": "", "version": "99"}).status_code == 422
    send(at("variant-axes"), {"axis_0": "Taille"})
    answer = send(at("variants-generate"), {"values_0": " "})
    assert (answer.status_code, "at least one value" in answer.content.decode()) == (422, True)
    assert "No product has" in send(at("variant-attach"), {"code": "x"}).content.decode()
    assert send(at("variant-detach"), {"variant": "x"}).status_code == 422
    assert send(at("variant-inherit", "steal"), {}).status_code == 404
    assert send(at("variant-axes"), {"axis_0": "B"}, who="viewer").status_code == 403
    assert drill().variant_axes != ["b"]


def test_groups_of_feeds_become_variants(read, send, people, delivered):
    address = reverse("catalog:variant-groups")
    assert "No group of variants waits" in read(address)
    lines = [
        {"key": f"T-{size}", "title": f"T-shirt {size}", "parent_ref": "T", "attribute:Taille": size}
        for size in ("S", "M")
    ]
    with tenant_scope(people.tenant.pk):
        lines += [{"key": key, "title": "U", "parent_ref": "U"} for key in ("U1", "U2")]
        deliver(lines, tenant_id=people.tenant.pk, supplier_id=delivered.martin)
    page = read(address)
    for text in ("T-shirt", "a new model", "Nothing tells these products apart"):
        assert text in page
    done = send(address, {"reference": ["T", "U"]}).content.decode()
    assert "2 products are variants now." in done
    assert "U: Nothing tells these products apart" in done
    with tenant_scope(people.tenant.pk):
        assert Product.objects.filter(kind="variant").count() == 2
