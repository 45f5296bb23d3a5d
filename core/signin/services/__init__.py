"""Use cases of signing in, for pages, API and commands alike."""

from core.signin.services.passwords import (
    change_password,
    check_password_rules,
    forgot_password,
    reset_password,
    send_reset_link,
    set_password,
)
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
    "authenticate",
    "begin_two_factor",
    "change_password",
    "check_code",
    "check_password_rules",
    "confirm_two_factor",
    "disable_two_factor",
    "end_all_sessions",
    "end_session",
    "forgot_password",
    "renew_recovery_codes",
    "reset_password",
    "reset_two_factor",
    "send_reset_link",
    "set_password",
    "signed_in",
    "sweep_sessions",
    "tell_lock",
    "unlock",
]
