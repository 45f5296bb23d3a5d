"""Arranging the home page: order, size, hidden and own widgets, layouts for everybody; each person alone."""

import pytest
from django.urls import reverse

from analytics.home import layout
from analytics.home.metrics import METRICS
from analytics.home.widgets import WIDGETS
from analytics.models import HomeLayout
from analytics.selectors.layouts import layout_of, shared_layouts
from analytics.services import layouts
from core.errors import PermissionRefused
from core.events import relay
from core.tenancy import every_tenant, tenant_scope
from tests.factories.imports import feed_csv, imported

ARRANGE = reverse("analytics:arrange")
ENGLISH = {"Accept-Language": "en"}


def act(client, user, what, widget="", **values):
    client.force_login(user)
    answer = client.post(ARRANGE, {"act": what, "widget": widget, **values}, headers=ENGLISH)
    assert answer.status_code == 302
    return answer


def placed(people, user):
    with tenant_scope(people.tenant.pk):
        return layout_of(user)


def ids(people, user):
    return [each.id for each in placed(people, user)]


def own(people, user):
    return [each for each in placed(people, user) if each.is_own]


@pytest.fixture
def shop(people):
    with tenant_scope(people.tenant.pk):
        imported(feed_csv(3), tenant_id=people.tenant.pk, supplier="MARTIN")
    with every_tenant():
        relay("imports")
        relay("catalog")


def test_a_widget_moves_up_and_down_and_stops_at_the_ends(client, people):
    act(client, people.manager, "down", "products")
    assert ids(people, people.manager)[:2] == ["suppliers", "products"]
    act(client, people.manager, "first", "alerts")
    act(client, people.manager, "up", "alerts")
    assert ids(people, people.manager)[0] == "alerts"
    act(client, people.manager, "up", "unknown")
    assert sorted(ids(people, people.manager)) == sorted(WIDGETS)
    assert ids(people, people.viewer) == list(WIDGETS)


def test_a_hidden_widget_is_not_on_the_page_until_it_is_shown(client, people, shop):
    act(client, people.manager, "hide", "alerts")
    address, home = reverse("analytics:widget", args=["alerts"]), reverse("analytics:home")
    assert client.get(address).status_code == 404
    assert address not in client.get(home).content.decode()
    act(client, people.manager, "show", "alerts")
    assert client.get(address).status_code == 200


def test_a_widget_gets_another_size(client, people, shop):
    act(client, people.manager, "size", "alerts", size="whole")
    assert "widget-whole card" in client.get(reverse("analytics:home")).content.decode()
    act(client, people.manager, "size", "alerts", size="gigantic")
    assert "gigantic" in client.get(ARRANGE, headers=ENGLISH).content.decode()
    assert next(each.size for each in placed(people, people.manager) if each.id == "alerts") == "whole"


@pytest.mark.parametrize("shape", ["line", "bar", "pie", "table", "kpi"])
def test_own_widgets_of_every_metric_are_shown(client, people, shop, shape):
    wanted = [metric for metric, each in METRICS.items() if shape in each.shapes]
    for metric in wanted:
        act(client, people.manager, "add", metric=metric, shape=shape, title=f"Mine: {metric}")
    for each in own(people, people.manager):
        answer = client.get(reverse("analytics:widget", args=[each.id]), headers=ENGLISH)
        assert answer.status_code == 200
        assert answer.content.strip()
    assert len(own(people, people.manager)) == len(wanted)


def test_the_number_of_an_own_widget_is_that_of_the_figures(client, people, shop):
    act(client, people.manager, "add", metric="products.created", shape="kpi", title="New ones")
    (mine,) = own(people, people.manager)
    assert '<p class="kpi">3</p>' in client.get(reverse("analytics:widget", args=[mine.id])).content.decode()
    assert "New ones" in client.get(reverse("analytics:home")).content.decode()
    act(client, people.manager, "remove", mine.id)
    assert own(people, people.manager) == []


def test_widgets_of_the_product_are_not_removed(client, people):
    act(client, people.manager, "remove", "alerts")
    assert "alerts" in ids(people, people.manager)


@pytest.mark.parametrize(
    "values",
    [
        {"metric": "weather", "shape": "line"},
        {"metric": "spread.brand", "shape": "line"},
        {"metric": "imports.runs", "shape": "line", "title": "x" * 81},
    ],
)
def test_what_no_widget_can_show_is_refused(client, people, values):
    act(client, people.manager, "add", **values)
    assert own(people, people.manager) == []


def test_there_is_a_limit_of_widgets(client, people):
    with tenant_scope(people.tenant.pk):
        full = layout.usual()
        while len(full) < layout.MOST_WIDGETS:
            full = layout.added(full, metric="imports.runs", shape="kpi")
        row = {"tenant_id": people.tenant.pk, "owner_id": people.manager.pk, "widgets": layout.written(full)}
        HomeLayout.objects.create(**row)
    act(client, people.manager, "add", metric="imports.runs", shape="kpi")
    assert len(ids(people, people.manager)) == layout.MOST_WIDGETS


def test_back_to_the_usual_arrangement(client, people):
    act(client, people.manager, "down", "products")
    act(client, people.manager, "reset")
    assert ids(people, people.manager) == list(WIDGETS)


def test_a_layout_is_shared_used_and_removed(client, people):
    act(client, people.manager, "first", "alerts")
    act(client, people.manager, "share", name="Morning")
    with tenant_scope(people.tenant.pk):
        (row,) = shared_layouts(people.viewer)
    assert (row.name, row.is_mine) == ("Morning", False)
    client.force_login(people.viewer)
    client.post(reverse("analytics:layout", args=[row.id, "use"]))
    assert ids(people, people.viewer)[0] == "alerts"
    assert client.post(reverse("analytics:layout", args=[row.id, "remove"])).status_code == 403
    with tenant_scope(people.tenant.pk):
        assert len(shared_layouts(people.viewer)) == 1
        with pytest.raises(PermissionRefused):
            layouts.delete_layout(row.id, tenant_id=people.tenant.pk, by=people.viewer)
        layouts.delete_layout(row.id, tenant_id=people.tenant.pk, by=people.admin)
        assert shared_layouts(people.admin) == []


@pytest.mark.parametrize("name", ["", "x" * 81, "Morning"], ids=["none", "long", "taken"])
def test_a_layout_needs_a_free_name(client, people, name):
    act(client, people.manager, "share", name="Morning")
    act(client, people.manager, "share", name=name)
    with tenant_scope(people.tenant.pk):
        assert len(shared_layouts(people.manager)) == 1


def test_layouts_of_another_organisation_are_not_there(client, people):
    act(client, people.manager, "share", name="Morning")
    shared = HomeLayout._base_manager.get(name="Morning")
    client.force_login(people.stranger)
    assert client.post(reverse("analytics:layout", args=[shared.pk, "use"])).status_code == 404


def test_what_is_no_widget_any_more_is_left_out():
    kept = {"id": "alerts", "kind": "alerts", "size": "whole"}
    rows = [{"id": "gone", "kind": "gone", "size": "half"}, {"strange": 1}, None, kept]
    found = layout.read(rows)
    assert found[0].id == "alerts"
    assert len(found) == len(WIDGETS)
    assert layout.read(["junk"]) == layout.usual()
