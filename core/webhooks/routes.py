"""API routes of webhooks."""

from django.urls import path

from core.webhooks import api

urlpatterns = [
    path("webhooks", api.WebhookList.as_view(), name="webhooks"),
    path("webhooks/events", api.WebhookEvents.as_view(), name="webhook-events"),
    path("webhooks/<uuid:webhook_id>", api.WebhookDetail.as_view(), name="webhook"),
    path("webhooks/<uuid:webhook_id>/test", api.WebhookTest.as_view(), name="webhook-test"),
    path("webhooks/<uuid:webhook_id>/toggle", api.WebhookToggle.as_view(), name="webhook-toggle"),
    path("webhooks/<uuid:webhook_id>/rotate", api.WebhookSecret.as_view(), name="webhook-rotate"),
    path("webhooks/<uuid:webhook_id>/logs", api.WebhookLog.as_view(), name="webhook-logs"),
    path("webhooks/<uuid:webhook_id>/replay", api.WebhookReplayFailed.as_view(), name="webhook-replay-failed"),
    path(
        "webhooks/<uuid:webhook_id>/deliveries/<uuid:delivery_id>",
        api.WebhookDeliveryDetail.as_view(),
        name="webhook-delivery",
    ),
    path(
        "webhooks/<uuid:webhook_id>/deliveries/<uuid:delivery_id>/replay",
        api.WebhookReplay.as_view(),
        name="webhook-replay",
    ),
]
