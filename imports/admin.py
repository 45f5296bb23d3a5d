"""The back office of imports: to look at; runs are steered from their pages."""

from django.contrib import admin
from unfold.admin import ModelAdmin, TabularInline

from core.backoffice import guarded
from imports.models import HeldRow, ImportRun, RunLogLine, SourceFile


class LookUp(guarded.LookUp):
    """Nothing is added, changed or deleted here: the services know the rules."""

    resource = "imports"


class LogInline(LookUp, TabularInline):
    """The log of a run."""

    model = RunLogLine
    fields = ("at", "level", "code", "message")
    extra = 0


@admin.register(ImportRun)
class ImportRunAdmin(LookUp, ModelAdmin):
    """Runs of the organisation one works in."""

    list_display = ("id", "kind", "status", "rows_read", "rows_created", "rows_updated", "rows_held", "created_at")
    list_filter = ("kind", "status")
    list_select_related = ("source_file",)
    show_full_result_count = False
    inlines = (LogInline,)


@admin.register(SourceFile)
class SourceFileAdmin(LookUp, ModelAdmin):
    """Files as they came."""

    list_display = ("name", "size", "sha256", "created_at")
    search_fields = ("name", "sha256")
    show_full_result_count = False


@admin.register(HeldRow)
class HeldRowAdmin(LookUp, ModelAdmin):
    """The quarantine."""

    list_display = ("row_number", "cause", "state", "run", "created_at")
    list_filter = ("state",)
    list_select_related = ("run",)
    show_full_result_count = False
