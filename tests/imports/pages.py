"""What the tests of the pages of imports share: one feed with a few doubtful rows, and runs made of it."""

import io

from django.test import Client

from core.tenancy import tenant_scope
from imports.models import ImportRun
from imports.services import claim, execute_dry_run, execute_run
from tests.factories.imports import confirmed, uploaded

FEED = (
    "Tarif 2026;;;;;\r\n"
    "Réf.;Désignation;Code EAN;Marque;Prix HT;Stock\r\n"
    "A-1;Perceuse-visseuse;4059952514475;Bosch;108,25 €;84\r\n"
    "A-2;Perceuse à percussion;0088381080361;Makita;178,33 €;0\r\n"
    "A-3;Machine à café;8004399325128;De'Longhi;241,66 €;12\r\n"
    "A-4;Clé à molette;4059952514476;Facom;12,50 €;5\r\n"
    "A-5;;3342540838949;Stanley;24,90 €;41\r\n"
)


def feed_file(text: str = FEED, name: str = "tarif.csv") -> io.BytesIO:
    """The feed as a browser would send it."""
    file = io.BytesIO(text.encode("cp1252"))
    file.name = name
    return file


def prepared(people, text: str = FEED, **options) -> ImportRun:
    """A run of the feed whose proposed mapping waits."""
    with tenant_scope(people.tenant.pk):
        return uploaded(text.encode("cp1252"), tenant_id=people.tenant.pk, supplier="MARTIN", **options)


def ready(people, text: str = FEED, **options) -> ImportRun:
    """A run of the feed with its mapping confirmed."""
    run = prepared(people, text, **options)
    with tenant_scope(people.tenant.pk):
        return confirmed(run)


def executed(people, run: ImportRun) -> ImportRun:
    """The run, done in this process."""
    with tenant_scope(people.tenant.pk):
        run.refresh_from_db()
        if run.queued_at is None:
            claim(run)
        execute_run(run.pk)
        run.refresh_from_db()
    return run


def completed(people, text: str = FEED, **options) -> ImportRun:
    """A completed run: three rows created, two held."""
    return executed(people, ready(people, text, **options))


def rehearsed(people, run: ImportRun) -> None:
    """The run's queued dry run, done in this process."""
    with tenant_scope(people.tenant.pk):
        execute_dry_run(run.dry_runs.first().pk)


def runs_of(people) -> list[ImportRun]:
    """All runs of the tenant, newest first."""
    with tenant_scope(people.tenant.pk):
        return list(ImportRun.objects.all())


def signed_in(user) -> Client:
    """A browser of that person, in English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def text_of(response) -> str:
    """The answer's page."""
    return response.content.decode()
