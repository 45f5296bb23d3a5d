"""Addresses of the pages of API keys."""

from django.urls import path

from core.apikeys import views

app_name = "api-keys"
urlpatterns = [
    path("", views.keys, name="keys"),
    path("new/", views.add, name="add"),
    path("<uuid:key_id>/", views.key, name="key"),
    path("<uuid:key_id>/edit/", views.edit, name="edit"),
    path("<uuid:key_id>/rotate/", views.rotate, name="rotate"),
    path("<uuid:key_id>/switch/", views.switch, name="switch"),
    path("<uuid:key_id>/delete/", views.delete, name="delete"),
]
