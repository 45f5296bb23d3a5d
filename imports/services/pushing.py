"""Files that suppliers send to us: kept, prepared and started like those that are fetched."""

from typing import IO
from uuid import UUID

from django.utils.translation import gettext as _

from core.access import require
from core.errors import InvalidInput
from core.models import User
from imports.errors import SourceOff
from imports.models import ImportRun, Trigger
from imports.services.arrivals import digest_of, half_done, last_file
from imports.services.uploads import Upload, prepare_again, upload_file
from suppliers.selectors import source_settings, supplier


def push_file(source_id: UUID, name: str, content: IO[bytes], *, by: User | None) -> ImportRun | None:
    """Take in a file for a source; None when it is the same as the last one ("nothing new").

    It is started when its mapping is known, else people are told. Raises NotFound, PermissionRefused without
    `write:imports` on the source, SourceOff, InvalidInput for an empty body, FileTooLarge, UnreadableFile.
    """
    source = source_settings(source_id)
    if by is not None:
        place = {"supplier_id": source.supplier_id, "source_id": source.id}
        require(by, "write:imports", ImportRun(tenant_id=source.tenant_id, **place))
    if not (source.is_active and supplier(source.supplier_id).is_active):
        raise SourceOff
    if not content.read(1):
        raise InvalidInput(_("The file is empty: send its content as the body, or as the field “file” of a form."))
    latest = last_file(source.id)
    if latest is not None and latest.sha256 == digest_of(content):
        unread = half_done(latest)
        return prepare_again(unread) if unread else None
    upload = Upload(
        supplier_id=source.supplier_id,
        source_id=source.id,
        name=name or source.name,
        content=content,
        trigger=Trigger.PUSH,
    )
    return upload_file(upload, tenant_id=source.tenant_id, by=by)
