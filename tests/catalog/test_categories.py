"""The tree of categories: adding, renaming, moving with the branch, merging, deleting, going back, later feeds."""

import pytest

from catalog.errors import CategoryCircle, CategoryInUse, CategoryNotFound, CategoryTaken, UnfitValue
from catalog.models import (
    Category,
    CategoryAlias,
    CategoryAttribute,
    CategoryMapping,
    Change,
    Offer,
    Product,
    Taxonomy,
)
from catalog.services import categories as services
from catalog.services import edit_product, restore_field, restore_product
from catalog.services.bulk_edits import Selection, start_bulk, undo_bulk
from catalog.services.families import Member
from catalog.services.regrouping import undo_regrouping
from core.errors import PermissionRefused
from tests.factories.catalog import merge, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(acme, in_tenant):
    merge(
        acme,
        row("A", category="Shoes > Men > Boots"),
        row("B", category="Shoes > Women"),
        row("C", category="Footwear > Men"),
        row("D", category="Hats"),
    )
    return {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.manager}


def at(path):
    return Category.objects.get(path=path, taxonomy=None).pk


def tree():
    return list(Category.objects.filter(taxonomy=None).order_by("path").values_list("path", "depth"))


def places():
    return dict(Product.objects.order_by("title").values_list("title", "category__path"))


def everything():
    """What a merge and its undo must leave as it was."""
    return {
        "products": list(
            Product.objects.order_by("pk").values("pk", "category_id", "further_categories", "provenance")
        ),
        "offers": list(Offer.objects.order_by("pk").values()),
        "categories": list(Category.objects.order_by("pk").values("pk", "parent_id", "path", "key", "depth", "name")),
        "aliases": list(CategoryAlias.objects.order_by("key").values()),
        "attributes": list(CategoryAttribute.objects.order_by("pk").values()),
        "mappings": list(CategoryMapping.objects.order_by("pk").values("pk", "category_id", "target_id", "status")),
    }


def test_a_category_is_added_below_another(shop):
    pk = services.add_category(" Caps ", parent_id=at("Hats"), **shop)
    made = Category.objects.get(pk=pk)
    assert (made.path, made.key, made.depth, made.parent_id) == ("Hats > Caps", "hats>caps", 2, at("Hats"))


@pytest.mark.parametrize("name", ["", "A > B", "x" * 201])
def test_a_name_that_cannot_be_is_refused(shop, name):
    before = tree()
    with pytest.raises(UnfitValue):
        services.add_category(name, **shop)
    assert tree() == before


def test_a_place_is_taken_once(shop):
    with pytest.raises(CategoryTaken) as refused:
        services.add_category("HATS", **shop)
    assert refused.value.params["category_id"] == str(at("Hats"))
    with pytest.raises(CategoryTaken):
        services.change_category(at("Footwear"), {"name": "Shoes"}, **shop)


def test_a_branch_moves_with_its_top_and_feeds_find_it(shop, acme):
    services.change_category(at("Shoes > Men"), {"parent_id": at("Hats"), "name": "Gents"}, **shop)
    assert ("Hats > Gents > Boots", 3) in tree()
    assert places()["Product A"] == "Hats > Gents > Boots"
    before = tree()
    merge(acme, row("E", category="Shoes > Men > Boots"), row("F", category="shoes > men"))
    assert tree() == before
    assert (places()["Product E"], places()["Product F"]) == ("Hats > Gents > Boots", "Hats > Gents")


def test_a_new_category_below_a_former_path_is_made_in_the_branch_that_moved(shop, acme):
    services.change_category(at("Shoes"), {"name": "Footgear"}, **shop)
    merge(acme, row("E", category="Shoes > Men > Sandals > Summer"))
    assert places()["Product E"] == "Footgear > Men > Sandals > Summer"
    assert not Category.objects.filter(key="shoes").exists()
    again = merge(acme, row("E", category="Shoes > Men > Sandals > Summer", price="11.00"))
    assert again.changed_fields == {"price": 1}


def test_a_category_made_anew_at_a_former_path_is_its_own(shop, acme):
    services.change_category(at("Hats"), {"name": "Headgear"}, **shop)
    services.add_category("Hats", **shop)
    merge(acme, row("E", category="Hats"))
    assert places()["Product E"] == "Hats"


