"""Addresses of the API of imports."""

from django.urls import path

from imports.api import dry_runs, ean_pending, findings, held_rows, mappings, rules, runs, statistics, templates

RUN = "imports/<uuid:run_id>"
TEMPLATE = "mapping-templates/<uuid:template_id>"
ACTS = {
    "start": runs.START,
    "pause": runs.PAUSE,
    "resume": runs.RESUME,
    "cancel": runs.CANCEL,
    "retry": runs.RETRY,
    "undo": runs.UNDO,
    "release": runs.RELEASE,
    "refuse": runs.REFUSE,
}

urlpatterns = [
    path("imports", runs.RunList.as_view(), name="api-imports"),
    path("imports/upload", runs.Upload.as_view(), name="api-import-upload"),
    path("imports/stats", statistics.ImportStatistics.as_view(), name="api-import-statistics"),
    path("suppliers/scorecards", statistics.Scorecards.as_view(), name="api-scorecards"),
    path("suppliers/<uuid:supplier_id>/scorecard", statistics.Scorecard.as_view(), name="api-scorecard"),
    path("imports/held-rows/<uuid:held_row_id>", findings.HeldRow.as_view(), name="api-held-row"),
    path("held-rows", held_rows.Quarantine.as_view(), name="api-held-rows"),
    path("held-rows/causes", held_rows.Causes.as_view(), name="api-held-causes"),
    path("held-rows/fix", held_rows.CauseFix.as_view(), name="api-held-fix"),
    path("held-rows/replay", held_rows.ReplayCause.as_view(), name="api-held-replay"),
    path("held-rows/discard", held_rows.DiscardCause.as_view(), name="api-held-discard"),
    path("imports/ean-pending", ean_pending.PendingList.as_view(), name="api-ean-pending"),
    path("imports/ean-pending/bulk-delete", ean_pending.BulkDelete.as_view(), name="api-ean-bulk-delete"),
    path("imports/ean-pending/<uuid:entry_id>", ean_pending.PendingEntry.as_view(), name="api-ean-entry"),
    path("imports/ean-pending/<uuid:entry_id>/resolve", ean_pending.Resolve.as_view(), name="api-ean-resolve"),
    path("sources/<uuid:source_id>/rules", rules.SourceRules.as_view(), name="api-source-rules"),
    path("sources/<uuid:source_id>/rules/try", rules.RulesTrial.as_view(), name="api-source-rules-try"),
    path("imports/templates", templates.ImportTemplates.as_view(), name="api-import-templates"),
    path("imports/detect-format", mappings.DetectFormat.as_view(), name="api-detect-format"),
    path(f"{RUN}/save-mapping", mappings.SaveMapping.as_view(), name="api-import-save-mapping"),
    path("mapping-templates", templates.TemplateList.as_view(), name="api-templates"),
    path("mapping-templates/import", templates.TemplateImport.as_view(), name="api-template-import"),
    path(TEMPLATE, templates.TemplateDetail.as_view(), name="api-template"),
    path(f"{TEMPLATE}/recipe", templates.TemplateRecipe.as_view(), name="api-template-recipe"),
    path(f"{TEMPLATE}/check", templates.TemplateCheck.as_view(), name="api-template-check"),
    path("sources/<uuid:source_id>/mappings", mappings.SourceMappings.as_view(), name="api-source-mappings"),
    path(
        "sources/<uuid:source_id>/mappings/<uuid:mapping_id>",
        mappings.SourceMapping.as_view(),
        name="api-source-mapping",
    ),
    path(RUN, runs.Run.as_view(), name="api-import"),
    path(f"{RUN}/reading", runs.Reading.as_view(), name="api-import-reading"),
    path(f"{RUN}/mapping", runs.Mapping.as_view(), name="api-import-mapping"),
    path(f"{RUN}/dry-run", dry_runs.DryRun.as_view(), name="api-import-dry-run"),
    path(f"{RUN}/impact", dry_runs.Impact.as_view(), name="api-import-impact"),
    path(f"{RUN}/report", runs.Report.as_view(), name="api-import-report"),
    path(f"{RUN}/report/mail", statistics.MailReport.as_view(), name="api-import-report-mail"),
    path(f"{RUN}/errors", findings.Errors.as_view(), name="api-import-errors"),
    path(f"{RUN}/logs", findings.Logs.as_view(), name="api-import-logs"),
    path(f"{RUN}/held-rows", findings.HeldRows.as_view(), name="api-import-held-rows"),
    path(f"{RUN}/held-rows/replay", findings.Replay.as_view(), name="api-import-replay"),
    path(f"{RUN}/held-rows/discard", findings.Discard.as_view(), name="api-import-discard"),
    *(path(f"{RUN}/{name}", view, name=f"api-import-{name}") for name, view in ACTS.items()),
]
