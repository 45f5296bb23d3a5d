"""The acts of imports: what people ask for, and how runs end."""

from django.utils.translation import gettext_lazy as _

from core.audit import Act, Category

_IMPORTS = Category.IMPORTS
ACTS = (
    Act("import.uploaded", _IMPORTS, _("Uploaded %(file)s of %(supplier)s")),
    Act("import.reading_changed", _IMPORTS, _("Changed how %(file)s of %(supplier)s is read")),
    Act("import.mapping_saved", _IMPORTS, _("Confirmed the mapping of %(file)s of %(supplier)s")),
    Act("import.dry_run", _IMPORTS, _("Started a dry run of %(file)s of %(supplier)s")),
    Act("import.started", _IMPORTS, _("Started the import of %(file)s of %(supplier)s")),
    Act("import.paused", _IMPORTS, _("Paused the import of %(file)s of %(supplier)s")),
    Act("import.resumed", _IMPORTS, _("Resumed the import of %(file)s of %(supplier)s")),
    Act("import.cancelled", _IMPORTS, _("Cancelled the import of %(file)s of %(supplier)s")),
    Act("import.retried", _IMPORTS, _("Started the import of %(file)s of %(supplier)s again")),
    Act("import.approved", _IMPORTS, _("Approved the held import of %(file)s of %(supplier)s")),
    Act("import.released", _IMPORTS, _("Let the held import of %(file)s of %(supplier)s go on")),
    Act("import.refused", _IMPORTS, _("Refused the held import of %(file)s of %(supplier)s")),
    Act("import.undo_started", _IMPORTS, _("Started to undo an import of %(supplier)s")),
    Act("import.deleted", _IMPORTS, _("Deleted the import of %(file)s of %(supplier)s")),
    Act("import.completed", _IMPORTS, _("Import of %(supplier)s completed: %(created)s created, %(updated)s updated")),
    Act("import.failed", _IMPORTS, _("Import of %(supplier)s failed: %(error)s")),
    Act("import.stopped", _IMPORTS, _("Import of %(supplier)s stopped on request")),
    Act("import.undone", _IMPORTS, _("Undid an import of %(supplier)s")),
    Act("import.file_taken", Category.EXPORTS, _("Downloaded %(file)s of %(supplier)s")),
    Act("import.report_taken", Category.EXPORTS, _("Downloaded the report on %(file)s of %(supplier)s")),
    Act("import.report_mailed", Category.EXPORTS, _("Sent the report on %(file)s of %(supplier)s to %(addresses)s")),
    Act("ean.resolved", _IMPORTS, _("Entered the EAN %(gtin)s of %(title)s")),
    Act("ean.dismissed", _IMPORTS, _("Marked %(count)s products as having no EAN")),
    Act("ean.reopened", _IMPORTS, _("Put %(count)s products back into the list of products without EAN")),
    Act("imports.list_taken", Category.EXPORTS, _("Downloaded the list of imports")),
    Act("held_rows.taken", Category.EXPORTS, _("Downloaded held rows")),
    Act("fetch.requested", _IMPORTS, _("Asked for the files of %(source)s of %(supplier)s")),
    Act("held_row.corrected", _IMPORTS, _("Corrected the held row %(subject)s")),
    Act("held_rows.fixed", _IMPORTS, _("Fixed a cause of %(count)s held rows")),
    Act("held_rows.discarded", _IMPORTS, _("Discarded %(count)s held rows")),
    Act("held_rows.replayed", _IMPORTS, _("Started to import %(count)s held rows again")),
)
