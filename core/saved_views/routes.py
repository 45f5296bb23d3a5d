"""API routes of saved views."""

from django.urls import path

from core.saved_views import api

urlpatterns = [
    path("saved-views", api.ViewList.as_view(), name="saved-views"),
    path("saved-views/<uuid:view_id>", api.ViewDetail.as_view(), name="saved-view"),
]
