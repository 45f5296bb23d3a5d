"""Who an act is written down to: the person of the request, the job in a person's name, a command."""

import os
import subprocess
import sys

import pytest

from core.actor import Actor, acting_as, current_actor
from core.jobs import acting_for
from imports.models import ImportRun
from productsmanager.embedded.paths import PROJECT_ROOT


def job(user_id):
    return ImportRun(created_by_id=user_id)


def test_a_job_acts_in_its_makers_name(people):
    with acting_for(job(people.manager.pk)):
        actor = current_actor()
    assert (actor.kind, actor.user_id, actor.name) == ("job", people.manager.pk, people.manager.email)
    assert current_actor().kind == "system"


def test_a_job_outlives_its_maker(people):
    gone = people.viewer.pk
    people.viewer.delete()
    with acting_for(job(gone)):
        assert (current_actor().kind, current_actor().user_id, current_actor().name) == ("job", gone, "")


@pytest.mark.parametrize(("around", "seen"), [("command", "command"), ("system", "job")])
def test_a_job_of_nobody(db, around, seen):
    with acting_as(Actor(around, name="root")), acting_for(job(None)):
        assert current_actor().kind == seen


def test_a_command_acts_as_the_user_of_the_system():
    script = (
        "import sys, manage, django.core.management as m\n"
        "from core.actor import current_actor\n"
        "m.execute_from_command_line = lambda argv: print(current_actor().kind, current_actor().name)\n"
        "sys.argv = ['manage.py', 'doctor', '--json']\n"
        "manage.main()\n"
    )
    environment = {**os.environ, "LOGNAME": "olga"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT_ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "command olga (doctor)"
