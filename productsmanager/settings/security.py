"""Secrets, cookies, headers, passwords."""

from csp.constants import NONCE, NONE, SELF

from productsmanager.settings import env

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/dashboard/"
LOGOUT_REDIRECT_URL = "/login/"

SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "core.pages.csrf_failed"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

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

# Addresses that outgoing requests may reach although they are private, e.g. an ERP in the same network.
HTTP_ALLOWED_PRIVATE_HOSTS = env.words("HTTP_ALLOWED_PRIVATE_HOSTS")
