"""API routes of settings."""

from django.urls import path

from core.configuration import api

urlpatterns = [
    path("settings", api.SettingsView.as_view(), name="api-settings"),
    path("settings/<str:key>", api.SettingView.as_view(), name="api-setting"),
    path("settings/<str:key>/history", api.SettingHistory.as_view(), name="api-setting-history"),
    path("settings/<str:key>/restore", api.SettingRestore.as_view(), name="api-setting-restore"),
    path("admin/settings", api.AdminSettingsView.as_view(), name="api-admin-settings"),
]
