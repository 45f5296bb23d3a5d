"""Settings shared by every environment."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from productsmanager.embedded.paths import metrics_dir
from productsmanager.settings import env
from productsmanager.settings.back_office import UNFOLD as UNFOLD
from productsmanager.settings.databases import *
from productsmanager.settings.limits import *
from productsmanager.settings.mail import *
from productsmanager.settings.queues import *
from productsmanager.settings.security import *
from productsmanager.settings.storage import *

BASE_DIR = Path(__file__).resolve().parents[2]
VERSION = "0.1.0"

INSTALLED_APPS = [
    "core",
    "suppliers",
    "media",
    "catalog",
    "imports",
    "code2asin",
    "analytics",
    "unfold.apps.BasicAppConfig",
    "core.backoffice.apps.BackOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "corsheaders",
    "csp",
    "guardian",
    "django_celery_beat",
    "django_scopes",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "core.metrics.requests.RequestMetrics",
    "core.middleware.RequestId",
    "core.rest.edge.Compression",
    "core.rest.edge.ApiEdge",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.BrowserPolicies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.signin.middleware.SessionLimits",
    "core.middleware.CurrentTenant",
    "core.configuration.middleware.PersonalPreferences",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.middleware.ErrorPages",
]

ROOT_URLCONF = "productsmanager.urls"
WSGI_APPLICATION = "productsmanager.wsgi.application"
ASGI_APPLICATION = "productsmanager.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "core.context.workspace",
            ],
        },
    }
]

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "Europe/Paris")
# Where the web processes share their figures, for those who read them from elsewhere.
METRICS_DIR = env.text("PROMETHEUS_MULTIPROC_DIR", str(metrics_dir()))
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
MEDIA_URL = "/files/"
MEDIA_ROOT = FILES_DIR

REST_FRAMEWORK = {
    # `format` is a parameter of some operations, not a choice of renderers.
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_AUTHENTICATION_CLASSES": [
        # First in the list: its header turns "nobody signed in" into 401.
        "core.tokens.authentication.BearerAuthentication",
        "core.apikeys.authentication.ApiKeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["core.rest.permissions.MayUse"],
    "DEFAULT_RENDERER_CLASSES": ["core.rest.rendering.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.rest.parsing.OrjsonParser"],
    "DEFAULT_SCHEMA_CLASS": "core.rest.schema.Schema",
    "EXCEPTION_HANDLER": "core.rest.errors.error_response",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Products Manager",
    "DESCRIPTION": "Supplier feeds, one trustworthy catalogue, channels.",
    "VERSION": VERSION,
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    # Choices stay in their fields: names for shared ones would have to be invented one by one.
    "POSTPROCESSING_HOOKS": ["core.rest.samples.complete"],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SORT_OPERATION_PARAMETERS": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# Proxies in front of the web server whose X-Forwarded-For is believed.
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", 0)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "core.logs.RequestIdFilter"}, "secrets": {"()": "core.logs.SecretFilter"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id", "secrets"]}
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    # They tell of each request with its whole address, and addresses hold keys of suppliers.
    "loggers": {name: {"level": "WARNING"} for name in ("httpx", "httpcore", "paramiko")},
}
