"""API routes of API keys."""

from django.urls import path

from core.apikeys import api

urlpatterns = [
    path("api-keys", api.KeyList.as_view(), name="api-keys"),
    path("api-keys/<uuid:key_id>", api.KeyDetail.as_view(), name="api-key"),
    path("api-keys/<uuid:key_id>/toggle", api.KeyToggle.as_view(), name="api-key-toggle"),
    path("api-keys/<uuid:key_id>/rotate", api.KeyRotation.as_view(), name="api-key-rotate"),
    path("api-keys/<uuid:key_id>/stats", api.KeyStatistics.as_view(), name="api-key-stats"),
]
