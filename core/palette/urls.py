"""Addresses of the search over everything."""

from django.urls import path

from core.palette import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggestions/", views.suggestions, name="search-suggestions"),
]
