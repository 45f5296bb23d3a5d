"""Addresses of the home page, the insights and the audit trail."""

from django.urls import path

from analytics.views import arranging, home, insights, report_schedules, trail

app_name = "analytics"
urlpatterns = [
    path("dashboard/", home.home, name="home"),
    path("dashboard/system/", home.system, name="system"),
    path("dashboard/widgets/<slug:widget_id>/", home.widget, name="widget"),
    path("dashboard/arrange/", arranging.arrange, name="arrange"),
    path("dashboard/layouts/<uuid:arrangement_id>/<slug:name>/", arranging.shared, name="layout"),
    path("insights/", insights.insights, name="insights"),
    path("insights/reports/", insights.reports, name="reports"),
    path("insights/reports/<uuid:report_id>/file/", insights.report_file, name="report-file"),
    path("insights/schedules/", report_schedules.schedules, name="report-schedules"),
    path("insights/schedules/new/", report_schedules.add, name="report-schedule-new"),
    path("insights/schedules/<uuid:planned_id>/", report_schedules.edit, name="report-schedule"),
    path("insights/schedules/<uuid:planned_id>/<slug:name>/", report_schedules.act, name="report-schedule-act"),
    path("insights/<slug:kind>/", insights.insight, name="insight"),
    path("insights/<slug:kind>/export/", insights.export, name="insight-export"),
    path("activity/", trail.activity, name="activity"),
    path("activity/export/", trail.export, name="activity-export"),
]
