"""The Celery application: tasks are found in every app, queues and schedules come from the settings."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "productsmanager.settings.local")

app = Celery("productsmanager")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
