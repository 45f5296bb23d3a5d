"""The second factor: codes of an authenticator app (TOTP, RFC 6238), recovery codes, remembered devices."""

import base64
import hashlib
import logging
import secrets
import time

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.core import signing
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from core.encryption import SecretUnreadable
from core.models import RecoveryCode, SecondFactor, User
from core.signin import acts

logger = logging.getLogger(__name__)
DIGITS, STEP_SECONDS = 6, 30
# Clocks of phones are a little wrong: the step before and the one after count too.
TOLERANCE = 1
RECOVERY_CODES = 10
DEVICE_SALT = "core.signin.device"
ISSUER = "Products Manager"


def new_secret() -> str:
    """160 random bits, in the spelling apps take by hand."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, step: int) -> str:
    """The six digits of that time step (seconds since 1970 divided by 30)."""
    return _totp(secret).generate(step * STEP_SECONDS).decode()


def address_for_apps(secret: str, account: str) -> str:
    """What the QR code holds."""
    return _totp(secret).get_provisioning_uri(account, ISSUER)


def present_step() -> int:
    """The time step of now."""
    return int(time.time()) // STEP_SECONDS


def matching_step(secret: str, code: str) -> int | None:
    """The time step around now whose code this is, or None."""
    now = present_step()
    steps = range(now - TOLERANCE, now + TOLERANCE + 1)
    return next((step for step in steps if constant_time_compare(code_at(secret, step), code)), None)


def is_on(user: User) -> bool:
    """Whether the person has a confirmed second factor."""
    return SecondFactor.objects.filter(user=user).exclude(confirmed_at=None).exists()


def takes_code(user: User, code: str) -> bool:
    """Use up the app's present code or a recovery code of the person; False when it is neither, or was used before."""
    plain = "".join(code.split()).replace("-", "").lower()
    if len(plain) == DIGITS and plain.isdecimal():
        return _takes_app_code(user, plain)
    return takes_recovery_code(user, plain)


def takes_recovery_code(user: User, plain: str) -> bool:
    """Use up a recovery code (small letters and digits only); False when it is not an unused one of the person."""
    unused = RecoveryCode.objects.filter(user=user, code_hash=recovery_hash(plain), used_at=None)
    if not unused.update(used_at=timezone.now()):
        return False
    acts.record_as(user, "two_factor.recovery_used")
    return True


def new_recovery_codes(user: User) -> list[str]:
    """Ten new codes, shown this once; all earlier ones stop working. The caller's transaction holds."""
    RecoveryCode.objects.filter(user=user).delete()
    plain = [base64.b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create([RecoveryCode(user=user, code_hash=recovery_hash(code)) for code in plain])
    return ["-".join(code[start : start + 4] for start in range(0, 16, 4)) for code in plain]


def recovery_hash(plain: str) -> str:
    """80 random bits need no slow hash."""
    return hashlib.sha256(plain.encode()).hexdigest()


def device_token(user: User) -> str:
    """What a browser keeps to be asked for no code for some weeks; worthless after a new password or a new secret."""
    return signing.dumps({"user": str(user.pk), "proof": _device_proof(user)}, salt=DEVICE_SALT)


def is_known_device(user: User, token: str) -> bool:
    """Whether the token was made for this person, password and secret, and is young enough."""
    if not token:
        return False
    try:
        known = signing.loads(token, salt=DEVICE_SALT, max_age=settings.REMEMBER_DEVICE_DAYS * 86_400)
    except signing.BadSignature:
        return False
    return known.get("user") == str(user.pk) and constant_time_compare(known.get("proof", ""), _device_proof(user))


def _takes_app_code(user: User, code: str) -> bool:
    secret = _secret_of(user) if is_on(user) else ""
    step = matching_step(secret, code) if secret else None
    if step is None:
        return False
    return bool(SecondFactor.objects.filter(user=user, last_step__lt=step).update(last_step=step))


def _device_proof(user: User) -> str:
    return salted_hmac(DEVICE_SALT, f"{_secret_of(user)}:{user.password}", algorithm="sha256").hexdigest()


def _secret_of(user: User) -> str:
    """The secret; an empty text when there is none, or when the installation has lost the key: recovery codes go on."""
    try:
        return SecondFactor.objects.filter(user=user).values_list("secret", flat=True).first() or ""
    except SecretUnreadable as error:
        logger.error("the second factor of %s: %s", user.pk, error)
        return ""


def _totp(secret: str) -> TOTP:
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 - apps know no other hash
