"""Addresses of the page of SMS and chat providers."""

from django.urls import path

from core.notifications import provider_views

app_name = "messaging"
urlpatterns = [
    path("", provider_views.providers, name="providers"),
    path("<slug:channel>/", provider_views.edit, name="edit"),
    path("<slug:channel>/test/", provider_views.test, name="test"),
    path("<slug:channel>/delete/", provider_views.delete, name="delete"),
]
