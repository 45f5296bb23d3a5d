"""Routes of the API for monitors."""

from django.urls import path

from core.health import api

urlpatterns = [
    path("multidb/health", api.Health.as_view(), name="api-multidb-health"),
    path("monitoring/database-health", api.DatabaseHealth.as_view(), name="api-database-health"),
    path("monitoring/prometheus-metrics", api.Metrics.as_view(), name="api-prometheus-metrics"),
]
