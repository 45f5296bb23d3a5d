"""Addresses of signing in that have no name of Django's."""

from django.urls import path

from core.signin.views import login, passwords

app_name = "signin"

urlpatterns = [
    path("login/code/", login.code, name="code"),
    path("password/forgot/", passwords.forgot, name="forgot"),
    path("password/forgot/sent/", passwords.forgot_sent, name="forgot-sent"),
    path("password/reset/<str:token>/", passwords.reset, name="reset"),
]
