"""Many machines: every secret comes from the environment, cookies and transport are strict."""

from core.keyring import keys_in
from productsmanager.settings import env
from productsmanager.settings.base import *

DEBUG = False
STATIC_ROOT = VAR_DIR / "static"
SECRET_KEY = env.secret("SECRET_KEY")
ENCRYPTION_KEYS = keys_in(env.secret("ENCRYPTION_KEYS"))
ENCRYPTION_KEYS_PATH = env.secret_path("ENCRYPTION_KEYS")
JWT_SECRET = env.secret("JWT_SECRET")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
SECURE_SSL_REDIRECT = env.boolean("SECURE_SSL_REDIRECT", True)
# Load balancers and Prometheus ask the machine itself, inside the network.
SECURE_REDIRECT_EXEMPT = [r"^health(/|$)", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
