"""Addresses of the pages of exports and of edited sheets."""

from django.urls import path

from imports.views import (
    export_acts,
    export_destinations,
    export_list,
    export_new,
    export_schedules,
    export_templates,
    sheets,
)

app_name = "exports"
EXPORT, TEMPLATE = "exports/<uuid:export_id>/", "exports/templates/<uuid:layout_id>/"
DESTINATION, PLAN = "exports/destinations/<uuid:destination_id>/", "exports/schedules/<uuid:plan_id>/"
SHEET = "exports/sheets/<uuid:sheet_id>/"

urlpatterns = [
    path("exports/", export_list.exports_page, name="exports"),
    path("exports/new/", export_new.new, name="new"),
    path("exports/preview/", export_new.preview, name="preview"),
    path("exports/file/<str:token>/", export_acts.linked, name="linked"),
    path("exports/templates/", export_templates.templates_page, name="templates"),
    path("exports/templates/new/", export_templates.new, name="template-new"),
    path(TEMPLATE, export_templates.edit, name="template"),
    path(f"{TEMPLATE}act/<slug:name>/", export_templates.act, name="template-act"),
    path("exports/destinations/", export_destinations.destinations_page, name="destinations"),
    path("exports/destinations/new/", export_destinations.new, name="destination-new"),
    path(DESTINATION, export_destinations.edit, name="destination"),
    path(f"{DESTINATION}act/<slug:name>/", export_destinations.act, name="destination-act"),
    path("exports/schedules/", export_schedules.schedules_page, name="schedules"),
    path("exports/schedules/new/", export_schedules.new, name="schedule-new"),
    path(PLAN, export_schedules.edit, name="schedule"),
    path(f"{PLAN}act/<slug:name>/", export_schedules.act, name="schedule-act"),
    path("exports/sheets/", sheets.sheets_page, name="sheets"),
    path("exports/sheets/new/", sheets.new, name="sheet-new"),
    path(SHEET, sheets.sheet, name="sheet"),
    path(f"{SHEET}progress/", sheets.progress, name="sheet-progress"),
    path(f"{SHEET}act/<slug:name>/", sheets.act, name="sheet-act"),
    path(EXPORT, export_list.export, name="export"),
    path(f"{EXPORT}progress/", export_list.progress, name="progress"),
    path(f"{EXPORT}file/<slug:what>/", export_acts.download, name="file"),
    path(f"{EXPORT}act/<slug:name>/", export_acts.act, name="act"),
]
