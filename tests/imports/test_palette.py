"""Runs and exports found by id and file, by those who may see them."""

import pytest

from core.access import grants
from core.palette import Score, find
from imports.models import Export
from tests.factories.people import member
from tests.imports.pages import prepared


@pytest.fixture
def run(in_tenant):
    return prepared(in_tenant)


def found(people, text, kind, user=None):
    answer = find(text, user=user or people.manager, tenant_id=people.tenant.pk, only=(kind,))
    return [(hit.id, hit.score) for group in answer.groups for hit in group.hits]


def test_a_run_is_found_by_its_id_and_its_file(run, people):
    key = str(run.pk)
    assert found(people, key, "import") == found(people, run.pk.hex.upper(), "import") == [(key, Score.CODE)]
    assert found(people, key[:8], "import") == [(key, Score.WORDS)]
    assert found(people, "feed", "import") == [(key, Score.BEGINNING)]
    assert found(people, "nothing.csv", "import") == found(people, "ffff-no", "import") == []


def test_runs_are_for_those_who_may_see_them(run, people):
    guest = member(people.tenant, "")
    assert found(people, "feed", "import", user=guest) == []
    assert found(people, str(run.pk), "import", user=people.stranger) == []
    grants.grant(guest, ["read:imports"], run)
    assert found(people, "feed", "import", user=guest) == [(str(run.pk), Score.BEGINNING)]


def test_exports_are_found_by_name_file_and_id(in_tenant):
    export = Export.objects.create(tenant_id=in_tenant.tenant.pk, name="Spring list", file_name="spring-2026.csv")
    key = str(export.pk)
    for text in ("spring", "2026.csv", key, key[:6]):
        assert [each for each, _score in found(in_tenant, text, "export")] == [key]
    assert found(in_tenant, "spring", "export", user=in_tenant.stranger) == []
    assert found(in_tenant, "spring", "export", user=member(in_tenant.tenant, "")) == []
