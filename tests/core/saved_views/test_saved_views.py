"""Views of lists: private and shared ones, names, order, the one a page opens with."""

import pytest

from core.errors import InvalidInput, PermissionRefused
from core.models import SavedView
from core.saved_views import selectors, services
from core.saved_views.errors import ViewNameTaken, ViewNotFound

pytestmark = pytest.mark.django_db
ITEMS = "/api/v1/saved-views"


@pytest.fixture
def mine(in_tenant):
    """`mine("Cheap", query="price_max=5")`: a view of the manager."""
    return lambda name, **options: services.save_view("products", name=name, by=in_tenant.manager, **options)


def names(user):
    return [view.name for view in selectors.views_of("products", user=user).views]


def test_private_views_are_the_owners_and_shared_ones_everybodys(mine, in_tenant):
    mine("Secret")
    mine("Common", is_shared=True)
    assert names(in_tenant.manager) == ["Secret", "Common"]
    assert names(in_tenant.viewer) == ["Common"]
    assert selectors.views_of("suppliers", user=in_tenant.manager).views == []


def test_a_name_is_used_once(mine, in_tenant):
    mine("Cheap")
    with pytest.raises(ViewNameTaken):
        mine(" Cheap ")
    services.save_view("products", name="Cheap", by=in_tenant.viewer)


@pytest.mark.parametrize("values", [{"name": " "}, {"name": "x" * 81}, {"query": "x" * 5000}, {"columns": ["x"] * 101}])
def test_what_does_not_fit_is_refused(mine, values):
    with pytest.raises(InvalidInput):
        mine(**{"name": "Good", **values})
    assert not SavedView.objects.exists()


def test_only_the_owner_changes_a_view(mine, in_tenant):
    view = mine("Common", is_shared=True, query="status=draft")
    for change in (
        lambda: services.change_view(view.pk, by=in_tenant.viewer, values={"name": "Mine"}),
        lambda: services.delete_view(view.pk, by=in_tenant.viewer),
    ):
        with pytest.raises(PermissionRefused):
            change()
    secret = mine("Secret")
    with pytest.raises(ViewNotFound):
        services.delete_view(secret.pk, by=in_tenant.viewer)
    assert names(in_tenant.manager) == ["Common", "Secret"]
    services.delete_view(view.pk, by=in_tenant.admin)
    assert names(in_tenant.manager) == ["Secret"]


def test_views_are_put_in_order(mine, in_tenant):
    views = [mine(name) for name in ("A", "B", "C")]
    services.move_view(views[2].pk, by=in_tenant.manager, step=-1)
    services.move_view(views[0].pk, by=in_tenant.manager, step=-1)
    assert names(in_tenant.manager) == ["A", "C", "B"]


def test_columns_and_the_view_a_page_opens_with_are_personal(mine, in_tenant):
    view = mine("Common", is_shared=True)
    services.keep_columns("products", ["title", "price"], by=in_tenant.viewer)
    services.choose_default("products", view.pk, by=in_tenant.viewer)
    kept = selectors.views_of("products", user=in_tenant.viewer)
    assert (kept.columns, kept.default_id) == (["title", "price"], view.pk)
    assert selectors.views_of("products", user=in_tenant.manager).default_id is None
    services.delete_view(view.pk, by=in_tenant.manager)
    assert selectors.views_of("products", user=in_tenant.viewer).default_id is None


def test_the_api_keeps_and_changes_views(api, people):
    api.force_login(people.manager)
    made = api.post(ITEMS, {"page": "products", "name": "Cheap", "query": "?price_max=5"}, format="json")
    assert (made.status_code, made.json()["query"]) == (201, "price_max=5")
    address = f"{ITEMS}/{made.json()['id']}"
    assert api.patch(address, {"is_shared": True, "columns": ["title"]}, format="json").json()["is_shared"]
    assert api.post(ITEMS, {"page": "products", "name": "Cheap"}, format="json").status_code == 409
    assert [view["name"] for view in api.get(f"{ITEMS}?page=products").json()["items"]] == ["Cheap"]
    api.force_login(people.stranger)
    assert api.get(ITEMS).json()["items"] == []
    assert api.delete(address).status_code == 404
    api.force_login(people.manager)
    assert api.delete(address).status_code == 204
    assert api.get(address).status_code == 404
