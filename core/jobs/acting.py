"""A job acts for the person who made it."""

from contextlib import AbstractContextManager, nullcontext

from django.contrib.auth import get_user_model

from core.actor import Actor, acting_as, current_actor
from core.jobs.models import Job


def acting_for(job: Job) -> AbstractContextManager[None]:
    """Everything inside is done by the job, in the name of its maker; a command goes on as itself."""
    if job.created_by_id is None:
        return nullcontext() if current_actor().kind == "command" else acting_as(Actor(kind="job"))
    user = get_user_model()._default_manager.filter(pk=job.created_by_id).first()
    return acting_as(Actor(kind="job", user_id=job.created_by_id, name=user.email if user else ""))
