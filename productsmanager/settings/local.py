"""One machine, embedded services; the secret key is random per installation and kept under var/."""

from productsmanager.embedded.secrets import installation_secret
from productsmanager.settings import env
from productsmanager.settings.base import *

DEBUG = env.boolean("DEBUG", False)
SECRET_KEY = env.secret("SECRET_KEY", installation_secret("django"))
WHITENOISE_USE_FINDERS = True
