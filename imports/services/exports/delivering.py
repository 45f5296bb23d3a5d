"""Bringing the file of an export to its destination."""

from django.utils import timezone

from core.files import local_path
from core.jobs import report_progress
from imports.exports.destinations import way_of
from imports.exports.destinations.base import Package
from imports.models import Export, ExportDestination
from imports.services.exports.connections import connection_of, remember_server
from imports.services.exports.links import link_for
from imports.services.exports.telling import page_of


def deliver(export: Export) -> None:
    """Send the file; the place where it is now is kept. Images stay on the page of the export.

    Raises Transient and Terminal errors of the destination.
    """
    destination = export.destination
    if destination is None:
        return
    connection = connection_of(destination)
    with local_path(export.file_key) as path:
        package = Package(
            name=export.file_name,
            path=path,
            size=export.file_size,
            title=export.name,
            products=export.products_written,
            page=page_of(export),
            link=link_for(export),
        )
        place = way_of(destination.kind).deliver(connection, package)
    remember_server(destination, connection)
    link = {"link": package.link} if destination.kind == ExportDestination.Kind.WEBHOOK else {}
    checkpoint = {**export.checkpoint, **link}
    report_progress(export, delivered_at=timezone.now(), delivered_to=place, checkpoint=checkpoint)
