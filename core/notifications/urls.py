"""Addresses of the pages of notifications."""

from django.urls import path

from core.notifications import views

app_name = "notifications"
urlpatterns = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/bell/", views.bell, name="bell"),
    path("notifications/latest/", views.latest, name="latest"),
    path("notifications/read-all/", views.mark_all, name="read-all"),
    path("notifications/delete-read/", views.delete_read, name="delete-read"),
    path("notifications/<uuid:notification_id>/open/", views.open_notification, name="open"),
    path("notifications/<uuid:notification_id>/mark/", views.mark, name="mark"),
    path("notifications/<uuid:notification_id>/delete/", views.delete, name="delete"),
    path("profile/notifications/", views.preferences, name="preferences"),
]
