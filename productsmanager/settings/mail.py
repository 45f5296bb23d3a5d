"""E-mail, and the address at which people reach this installation."""

from productsmanager.settings import env
from productsmanager.settings.storage import VAR_DIR

SITE_NAME = "Products Manager"
# Links in mails lead here.
SITE_URL = env.text("SITE_URL", "http://localhost:8000/")

EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_PORT = env.integer("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env.secret("EMAIL_PASSWORD", "")
# STARTTLS on the usual port, TLS from the start on 465.
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = env.boolean("EMAIL_TLS", True) and not EMAIL_USE_SSL
EMAIL_TIMEOUT = env.integer("EMAIL_TIMEOUT", 20)
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "Products Manager <products-manager@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Without a mail server the mails are files below var/, so that nothing written for people is lost in silence.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
