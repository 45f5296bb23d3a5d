"""One machine, embedded services; the secret key is random per installation and kept under var/."""

from core.keyring import keys_in
from productsmanager.embedded.secrets import installation_secret
from productsmanager.settings import env
from productsmanager.settings.base import *

DEBUG = env.boolean("DEBUG", False)
SECRET_KEY = env.secret("SECRET_KEY", installation_secret("django"))
# The first key encrypts, all of them decrypt: `manage.py rotate_encryption_key` puts a new one in front.
ENCRYPTION_KEYS = keys_in(env.secret("ENCRYPTION_KEYS", installation_secret("encryption")))
# Read again when it changes; empty when the keys themselves stand in the environment.
ENCRYPTION_KEYS_PATH = env.secret_path("ENCRYPTION_KEYS", str(VAR_DIR / "secrets" / "encryption"))
JWT_SECRET = env.secret("JWT_SECRET", installation_secret("jwt"))
WHITENOISE_USE_FINDERS = True
RATE_LIMIT_STAGE = env.text("RATE_LIMIT_STAGE", "development" if DEBUG else "production")
