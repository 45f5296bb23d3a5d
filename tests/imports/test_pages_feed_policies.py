"""The policies of a feed: asked, kept, refused."""

import pytest

from core.tenancy import tenant_scope
from suppliers.models import Source
from tests.imports.pages import prepared, signed_in, text_of

POLICIES = {
    "name": "Prices",
    "import_type": "full",
    "missing_rows": "deactivate",
    "completeness_percent": "90",
    "existing_products": "ignore",
    "duplicates": "hold",
    "error_policy": "stop_above",
    "error_limit_percent": "15",
    "brake_enabled": "on",
    "approval": "second_person",
    "retry_minutes": "2, 10",
    "brake_limit_rows_fewer": "50",
    "alert_failed": "on",
    "alert_report_to": "chef@example.org, achat@example.org",
    "alert_silent_days": "3",
}


def feed_of(people):
    with tenant_scope(people.tenant.pk):
        return Source.objects.get()


@pytest.fixture
def address(people):
    prepared(people)
    return f"/feeds/{feed_of(people).pk}/policies/"


def test_policies_are_kept(people, address):
    manager = signed_in(people.manager)
    assert manager.post(address, POLICIES).status_code == 302
    kept = feed_of(people)
    plain = {"name", "import_type", "missing_rows", "existing_products", "duplicates", "error_policy", "approval"}
    assert {name: getattr(kept, name) for name in plain} == {name: POLICIES[name] for name in plain}
    assert (kept.completeness_percent, kept.error_limit_percent, kept.retry_minutes) == (90, 15, [2, 10])
    assert kept.brake == {"rows_fewer": 50}
    assert kept.alerts["report_to"] == ["chef@example.org", "achat@example.org"]
    assert (kept.alerts["failed"], kept.alerts["held"], kept.alerts["silent_days"]) == (True, False, 3)
    assert 'value="50"' in text_of(manager.get(address))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("error_limit_percent", "0"),
        ("error_limit_percent", "101"),
        ("completeness_percent", "many"),
        ("retry_minutes", "soon"),
        ("retry_minutes", "0"),
        ("alert_report_to", "nobody"),
        ("alert_report_to", " ".join(f"{number}@example.org" for number in range(21))),
        ("brake_limit_rows_fewer", "-1"),
        ("brake_limit_rows_fewer", "101"),
        ("brake_limit_missing", "200"),
        ("brake_limit_price", "10001"),
        ("name", ""),
        ("import_type", "sometimes"),
    ],
)
def test_a_strange_value_is_refused_beside_its_field(people, address, field, value):
    answer = signed_in(people.manager).post(address, {**POLICIES, field: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert feed_of(people).import_type == "partial"


def test_a_viewer_reads_the_policies_and_changes_nothing(people, address):
    viewer = signed_in(people.viewer)
    text = text_of(viewer.get(address))
    assert 'name="import_type"' not in text
    assert "Partial: products that are not in the file stay as they are" in text
    assert viewer.post(address, POLICIES).status_code == 403
    assert feed_of(people).import_type == "partial"
