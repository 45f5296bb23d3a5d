"""Use cases of signing in, for pages, API and commands alike."""

from core.signin.services.invitations import (
    accept_invitation,
    invite,
    join,
    look_invitation,
    resend_invitation,
    send_invitation,
    unsent_invitations,
    withdraw_invitation,
)
from core.signin.services.passwords import (
    change_password,
    check_password_rules,
    forgot_password,
    password_was_set,
    reset_password,
    send_reset_link,
)
from core.signin.services.profile import change_email, change_name, confirm_email, send_email_link
from core.signin.services.recovery import clear_obstacles, recover_with_password, recovery_link
from core.signin.services.sessions import end_all_sessions, end_session, sweep_sessions
from core.signin.services.signing_in import authenticate, check_code, signed_in, tell_lock, unlock
from core.signin.services.two_factor import (
    begin_two_factor,
    confirm_two_factor,
    disable_two_factor,
    renew_recovery_codes,
    reset_two_factor,
)

__all__ = [
    "accept_invitation",
    "authenticate",
    "begin_two_factor",
    "change_email",
    "change_name",
    "change_password",
    "check_code",
    "check_password_rules",
    "clear_obstacles",
    "confirm_email",
    "confirm_two_factor",
    "disable_two_factor",
    "end_all_sessions",
    "end_session",
    "forgot_password",
    "invite",
    "join",
    "look_invitation",
    "password_was_set",
    "recover_with_password",
    "recovery_link",
    "renew_recovery_codes",
    "resend_invitation",
    "reset_password",
    "reset_two_factor",
    "send_email_link",
    "send_invitation",
    "send_reset_link",
    "signed_in",
    "sweep_sessions",
    "tell_lock",
    "unlock",
    "unsent_invitations",
    "withdraw_invitation",
]
