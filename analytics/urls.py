"""Addresses of the home page and the audit trail."""

from django.urls import path

from analytics.views import home, trail

app_name = "analytics"
urlpatterns = [
    path("dashboard/", home.home, name="home"),
    path("dashboard/system/", home.system, name="system"),
    path("activity/", trail.activity, name="activity"),
    path("activity/export/", trail.export, name="activity-export"),
]
