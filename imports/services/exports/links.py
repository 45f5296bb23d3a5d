"""Links that take a file without signing in: signed, for one export, until its file is removed."""

from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils import timezone

from core.tenancy import every_tenant
from imports.models import Export, ExportDestination

SALT = "imports.exports.links"


def link_for(export: Export) -> str:
    """The address; whoever has it can take the file."""
    token = Signer(salt=SALT).sign(export.pk.hex)
    return urljoin(settings.SITE_URL, f"/exports/file/{token}/")


def export_behind(token: str) -> Export | None:
    """The export of a link whose file can be taken, of whatever organisation; None for any other token."""
    try:
        key = UUID(Signer(salt=SALT).unsign(token))
    except (BadSignature, ValueError):
        return None
    with every_tenant():
        row = Export.objects.select_related("destination").filter(pk=key).first()
    if row is None or not row.file_key or row.file_until is None or row.file_until < timezone.now():
        return None
    return row if _is_public(row) else None


def _is_public(export: Export) -> bool:
    """Only files that were meant for a webhook have such a link."""
    return export.destination is not None and export.destination.kind == ExportDestination.Kind.WEBHOOK
