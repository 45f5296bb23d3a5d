"""API routes of the search over everything."""

from django.urls import path

from core.palette import api

urlpatterns = [
    path("search", api.Search.as_view(), name="api-search"),
    path("search/suggestions", api.Suggestions.as_view(), name="api-search-suggestions"),
]
