"""API routes of signing in."""

from django.urls import path

from core.tokens import api

urlpatterns = [
    path("auth/login", api.Login.as_view(), name="auth-login"),
    path("auth/refresh", api.Refresh.as_view(), name="auth-refresh"),
    path("auth/logout", api.Logout.as_view(), name="auth-logout"),
    path("auth/forgot-password", api.ForgotPassword.as_view(), name="auth-forgot-password"),
    path("auth/reset-password/verify", api.ResetPassword.as_view(), name="auth-reset-password"),
]
