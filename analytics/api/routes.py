"""Routes of the API of analytics; `admin/logs` is the audit trail's documented other name."""

from django.urls import path

from analytics.api import trail

urlpatterns = [
    path("audit", trail.AuditTrail.as_view(), name="api-audit"),
    path("audit/export", trail.AuditExport.as_view(), name="api-audit-export"),
    path("admin/logs", trail.AdminLogs.as_view(), name="api-admin-logs"),
]
