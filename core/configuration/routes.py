"""API routes of settings and preferences."""

from django.urls import path

from core.configuration import api, personal_api

urlpatterns = [
    path("settings", api.SettingsView.as_view(), name="api-settings"),
    path("settings/<str:key>", api.SettingView.as_view(), name="api-setting"),
    path("settings/<str:key>/history", api.SettingHistory.as_view(), name="api-setting-history"),
    path("settings/<str:key>/restore", api.SettingRestore.as_view(), name="api-setting-restore"),
    path("admin/settings", api.AdminSettingsView.as_view(), name="api-admin-settings"),
    path("me/preferences", personal_api.MyPreferences.as_view(), name="api-my-preferences"),
]
