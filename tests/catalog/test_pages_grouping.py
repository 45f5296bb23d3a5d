"""Pages of brands, categories, tags and taxonomies: what they show and do, and how many queries they need."""

import pytest
from django.urls import reverse

from catalog.models import Brand, BrandAlias, Category, CategoryMapping, Product, Regrouping, TagAlias, Taxonomy
from catalog.services import brands as brand_services
from catalog.services import taxonomies as taxonomy_services
from tests.factories.catalog import merge, row
from tests.queries import at_most_queries

pytestmark = pytest.mark.django_db
GOOGLE = b"# Google_Product_Taxonomy_Version: 2021-09-21\n1 - Shoes\n2 - Shoes > Boots\n3 - Hats\n"


@pytest.fixture
def shop(acme, in_tenant):
    merge(
        acme,
        row("A", brand="Bosch", category="Shoes > Boots", tags="old\nnew"),
        row("B", brand="Bosch GmbH", category="Hats", tags="old"),
        row("C", brand="Makita"),
    )
    return {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.manager}


@pytest.fixture
def page(client, in_tenant):
    """`page("brands")`: the page as the admin sees it."""
    client.force_login(in_tenant.admin)

    def get(name, *args, post=None, **query):
        address = reverse(f"catalog:{name}", args=args)
        return client.get(address, query) if post is None else client.post(address, post, follow=True)

    return get


def brand(name):
    return Brand.objects.get(name=name)


def at(path):
    return Category.objects.get(path=path, taxonomy=None).pk


@pytest.fixture
def google(shop):
    pk = taxonomy_services.make_taxonomy({"code": "google", "name": "Google", "kind": "google"}, **shop)
    taxonomy_services.load_taxonomy(pk, GOOGLE, **shop)
    return pk


def test_the_list_of_brands_counts_apart(shop, page):
    text = page("brands").content.decode()
    assert "Bosch GmbH" in text
    assert reverse("catalog:brands-counts") in text
    counted = page("brands-counts", brand=str(brand("Bosch").pk)).content.decode()
    assert f'id="count-{brand("Bosch").pk}"' in counted
    assert ">1</a>" in counted
    assert "Makita" not in page("brands", q="bosch").content.decode()
    assert "To be checked" in page("brands", state="pending").content.decode()


def test_the_list_of_brands_needs_as_many_queries_for_many_as_for_few(shop, page):
    page("brands")
    with at_most_queries(16) as few:
        page("brands")
    for number in range(30):
        brand_services.make_brand({"name": f"Brand {number}"}, **shop)
    with at_most_queries(16) as many:
        page("brands")
    assert many.total == few.total


def test_a_brand_is_made_changed_and_gets_spellings(shop, page):
    made = page("brand-new", post={"name": "Festool", "is_active": "on"})
    assert made.redirect_chain
    assert "Festool" in made.content.decode()
    pk = brand("Festool").pk
    refused = page("brand-new", post={"name": "FESTOOL"})
    assert refused.status_code == 422
    assert "means the brand “Festool” already" in refused.content.decode()
    page("brand-edit", pk, post={"name": "Festool AG"})
    assert Brand.objects.get(pk=pk).name == "Festool AG"
    page("brand-alias-add", pk, post={"spelling": "Fstool"})
    alias = BrandAlias.objects.get(key="fstool")
    assert "Fstool" in page("brand", pk).content.decode()
    assert page("brand-alias-add", pk, post={"spelling": "Makita"}).status_code == 422
    page("brand-alias-remove", pk, alias.pk, post={})
    assert not BrandAlias.objects.filter(key="fstool").exists()
    page("brand-delete", pk, post={})
    assert not Brand.objects.filter(pk=pk).exists()


def test_doubles_are_shown_merged_and_parted_again(shop, page):
    assert reverse("catalog:brands-duplicates") + "?part=1" in page("brands-duplicates").content.decode()
    twins = page("brands-duplicates", part="1").content.decode()
    assert "Bosch GmbH" in twins
    assert "Makita" not in twins
    both = {"selected": [str(brand("Bosch").pk), str(brand("Bosch GmbH").pk)]}
    assert "Bosch GmbH" in page("brands-merge", **both).content.decode()
    assert "Makita" in page("brands-merge", q="makita", **both).content.decode()
    done = page("brands-merge", post={**both, "target": str(brand("Bosch").pk)}).content.decode()
    assert "Product B" in done
    job = Regrouping.objects.get()
    assert job.label in page("regroupings").content.decode()
    page("regrouping-act", job.pk, "undo", post={})
    assert Product.objects.get(title="Product B").brand.name == "Bosch GmbH"


def test_pending_brands_are_checked_in_a_queue(shop, page):
    text = page("brands-pending").content.decode()
    assert "It is Bosch" in text
    assert "nothing alike" in text
    page("brands-check", "confirm", post={"selected": [str(brand("Makita").pk), str(brand("Bosch").pk)]})
    assert set(Brand.objects.filter(state="confirmed").values_list("name", flat=True)) == {"Makita", "Bosch"}
    page("brands-check", "merge", post={"selected": str(brand("Bosch GmbH").pk)})
    assert not Brand.objects.filter(name="Bosch GmbH").exists()
    assert "Select at least one" in page("brands-check", "ignore", post={}).content.decode()


def test_the_tree_opens_branch_by_branch(shop, page):
    text = page("categories").content.decode()
    assert "Shoes" in text
    assert "Boots" not in text
    opened = page("categories", open=str(at("Shoes"))).content.decode()
    assert "Boots" in opened
    assert 'aria-expanded="true"' in opened
    assert "Boots" in page("category-children", at("Shoes")).content.decode()
    assert "Boots" not in page("category-children", at("Shoes"), closed="1").content.decode()
    assert "Shoes &gt; Boots" in page("categories", q="boot").content.decode()
    counted = page("categories-counts", category=str(at("Shoes"))).content.decode()
    assert "1 product" in counted


