"""Addresses of the home page."""

from django.urls import path

from analytics import views

app_name = "analytics"
urlpatterns = [
    path("dashboard/", views.home, name="home"),
    path("dashboard/system/", views.system, name="system"),
]
