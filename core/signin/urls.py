"""Addresses of signing in that have no name of Django's."""

from django.urls import path

from core.signin.views import administration, invitations, login, passwords, profile, security

app_name = "signin"

urlpatterns = [
    path("login/code/", login.code, name="code"),
    path("password/forgot/", passwords.forgot, name="forgot"),
    path("password/forgot/sent/", passwords.forgot_sent, name="forgot-sent"),
    path("password/reset/<str:token>/", passwords.reset, name="reset"),
    path("invitation/<str:token>/", invitations.accept, name="accept"),
    path("settings/invitations/", administration.invitations, name="invitations"),
    path(
        "settings/invitations/<uuid:invitation_id>/<slug:name>/",
        administration.change_invitation,
        name="change-invitation",
    ),
    path("settings/users/<uuid:user_id>/account/<slug:name>/", administration.change_member, name="change-member"),
    path("profile/", profile.profile, name="profile"),
    path("profile/email/", profile.email, name="email"),
    path("profile/email/<str:token>/", profile.confirm_email, name="confirm-email"),
    path("profile/password/", profile.password, name="password"),
    path("profile/security/", security.security, name="security"),
    path("profile/security/set-up/", security.set_up, name="set-up"),
    path("profile/security/new-key/", security.new_key, name="new-key"),
    path("profile/security/recovery-codes/", security.recovery_codes, name="recovery-codes"),
    path("profile/security/off/", security.switch_off, name="switch-off"),
    path("profile/sessions/", profile.session_list, name="sessions"),
    path("profile/sessions/end-others/", profile.end_other_sessions, name="end-other-sessions"),
    path("profile/sessions/<uuid:session_id>/end/", profile.end_session, name="end-session"),
]
