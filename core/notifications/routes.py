"""API routes of notifications."""

from django.urls import path

from core.notifications import api

urlpatterns = [
    path("notifications", api.NotificationList.as_view(), name="notifications"),
    path("notifications/read-all", api.NotificationReadAll.as_view(), name="notifications-read-all"),
    path("notifications/preferences", api.PreferenceView.as_view(), name="notification-preferences"),
    path("notifications/<uuid:notification_id>", api.NotificationDetail.as_view(), name="notification"),
    path("notifications/<uuid:notification_id>/read", api.NotificationRead.as_view(), name="notification-read"),
]
