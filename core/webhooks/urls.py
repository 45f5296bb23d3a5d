"""Addresses of the pages of webhooks."""

from django.urls import path

from core.webhooks import views

app_name = "webhooks"
WEBHOOK = "<uuid:webhook_id>/"
DELIVERY = f"{WEBHOOK}deliveries/<uuid:delivery_id>/"

urlpatterns = [
    path("", views.webhooks, name="webhooks"),
    path("new/", views.add, name="add"),
    path(WEBHOOK, views.webhook, name="webhook"),
    path(f"{WEBHOOK}edit/", views.edit, name="edit"),
    path(f"{WEBHOOK}test/", views.test, name="test"),
    path(f"{WEBHOOK}switch/", views.switch, name="switch"),
    path(f"{WEBHOOK}rotate/", views.rotate, name="rotate"),
    path(f"{WEBHOOK}replay/", views.replay_failed, name="replay-failed"),
    path(f"{WEBHOOK}delete/", views.delete, name="delete"),
    path(DELIVERY, views.delivery, name="delivery"),
    path(f"{DELIVERY}replay/", views.replay, name="replay"),
]
