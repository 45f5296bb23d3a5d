"""Use cases of edited sheets: exported to be edited, uploaded, decided, applied, undone."""

from imports.services.sheets.deciding import choose, delete_sheet, start_applying, start_undoing
from imports.services.sheets.uploading import export_sheet, upload_sheet

__all__ = ["choose", "delete_sheet", "export_sheet", "start_applying", "start_undoing", "upload_sheet"]
