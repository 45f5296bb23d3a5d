"""What every worker does around the work of a job that it has taken."""

import logging
from collections.abc import Callable

from core.errors import Conflict
from core.jobs.acting import acting_for
from core.jobs.machine import JobCancelled, JobPaused, fail
from core.jobs.models import Job
from core.jobs.retry import classified
from core.tenancy import tenant_scope

logger = logging.getLogger(__name__)


def carry_out(job: Job, work: Callable[[], object]) -> bool:
    """Do the work of a taken job in its tenant and for its maker; whether it came to its end.

    A pause, a cancel, and a worker that took the job over meanwhile end it quietly; a failure is logged and noted with
    the job, which is tried again when its class allows. `work` completes the job itself.
    """
    with acting_for(job), tenant_scope(job.tenant_id):
        try:
            work()
        except (JobPaused, JobCancelled):
            return False
        except Exception as error:
            if isinstance(error, Conflict) and error.code == "LEASE_LOST":
                return False
            logger.exception("%s %s failed", type(job).__name__, job.pk)
            fail(job, classified(error))
            return False
    return True
