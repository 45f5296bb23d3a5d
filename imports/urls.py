"""Addresses of the pages of imports."""

from django.urls import path

from imports.views import (
    acts,
    changes,
    downloads,
    dry_run,
    ean_pending,
    feed_acts,
    feed_policies,
    feed_rules,
    feeds,
    fixes,
    held_rows,
    mapping,
    reading,
    run,
    runs,
    scorecards,
    templates,
    uploads,
    values,
)

app_name = "imports"
RUN = "imports/<uuid:run_id>/"
TEMPLATE = "imports/templates/<uuid:template_id>/"
FEED = "feeds/<uuid:source_id>/"

urlpatterns = [
    path("imports/", runs.runs, name="runs"),
    path("imports/new/", uploads.new, name="new"),
    path("imports/templates/", templates.templates, name="templates"),
    path("imports/templates/import/", templates.add, name="template-import"),
    path(TEMPLATE, templates.template, name="template"),
    path(f"{TEMPLATE}recipe.yaml", templates.recipe, name="template-recipe"),
    path(f"{TEMPLATE}act/<slug:name>/", templates.act, name="template-act"),
    path("imports/value-maps/", values.value_maps, name="value-maps"),
    path(RUN, run.summary, name="run"),
    path(f"{RUN}reading/", reading.reading, name="reading"),
    path(f"{RUN}mapping/", mapping.mapping, name="mapping"),
    path(f"{RUN}values/", values.values, name="values"),
    path(f"{RUN}expression/", values.expression, name="expression"),
    path(f"{RUN}dry-run/", dry_run.dry_run, name="dry-run"),
    path(f"{RUN}progress/", run.progress, name="progress"),
    path(f"{RUN}changes/", changes.changes, name="changes"),
    path(f"{RUN}held-rows/", run.held, name="held"),
    path(f"{RUN}findings/", run.findings, name="findings"),
    path(f"{RUN}log/", run.log, name="log"),
    path(f"{RUN}source-file/", downloads.source_file, name="source-file"),
    path(f"{RUN}report.<slug:form>", downloads.report, name="report"),
    path(f"{RUN}act/<slug:name>/", acts.act, name="act"),
    path(f"{RUN}report/mail/", scorecards.mail, name="mail-report"),
    path("suppliers/scorecards/", scorecards.scorecards, name="scorecards"),
    path(FEED, feeds.overview, name="feed"),
    path(f"{FEED}policies/", feed_policies.policies, name="feed-policies"),
    path(f"{FEED}rules/", feed_rules.rules, name="feed-rules"),
    path(f"{FEED}fetches/", feeds.fetches, name="feed-fetches"),
    path(f"{FEED}act/<slug:name>/", feed_acts.act, name="feed-act"),
    path("ean-pending/", ean_pending.queue, name="ean-pending"),
    path("ean-pending/<uuid:entry_id>/", ean_pending.resolve, name="ean-resolve"),
    path("ean-pending/act/<slug:name>/", ean_pending.act, name="ean-act"),
    path("held-rows/", held_rows.quarantine, name="quarantine"),
    path("held-rows/download.<slug:form>", downloads.held_rows, name="held-download"),
    path("held-rows/act/<slug:name>/", held_rows.act, name="held-act"),
    path("held-rows/fix/", fixes.fix, name="held-fix"),
    path("held-rows/healing/", fixes.progress, name="held-healing"),
    path("held-rows/<uuid:row_id>/", held_rows.row, name="held-row"),
]
