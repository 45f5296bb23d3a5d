"""Taxonomies: files and addresses, later files, proposals and their checking."""

from functools import partial

import pytest

from catalog.errors import (
    CategoryNotFound,
    MappingNotFound,
    TaxonomyNotFound,
    TaxonomyTaken,
    TaxonomyUnreadable,
    UnfitValue,
)
from catalog.matching import Place, confidence
from catalog.models import Category, CategoryMapping, Taxonomy
from catalog.selectors import taxonomies as ask
from catalog.services import mappings
from catalog.services import taxonomies as services
from catalog.taxonomy_files import read_tree
from core import http
from core.errors import PermissionRefused
from tests.factories.catalog import merge, row
from tests.fakes.feed_server import feed_server

pytestmark = pytest.mark.django_db
GOOGLE = b"""# Google_Product_Taxonomy_Version: 2021-09-21
187 - Apparel > Shoes
1 - Apparel
632 - Hardware > Tools
7 - Hardware
"""


@pytest.fixture
def by(in_tenant):
    return {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.manager}


@pytest.fixture
def google(by):
    return services.make_taxonomy({"code": "google", "name": "Google", "kind": "google"}, **by)


def paths(taxonomy_id):
    found = Category.objects.filter(taxonomy_id=taxonomy_id).order_by("path")
    return [(row.path, row.external_id, row.is_active) for row in found]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (GOOGLE, ["Apparel > Shoes", "Apparel", "Hardware > Tools", "Hardware"]),
        (b"path;id\nA > B;2\nA;1\n", ["A > B", "A"]),
        (b"name,parent_name\nB,A\nA,\nC,B\n", ["A > B", "A", "A > B > C"]),
        (b"id;name;parent_id\n1;A;\n2;B;1\n3;C;2\n", ["A", "A > B", "A > B > C"]),
        (b"name;parent_name\nC;A > B\n", ["A > B > C"]),
    ],
)
def test_trees_of_every_shape_are_read(content, expected):
    assert [node.path for node in read_tree(content)] == expected


@pytest.mark.parametrize("content", [b"", b"foo;bar\n1;2\n", b"name;parent_name\nA;B\nB;A\n", b"\x00\x01\x02"])
def test_what_is_no_tree_is_refused(google, by, content):
    with pytest.raises(TaxonomyUnreadable):
        services.load_taxonomy(google, content, **by)
    assert paths(google) == []


def test_a_later_file_keeps_rows_by_their_ids(google, by):
    loaded = services.load_taxonomy(google, GOOGLE, **by)
    assert (loaded.made, loaded.gone) == (4, 0)
    shoes = Category.objects.get(external_id="187")
    assert shoes.parent.path == "Apparel"
    later = b"1 - Clothes\n187 - Clothes > Footwear\n7 - Hardware\n"
    loaded = services.load_taxonomy(google, later, **by)
    assert loaded.gone == 1
    assert paths(google) == [
        ("Clothes", "1", True),
        ("Clothes > Footwear", "187", True),
        ("Hardware", "7", True),
        ("Hardware > Tools", "632", False),
    ]
    shoes.refresh_from_db()
    assert (shoes.path, shoes.parent.path) == ("Clothes > Footwear", "Clothes")


def test_a_taxonomy_is_loaded_from_its_address(google, by, monkeypatch):
    with pytest.raises(UnfitValue):
        services.sync_taxonomy(google, **by)
    with feed_server() as server:
        server.put("/taxonomy.txt", GOOGLE)
        services.change_taxonomy(google, {"sync_url": f"{server.url}/taxonomy.txt"}, **by)
        with pytest.raises(TaxonomyUnreadable):
            services.sync_taxonomy(google, **by)
        assert paths(google) == []
        monkeypatch.setattr(services.http, "client", partial(http.client, allow_private=True))
        assert services.sync_taxonomy(google, **by).made == 4
        server.fault = 404
        with pytest.raises(TaxonomyUnreadable):
            services.sync_taxonomy(google, **by)
    assert len(paths(google)) == 4


@pytest.mark.parametrize(
    ("values", "field"),
    [({"code": ""}, "code"), ({"name": ""}, "name"), ({"kind": "x"}, "kind"), ({"sync_url": "ftp://x"}, "sync_url")],
)
def test_what_does_not_fit_is_refused(google, by, values, field):
    with pytest.raises(UnfitValue) as refused:
        services.change_taxonomy(google, values, **by)
    assert refused.value.params["field"] == field


