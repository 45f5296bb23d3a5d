"""A User starts and cancels the runs he made himself, and nobody else's."""

import io

import pytest

from core.access import allowed, grants
from core.access.roles import Role
from core.errors import PermissionRefused
from core.tasks import sweep_grants
from core.tenancy import tenant_scope
from imports.models import ImportRun
from imports.services import Upload, cancel_run, delete_run, save_mapping, start_run, upload_file
from suppliers.services import ensure_supplier
from tests.factories.imports import feed_csv
from tests.factories.people import member


@pytest.fixture
def clerk(people):
    return member(people.tenant, Role.USER, name="Ute User")


@pytest.fixture
def upload(in_tenant):
    """A function: the person's own run, ready to be started."""
    tenant_id = in_tenant.tenant.pk
    supplier_id = ensure_supplier(tenant_id=tenant_id, code="ACME")

    def uploaded(by):
        sent = Upload(supplier_id=supplier_id, name="feed.csv", content=io.BytesIO(feed_csv(5)))
        run = upload_file(sent, tenant_id=tenant_id, by=by)
        return save_mapping(run, mapping=run.mapping, by=by)

    return uploaded


def test_the_maker_starts_and_cancels_his_run(clerk, upload):
    run = upload(clerk)
    start_run(run, by=clerk)
    cancel_run(run, by=clerk)
    run.refresh_from_db()
    assert run.status == "cancelled"


def test_nobody_cancels_somebody_elses_run_until_it_is_granted(people, clerk, upload):
    other = member(people.tenant, Role.USER)
    run = upload(clerk)
    for act in (start_run, cancel_run):
        with pytest.raises(PermissionRefused):
            act(run, by=other)
    run.refresh_from_db()
    assert (run.status, run.queued_at) == ("pending", None)
    grants.grant(other, ["cancel:imports"], run)
    cancel_run(run, by=other)


def test_whoever_may_by_role_gets_no_grant(people, upload):
    assert grants.grants_on(upload(people.manager)) == {}


def test_the_grant_goes_with_the_run(people, clerk, upload):
    run = upload(clerk)
    key = run.pk
    assert grants.grants_on(run) == {clerk.pk: ["start:imports", "cancel:imports"]}
    delete_run(run, by=people.admin)
    assert grants.grants_on(ImportRun(pk=key)) == {}


def test_the_sweep_takes_what_a_crash_left(people, clerk, upload):
    run = upload(clerk)
    ghost = ImportRun(tenant_id=people.tenant.pk)
    grants.grant(clerk, ["start:imports"], ghost)
    assert sweep_grants() == 1
    assert allowed(clerk, "start:imports", run)


def test_the_buttons_and_the_api_follow(client, api, people, clerk, upload):
    run, other = upload(clerk), upload(people.manager)
    client.force_login(clerk)
    with tenant_scope(people.tenant.pk):
        page = client.get(f"/imports/{run.pk}/dry-run/")
    assert page.context["may"]["start_imports"]
    assert not client.get(f"/imports/{other.pk}/dry-run/").context["may"]["start_imports"]
    api.force_login(clerk)
    assert api.post(f"/api/v1/imports/{other.pk}/start").status_code == 403
    assert api.post(f"/api/v1/imports/{run.pk}/start").status_code == 202