def test_a_category_is_added_moved_and_gets_attributes(shop, page):
    page("category-new", post={"name": "Caps", "parent": "Hats", "position": "3", "is_active": "on"})
    assert Category.objects.get(path="Hats > Caps").position == 3
    page("category", at("Hats"), post={"name": "Headgear", "parent": "Shoes", "is_active": "on"})
    assert Category.objects.filter(path="Shoes > Headgear > Caps").exists()
    assert "Hats" in page("category", at("Shoes > Headgear")).content.decode()
    refused = page("category", at("Shoes"), post={"name": "Shoes", "parent": "nowhere"})
    assert refused.status_code == 422
    assert "no category at this path" in refused.content.decode()
    page("category-attributes", at("Shoes"), post={"attributes": "size *\ncolor"})
    assert Category.objects.get(path="Shoes").attributes.count() == 2
    assert "from Shoes" in page("category", at("Shoes > Boots")).content.decode()


def test_a_category_is_merged_and_deleted(shop, page):
    done = page("category-merge", at("Hats"), post={"merge-path": "Shoes"}).content.decode()
    assert "Product B" in done
    refused = page("category-delete", at("Shoes > Boots"), post={"delete-path": ""})
    assert refused.status_code == 422
    assert "choose a new home" in refused.content.decode()
    page("category-delete", at("Shoes > Boots"), post={"delete-path": "Shoes"})
    assert [each.path for each in Category.objects.all()] == ["Shoes"]


def test_categories_come_from_a_file_and_go_to_one(shop, page, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = SimpleUploadedFile("tree.csv", b"name;parent_name\nSandals;Shoes\nBeach;Sandals\nBags;\n")
    assert "3 categories are new" in page("categories-import", post={"file": sent}).content.decode()
    assert Category.objects.filter(path="Shoes > Sandals > Beach").exists()
    text = page("categories-export").content.decode("utf-8-sig")
    assert "Shoes > Sandals;Sandals;Shoes;1" in text
    bad = SimpleUploadedFile("bad.csv", b"foo;bar\n1;2\n")
    refused = page("categories-import", post={"file": bad})
    assert refused.status_code == 422
    assert "are needed" in refused.content.decode()


def test_tags_are_renamed_merged_deleted(shop, page):
    assert "old" in page("tags").content.decode()
    asked = page("tags-change", post={"selected": ["old", "new"]}).content.decode()
    assert 'value="old"' in asked
    page("tags-change", post={"selected": ["old", "new"], "target": "Sale"})
    assert Product.objects.get(title="Product A").tags == ["Sale"]
    assert "Let old mean itself again" in page("tags").content.decode()
    page("tags-alias-remove", post={"name": "old"})
    page("tags-delete", post={"selected": ["Sale"]})
    assert Product.objects.get(title="Product A").tags is None
    assert set(TagAlias.objects.values_list("name", "target")) == {("new", ""), ("Sale", "")}


def test_a_taxonomy_is_made_loaded_and_mapped(shop, page):
    from django.core.files.uploadedfile import SimpleUploadedFile

    page("taxonomy-new", post={"name": "Google", "code": "google", "kind": "google"})
    pk = Taxonomy.objects.get().pk
    assert page("taxonomy-new", post={"name": "G", "code": "google", "kind": "google"}).status_code == 422
    loaded = page("taxonomy-load", pk, post={"file": SimpleUploadedFile("google.txt", GOOGLE)}).content.decode()
    assert "3 categories are new" in loaded
    page("taxonomy-match", pk, post={})
    assert (
        dict(CategoryMapping.objects.values_list("category__path", "target__path"))["Shoes > Boots"] == "Shoes > Boots"
    )
    assert "Shoes &gt; Boots" in page("taxonomy", pk, status="active").content.decode()
    mapping = CategoryMapping.objects.get(category__path="Hats")
    page("mappings-decide", pk, "reject", post={"selected": str(mapping.pk)})
    assert "Hats" in page("taxonomy", pk, status="rejected").content.decode()
    page("mappings-decide", pk, "remove", post={"selected": str(mapping.pk)})
    assert "Hats" in page("taxonomy", pk, status="without").content.decode()
    assert "Hats" in page("mapping-choose", pk, at("Hats"), q="hat").content.decode()
    target = Category.objects.get(taxonomy_id=pk, path="Hats")
    page("mapping-choose", pk, at("Hats"), post={"target": str(target.pk)})
    assert CategoryMapping.objects.get(category__path="Hats").kind == "manual"
    page("taxonomy-edit", pk, post={"name": "Google 2", "code": "google", "kind": "google"})
    assert "Google 2" in page("taxonomies").content.decode()
    page("taxonomy-delete", pk, post={})
    assert not Category.objects.exclude(taxonomy=None).exists()


def test_viewers_see_and_change_nothing(shop, client, in_tenant):
    client.force_login(in_tenant.viewer)
    for name in ("brands", "categories", "tags", "taxonomies", "brands-pending", "regroupings"):
        assert client.get(reverse(f"catalog:{name}")).status_code == 200
    for name in ("brand-new", "category-new", "tags-change", "taxonomy-new", "categories-import"):
        assert (
            client.post(reverse(f"catalog:{name}"), {"name": "X", "selected": "old", "target": "X"}).status_code == 403
        )
    assert (Brand.objects.count(), Category.objects.count(), Regrouping.objects.count()) == (3, 3, 0)