def test_no_category_lies_in_itself(shop):
    for parent in ("Shoes", "Shoes > Men > Boots"):
        with pytest.raises(CategoryCircle):
            services.change_category(at("Shoes"), {"parent_id": at(parent)}, **shop)
    with pytest.raises(CategoryCircle):
        services.merge_category(at("Shoes"), into=at("Shoes > Men"), **shop)
    assert ("Shoes > Men > Boots", 3) in tree()


def test_a_merge_joins_branches_of_the_same_name(shop, acme):
    product = Product.objects.get(title="Product D")
    edit_product(product.pk, values={"further_categories": ["Shoes > Men", "Footwear > Men", "Shoes"]}, **shop)
    job = services.merge_category(at("Shoes"), into=at("Footwear"), **shop)
    assert (job.status, job.changed) == ("completed", 1)
    assert tree() == [
        ("Footwear", 1),
        ("Footwear > Men", 2),
        ("Footwear > Men > Boots", 3),
        ("Footwear > Women", 2),
        ("Hats", 1),
    ]
    assert places()["Product A"] == "Footwear > Men > Boots"
    product.refresh_from_db()
    assert product.further_categories == [at("Footwear > Men"), at("Footwear")]
    assert Change.objects.filter(run_id=job.pk).count() == 1
    merge(acme, row("E", category="Shoes > Men"), row("F", category="Shoes > Kids"))
    assert (places()["Product E"], places()["Product F"]) == ("Footwear > Men", "Footwear > Kids")


def test_undo_gives_the_state_from_before(shop):
    product = Product.objects.get(title="Product D")
    edit_product(product.pk, values={"further_categories": ["Shoes > Men", "Footwear > Men"]}, **shop)
    services.set_category_attributes(at("Shoes > Men"), [Member("size", is_required=True)], **shop)
    google = Taxonomy.objects.create(tenant_id=shop["tenant_id"], code="g", name="Google")
    target = Category.objects.create(tenant_id=shop["tenant_id"], taxonomy=google, name="X", path="X", key="x")
    CategoryMapping.objects.create(
        tenant_id=shop["tenant_id"], category_id=at("Shoes > Men"), target=target, taxonomy=google
    )
    before = everything()
    for act in (
        lambda: services.merge_category(at("Shoes"), into=at("Footwear"), **shop),
        lambda: services.merge_category(at("Footwear"), into=at("Shoes"), **shop),
        lambda: services.merge_category(at("Shoes > Men"), into=at("Hats"), **shop),
    ):
        job = act()
        assert everything() != before
        undone = undo_regrouping(job, user=shop["user"])
        assert undone.status == "completed", undone.error_message
        after = everything()
        for name in before:
            assert after[name] == before[name], name


def test_what_was_made_in_a_branch_meanwhile_goes_back_with_it(shop, acme):
    job = services.merge_category(at("Shoes"), into=at("Footwear"), **shop)
    merge(acme, row("E", category="Shoes > Women > Kids"))
    assert places()["Product E"] == "Footwear > Women > Kids"
    undo_regrouping(job, user=shop["user"])
    assert places()["Product E"] == "Shoes > Women > Kids"
    assert [path for path, _depth in tree() if path.startswith("Footwear")] == ["Footwear", "Footwear > Men"]
    merge(acme, row("F", category="Footwear > Women > Kids"), row("G", category="Shoes > Women > Kids"))
    assert (places()["Product F"], places()["Product G"]) == ("Shoes > Women > Kids", "Shoes > Women > Kids")


def test_a_branch_whose_place_is_taken_stays_whole(shop):
    job = services.merge_category(at("Shoes > Men"), into=at("Hats"), **shop)
    men = services.add_category("Men", parent_id=at("Shoes"), **shop)
    services.add_category("Boots", parent_id=men, **shop)
    undo_regrouping(job, user=shop["user"])
    for each in Category.objects.exclude(parent=None).select_related("parent"):
        assert each.path == f"{each.parent.path} > {each.name}"
    assert places()["Product A"] == "Hats > Boots"


