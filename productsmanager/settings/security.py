"""Secrets, cookies, headers, passwords."""

from corsheaders.defaults import default_headers
from csp.constants import NONCE, NONE, SELF

from productsmanager.settings import env

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# What a password has to hold: upper, lower, digit, special. Length and history are settings of each organisation.
PASSWORD_KINDS = env.words("PASSWORD_KINDS", "upper,lower,digit")
# After how many days a new password is asked for; 0 never does.
PASSWORD_EXPIRY_DAYS = env.integer("PASSWORD_EXPIRY_DAYS", 0)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "core.signin.validators.LongEnough"},
    {"NAME": "core.signin.validators.CharacterKinds", "OPTIONS": {"kinds": PASSWORD_KINDS}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "core.signin.validators.NotUsedBefore"},
]
# Failed attempts -> minutes of lock; 0 locks until an administrator unlocks.
LOCKOUT_STEPS = {5: 15, 10: 60, 20: 0}
INVITATION_DAYS = env.integer("INVITATION_DAYS", 7)
REMEMBER_DEVICE_DAYS = env.integer("REMEMBER_DEVICE_DAYS", 30)
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/dashboard/"
LOGOUT_REDIRECT_URL = "/login/"

# Idle time and longest time of a session are settings of each organisation; core.signin.middleware sees to them.
SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Strict"
# Scripts take the token from the page, not from the cookie.
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "core.pages.csrf_failed"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

# Pages of these other sites may call the API from the browser, with a token or a key, never with our cookies.
CORS_ALLOWED_ORIGINS = env.words("CORS_ALLOWED_ORIGINS")
CORS_URLS_REGEX = r"^/api/v1/"
CORS_ALLOW_CREDENTIALS = False
CORS_PREFLIGHT_MAX_AGE = 600
CORS_ALLOW_HEADERS = (
    *default_headers,
    "idempotency-key",
    "if-match",
    "if-none-match",
    "x-api-key",
    "x-request-id",
    "x-tenant",
)
CORS_EXPOSE_HEADERS = (
    "ETag",
    "Retry-After",
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
    "X-Request-ID",
)

CONTENT_SECURITY_POLICY = {
    # The back office and the API's documents get policies of their own in core.middleware.
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "https:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# Guardian's own models ask the object's database for content types; ours route both look-ups.
GUARDIAN_USER_OBJ_PERMS_MODEL = "core.UserGrant"
GUARDIAN_GROUP_OBJ_PERMS_MODEL = "core.GroupGrant"
ANONYMOUS_USER_NAME = None
# Object grants are asked through core.access only, never through a second authentication backend.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

# What Prometheus sends as its bearer token when it does not scrape from the same machine; none: nobody may with one.
METRICS_TOKEN = env.secret("METRICS_TOKEN", "")

# Addresses that outgoing requests may reach although they are private, e.g. an ERP in the same network.
HTTP_ALLOWED_PRIVATE_HOSTS = env.words("HTTP_ALLOWED_PRIVATE_HOSTS")