def test_codes_are_used_once_and_unknown_ones_told(google, by):
    with pytest.raises(TaxonomyTaken):
        services.make_taxonomy({"code": "google", "name": "G"}, **by)
    with pytest.raises(TaxonomyNotFound):
        services.sync_taxonomy(by["tenant_id"], **by)
    assert Taxonomy.objects.count() == 1


def test_sure_proposals_count_the_others_are_checked(acme, google, by):
    merge(acme, row("A", category="Apparel > Shoes"), row("B", category="Tool"), row("C", category="Groceries"))
    services.load_taxonomy(google, GOOGLE, **by)
    matched = mappings.match_categories(google, **by)
    found = {row.category.path: (row.target.path, row.status) for row in CategoryMapping.objects.all()}
    assert found["Apparel > Shoes"] == ("Apparel > Shoes", "active")
    assert found["Tool"] == ("Hardware > Tools", "active")
    assert "Groceries" not in found
    assert (matched.active, matched.without) == (3, 1)
    assert ask.mapping_counts(google, tenant_id=by["tenant_id"])["without"] == 1
    assert mappings.match_categories(google, **by).active == 0


def test_a_rejected_proposal_is_not_made_again(acme, google, by):
    merge(acme, row("A", category="Shoes"))
    services.load_taxonomy(google, GOOGLE, **by)
    mappings.match_categories(google, **by)
    mapping = CategoryMapping.objects.get()
    assert mappings.decide_mappings([mapping.pk], status="rejected", **by) == 1
    assert mappings.match_categories(google, **by).pending == 0
    assert CategoryMapping.objects.get().status == "rejected"
    with pytest.raises(UnfitValue):
        mappings.decide_mappings([mapping.pk], status="maybe", **by)


def test_a_mapping_by_hand_takes_the_place_of_a_proposal(acme, google, by):
    merge(acme, row("A", category="Shoes"))
    services.load_taxonomy(google, GOOGLE, **by)
    mappings.match_categories(google, **by)
    own, tools = Category.objects.get(taxonomy=None), Category.objects.get(path="Hardware > Tools")
    pk = mappings.set_mapping(own.pk, tools.pk, taxonomy_id=google, **by)
    facts = ask.mapping(pk, tenant_id=by["tenant_id"])
    assert (facts.target, facts.kind, facts.confidence) == ("Hardware > Tools", "manual", 100)
    for wrong in ((tools.pk, tools.pk), (own.pk, own.pk)):
        with pytest.raises(CategoryNotFound):
            mappings.set_mapping(*wrong, taxonomy_id=google, **by)
    best = ask.mapping_suggestions(own.pk, google, tenant_id=by["tenant_id"])
    assert best[0][0].path == "Apparel > Shoes"
    mappings.delete_mapping(pk, **by)
    with pytest.raises(MappingNotFound):
        mappings.delete_mapping(pk, **by)


def test_what_lies_above_decides_between_equal_names():
    own = Place(1, ("garden", "chairs"))
    near, far = Place(2, ("garden", "chair")), Place(3, ("office", "chair"))
    assert confidence(own, near) > confidence(own, far)


def test_viewers_change_no_taxonomy(google, by, in_tenant):
    viewer = {**by, "user": in_tenant.viewer}
    for act in (
        lambda: services.make_taxonomy({"code": "x", "name": "X"}, **viewer),
        lambda: services.load_taxonomy(google, GOOGLE, **viewer),
        lambda: services.delete_taxonomy(google, **{**by, "user": in_tenant.manager}),
        lambda: services.import_categories(b"path\nA > B\n", **viewer),
        lambda: mappings.match_categories(google, **viewer),
    ):
        with pytest.raises(PermissionRefused):
            act()
    assert (Taxonomy.objects.count(), Category.objects.count()) == (1, 0)


def test_categories_of_a_file_are_added_to_the_own_tree(by):
    assert services.import_categories(b"path\nA > B\nA > C\n", **by) == 3
    assert services.import_categories(b"name;parent_name\nD;B\nA;\n", **by) == 1
    assert list(Category.objects.order_by("path").values_list("path", flat=True)) == [
        "A",
        "A > B",
        "A > B > D",
        "A > C",
    ]
