"""Redis, cache and Celery."""

from celery.schedules import crontab
from kombu import Queue

from productsmanager.embedded.paths import celery_notation, redis_database, redis_url
from productsmanager.settings import env

REDIS_URL = env.secret("REDIS_URL", redis_url())
CACHE_URL = redis_database(REDIS_URL, number=0)
BROKER_URL = redis_database(REDIS_URL, number=1)

CACHES = {
    "default": {
        "BACKEND": "core.cache.TolerantRedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "pm",
    }
}

CELERY_BROKER_URL = celery_notation(BROKER_URL)
CELERY_QUEUE_NAMES = ("default", "imports", "exports", "code2asin", "catalog", "media", "channels")
CELERY_TASK_QUEUES = [
    Queue(name)  # type: ignore[no-untyped-call]
    for name in CELERY_QUEUE_NAMES
]
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_timeout": 10, "socket_connect_timeout": 3}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 5
# One row a minute asks our own tables what is due: due times and leases live there, never in Celery's memory.
CELERY_BEAT_SCHEDULE = {
    "relay-events": {"task": "core.tasks.relay_all_events", "schedule": crontab()},
    "deliver-webhooks": {"task": "core.webhooks.tasks.deliver_due", "schedule": crontab()},
    "send-messages": {
        "task": "core.notifications.tasks.send_messages",
        "schedule": crontab(),
        "options": {"queue": "channels"},
    },
    "forget-deliveries": {
        "task": "core.webhooks.tasks.forget_old_deliveries",
        "schedule": crontab(hour="3", minute="10"),
    },
    "forget-notifications": {
        "task": "core.notifications.tasks.forget_old_notifications",
        "schedule": crontab(hour="3", minute="20"),
    },
    "forget-expired-sign-ins": {
        "task": "core.tokens.tasks.forget_expired_sign_ins",
        "schedule": crontab(hour="3", minute="40"),
    },
    "send-waiting-invitations": {
        "task": "core.signin.tasks.send_waiting_invitations",
        "schedule": crontab(minute="*/5"),
    },
    "forget-old-sign-ins": {"task": "core.signin.tasks.sweep", "schedule": crontab(hour="3", minute="50")},
    "resume-stalled-jobs": {"task": "core.tasks.resume_stalled_jobs", "schedule": crontab()},
    "plan-fetches": {"task": "imports.tasks.plan_due_fetches", "schedule": crontab()},
    "tell-silent-feeds": {"task": "imports.tasks.tell_silent_feeds", "schedule": crontab(minute="35")},
    "sweep-work-folders": {"task": "imports.tasks.sweep_work_folders", "schedule": crontab(minute="15")},
    "plan-exports": {"task": "imports.tasks.plan_due_exports", "schedule": crontab()},
    "remove-old-exports": {"task": "imports.tasks.remove_old_exports", "schedule": crontab(minute="45")},
    "score-suppliers": {"task": "imports.tasks.score_all_suppliers", "schedule": crontab(hour="4", minute="10")},
    "look-for-duplicates": {
        "task": "catalog.tasks.look_for_duplicates",
        "schedule": crontab(minute="*/10"),
        "options": {"queue": "catalog"},
    },
    "measure-completeness": {
        "task": "catalog.tasks.measure_all_completeness",
        "schedule": crontab(hour="1", minute="40"),
        "options": {"queue": "catalog"},
    },
    "count-search-words": {
        "task": "catalog.tasks.count_all_words",
        "schedule": crontab(hour="1", minute="20"),
        "options": {"queue": "catalog"},
    },
    "purge-trash": {
        "task": "catalog.tasks.purge_trash",
        "schedule": crontab(hour="2", minute="20"),
        "options": {"queue": "catalog"},
    },
    "sweep-events": {"task": "core.tasks.sweep_events", "schedule": crontab(hour="2", minute="50")},
    "sweep-audit-trail": {"task": "analytics.tasks.sweep_audit_trail", "schedule": crontab(hour="3", minute="0")},
    "keep-levels": {"task": "analytics.tasks.keep_levels", "schedule": crontab(minute="5")},
    "keep-requests": {"task": "analytics.tasks.keep_requests", "schedule": crontab(minute="*/10")},
    "plan-reports": {"task": "analytics.tasks.plan_due_reports", "schedule": crontab()},
    "remove-old-reports": {"task": "analytics.tasks.remove_old_reports", "schedule": crontab(hour="3", minute="5")},
    "sweep-api": {"task": "core.tasks.sweep_api", "schedule": crontab(minute="25")},
    "sweep-grants": {"task": "core.tasks.sweep_grants", "schedule": crontab(hour="3", minute="35")},
    "report-orphans": {"task": "core.tasks.report_orphans", "schedule": crontab(hour="3", minute="30")},
}

# Longer than any attempt to deliver a webhook or a message.
OUTGOING_LEASE_SECONDS = env.integer("OUTGOING_LEASE_SECONDS", 120)
JOB_LEASE_SECONDS = env.integer("JOB_LEASE_SECONDS", 60)
