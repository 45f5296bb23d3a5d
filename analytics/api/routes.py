"""Routes of the API of analytics; `admin/logs` is the audit trail's documented other name."""

from django.urls import path

from analytics.api import dashboard, report_schedules, reports, trail

urlpatterns = [
    path("analytics/dashboard", dashboard.Dashboard.as_view(), name="api-analytics-dashboard"),
    path("analytics/imports", dashboard.Imports.as_view(), name="api-analytics-imports"),
    path("analytics/report", reports.ReportNumbers.as_view(), name="api-analytics-report"),
    path("analytics/reports", reports.Reports.as_view(), name="api-analytics-reports"),
    path("analytics/reports/<uuid:report_id>", reports.ReportDetail.as_view(), name="api-analytics-report-detail"),
    path("analytics/reports/<uuid:report_id>/file", reports.ReportFile.as_view(), name="api-analytics-report-file"),
    path("analytics/report-schedules", report_schedules.ReportSchedules.as_view(), name="api-report-schedules"),
    path(
        "analytics/report-schedules/<uuid:planned_id>",
        report_schedules.ReportScheduleDetail.as_view(),
        name="api-report-schedule",
    ),
    path("audit", trail.AuditTrail.as_view(), name="api-audit"),
    path("audit/export", trail.AuditExport.as_view(), name="api-audit-export"),
    path("admin/logs", trail.AdminLogs.as_view(), name="api-admin-logs"),
]
