"""Addresses of the API of exports and of edited sheets."""

from django.urls import path

from imports.api import export_schedules, export_templates, exports, sheets

EXPORT = "exports/<uuid:export_id>"
TEMPLATE, PLAN = "exports/templates/<uuid:layout_id>", "exports/schedules/<uuid:plan_id>"
DESTINATION = "exports/destinations/<uuid:destination_id>"
SHEET = "sheets/<uuid:sheet_id>"

urlpatterns = [
    path("exports", exports.ExportList.as_view(), name="api-exports"),
    path("exports/csv/products", exports.CSV.as_view(), name="api-exports-csv"),
    path("exports/excel/products", exports.EXCEL.as_view(), name="api-exports-excel"),
    path("exports/json/products", exports.JSON.as_view(), name="api-exports-json"),
    path("exports/stream/<slug:form>/products", exports.ProductStream.as_view(), name="api-exports-stream"),
    path("exports/platforms", exports.Platforms.as_view(), name="api-export-platforms"),
    path("exports/templates", export_templates.TemplateList.as_view(), name="api-export-templates"),
    path(TEMPLATE, export_templates.TemplateDetail.as_view(), name="api-export-template"),
    path("exports/destinations", export_templates.DestinationList.as_view(), name="api-export-destinations"),
    path(DESTINATION, export_templates.DestinationDetail.as_view(), name="api-export-destination"),
    path(f"{DESTINATION}/test", export_templates.DestinationTest.as_view(), name="api-export-destination-test"),
    path("exports/schedules", export_schedules.ScheduleList.as_view(), name="api-export-schedules"),
    path(PLAN, export_schedules.ScheduleDetail.as_view(), name="api-export-schedule"),
    path(f"{PLAN}/toggle", export_schedules.ScheduleToggle.as_view(), name="api-export-schedule-toggle"),
    path(f"{PLAN}/run", export_schedules.ScheduleRun.as_view(), name="api-export-schedule-run"),
    path(EXPORT, exports.ExportDetail.as_view(), name="api-export"),
    path(f"{EXPORT}/download", exports.ExportDownload.as_view(), name="api-export-download"),
    path(f"{EXPORT}/cancel", exports.CANCEL.as_view(), name="api-export-cancel"),
    path(f"{EXPORT}/retry", exports.RETRY.as_view(), name="api-export-retry"),
    path(f"{EXPORT}/repeat", exports.REPEAT.as_view(), name="api-export-repeat"),
    path("sheets", sheets.SheetList.as_view(), name="api-sheets"),
    path("sheets/export", sheets.SheetExport.as_view(), name="api-sheet-export"),
    path(SHEET, sheets.SheetDetail.as_view(), name="api-sheet"),
    path(f"{SHEET}/cells", sheets.SheetCells.as_view(), name="api-sheet-cells"),
    path(f"{SHEET}/choose", sheets.SheetChoose.as_view(), name="api-sheet-choose"),
    path(f"{SHEET}/apply", sheets.SheetApply.as_view(), name="api-sheet-apply"),
    path(f"{SHEET}/undo", sheets.SheetUndo.as_view(), name="api-sheet-undo"),
]
