"""Four suppliers and one delivery of each, in four formats; queued through the services that people use."""

from dataclasses import dataclass
from pathlib import Path

from core.tenancy import tenant_scope
from imports.demo.people import DemoPeople
from imports.models import ImportRun
from imports.services import Upload, save_mapping, start_run, upload_file
from suppliers.services import ensure_supplier, update_supplier

FEEDS = Path(__file__).parent / "feeds"


@dataclass(frozen=True)
class Delivery:
    """A supplier and the file it sends; a lower priority number wins where suppliers overlap."""

    code: str
    name: str
    country: str
    priority: int
    file: str


DELIVERIES = (
    Delivery("LUMINA", "Lumina Distribution", "FR", 10, "lumina-tarif-2026.csv"),
    Delivery("NORDTECH", "NordTech Wholesale", "DK", 20, "nordtech-pricelist.xlsx"),
    Delivery("VELOSPORT", "Vélosport", "FR", 30, "velosport-catalogue.xml"),
    Delivery("BIOMARKT", "BioMarkt Großhandel", "DE", 40, "biomarkt-artikel.json"),
)


def queue_deliveries(people: DemoPeople) -> int:
    """Queue the imports that were not queued before; returns how many."""
    with tenant_scope(people.tenant.pk):
        return sum(_queue(delivery, people) for delivery in DELIVERIES)


def _queue(delivery: Delivery, people: DemoPeople) -> bool:
    supplier_id = ensure_supplier(tenant_id=people.tenant.pk, code=delivery.code, name=delivery.name)
    if ImportRun.objects.filter(supplier_id=supplier_id).exists():
        return False
    facts = {"priority": delivery.priority, "country": delivery.country}
    update_supplier(by=people.user, supplier_id=supplier_id, values=facts)
    with (FEEDS / delivery.file).open("rb") as content:
        upload = Upload(supplier_id=supplier_id, name=delivery.file, content=content)
        run = upload_file(upload, tenant_id=people.tenant.pk, by=people.user)
    save_mapping(run, mapping=run.mapping, by=people.user)
    start_run(run, by=people.user)
    return True
