"""Addresses for monitors and load balancers; the longer ones are aliases that older documents name."""

from django.urls import path

from core.health import views
from core.metrics.views import metrics

urlpatterns = [
    path("health", views.health, name="health"),
    path("health/live", views.live, name="health-live"),
    path("health/ready", views.ready, name="health-ready"),
    path("health/db", views.database_health, name="health-db"),
    path("health/redis", views.redis_health, name="health-redis"),
    path("health/celery", views.celery_health, name="health-celery"),
    path("metrics", metrics, name="metrics"),
    path("multidb/health", views.health),
    path("monitoring/database-health", views.database_health),
    path("monitoring/prometheus-metrics", metrics),
]
