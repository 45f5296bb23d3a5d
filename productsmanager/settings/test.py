"""Tests: cheap password hashing, tasks on demand, nothing outside the test folders."""

from productsmanager.settings.base import *

DEBUG = False
SECRET_KEY = "only-for-tests-" + "0" * 40
ENCRYPTION_KEYS = ["only-for-tests-" + "1" * 40]
ENCRYPTION_KEYS_PATH = ""
JWT_SECRET = "only-for-tests-" + "2" * 40
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LANGUAGE_CODE = "en"
# Never the broker of the installation that runs beside the tests; `broker` in tests/conftest.py brings a real one.
CELERY_BROKER_URL = "memory://"
# Nobody is counted, except in the tests of counting.
RATE_LIMIT_REDIS_URL = ""
RATE_LIMIT_STAGE = "test"