@pytest.fixture
def once_in_women(shop):
    """A product that a bulk edit took out of the further category Shoes > Women, which was merged after that."""
    product = Product.objects.get(title="Product D")
    edit_product(product.pk, values={"further_categories": ["Shoes > Women", "Footwear"]}, **shop)
    options = {"how": "remove", "category_id": str(at("Shoes > Women"))}
    selection = Selection.of_ids([product.pk], tenant_id=shop["tenant_id"], user=shop["user"])
    edit = start_bulk(selection, act="category", options=options, by=shop["user"])
    services.merge_category(at("Shoes > Women"), into=at("Shoes > Men"), **shop)
    return product, edit


def test_what_goes_back_to_a_merged_further_category_goes_to_its_heir(once_in_women, shop):
    product, edit = once_in_women
    undo_bulk(edit, by=shop["user"])
    product.refresh_from_db()
    assert product.further_categories == [at("Shoes > Men"), at("Footwear")]


def test_a_restored_product_lies_in_no_category_that_is_gone(once_in_women, shop):
    product, edit = once_in_women
    entry = Change.objects.filter(product_id=product.pk, new__has_key="further_categories").order_by("seq")[0]
    restore_product(product.pk, seq=entry.seq, **shop)
    product.refresh_from_db()
    assert product.further_categories == [at("Footwear")]
    removed = Change.objects.get(run_id=edit.pk)
    edit_product(product.pk, values={"further_categories": None}, **shop)
    restore_field(product.pk, field="further_categories", seq=removed.seq, **shop)
    product.refresh_from_db()
    assert product.further_categories == [at("Footwear")]


def test_a_merge_hands_attributes_and_mappings_over(shop):
    services.set_category_attributes(at("Shoes > Men"), [Member("size", is_required=True)], **shop)
    services.merge_category(at("Shoes > Men"), into=at("Footwear > Men"), **shop)
    assert [row.attribute.name for row in CategoryAttribute.objects.filter(category_id=at("Footwear > Men"))] == [
        "size"
    ]


def test_only_an_empty_category_is_deleted_without_a_home(shop, in_tenant):
    admin = {**shop, "user": in_tenant.admin}
    with pytest.raises(CategoryInUse) as refused:
        services.delete_category(at("Shoes"), **admin)
    assert refused.value.params["products"] == 2
    pk = services.add_category("Empty", **shop)
    with pytest.raises(PermissionRefused):
        services.delete_category(pk, **shop)
    assert services.delete_category(pk, **admin) is None
    assert not Category.objects.filter(pk=pk).exists()


def test_products_of_a_deleted_category_get_a_new_home(shop, in_tenant, acme):
    admin = {**shop, "user": in_tenant.admin}
    before = everything()
    with pytest.raises(CategoryCircle):
        services.delete_category(at("Shoes"), home_id=at("Shoes > Men"), **admin)
    job = services.delete_category(at("Shoes"), home_id=at("Hats"), **admin)
    assert [path for path, _depth in tree()] == ["Footwear", "Footwear > Men", "Hats"]
    assert (places()["Product A"], places()["Product B"]) == ("Hats", "Hats")
    assert merge(acme, row("A", category="Shoes > Men > Boots", price="11.00")).changed_fields == {"price": 1}
    undo_regrouping(job, user=in_tenant.admin)
    assert everything()["categories"] == before["categories"]
    assert places()["Product A"] == "Shoes > Men > Boots"


def test_who_may_not_write_changes_no_tree(shop, in_tenant):
    before = everything()
    viewer = {**shop, "user": in_tenant.viewer}
    for act in (
        lambda: services.add_category("X", **viewer),
        lambda: services.change_category(at("Hats"), {"name": "X"}, **viewer),
        lambda: services.merge_category(at("Hats"), into=at("Shoes"), **viewer),
        lambda: services.delete_category(at("Hats"), home_id=at("Shoes"), **viewer),
        lambda: services.set_category_attributes(at("Hats"), [], **viewer),
    ):
        with pytest.raises(PermissionRefused):
            act()
    assert everything() == before


def test_a_category_of_a_taxonomy_is_none_of_the_tree(shop):
    google = Taxonomy.objects.create(tenant_id=shop["tenant_id"], code="g", name="Google")
    other = Category.objects.create(tenant_id=shop["tenant_id"], taxonomy=google, name="X", path="X", key="x")
    with pytest.raises(CategoryNotFound):
        services.change_category(other.pk, {"name": "Y"}, **shop)
