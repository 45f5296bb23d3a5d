"""Reads damaged files one after the other: `python -m tests.fuzzing.worker FORM FIRST COUNT FOLDER`.

The number of the present input stands in FOLDER/present, so that whoever started the worker knows which one killed it;
defects are written to standard output, a line of JSON each.
"""

import faulthandler
import json
import os
import signal
import sys
import traceback
import warnings
from pathlib import Path
from random import Random

import django

LONGEST_SECONDS = 10


class TookTooLong(BaseException):
    """An input that was not read within the time."""


def main() -> None:
    """Read the inputs from FIRST on; one is made of its number alone, so that each can be had again."""
    form, first, count, folder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "productsmanager.settings.test")
    warnings.simplefilter("ignore")
    django.setup()
    from tests.fuzzing.mutations import mutated
    from tests.fuzzing.reading import read_through
    from tests.fuzzing.seeds import seeds_of

    signal.signal(signal.SIGALRM, _took_too_long)
    seeds, path, present = seeds_of(form), folder / f"input.{form}", folder / "present"
    for number in range(first, first + count):
        random = Random(number)
        path.write_bytes(mutated(random.choice(seeds), random, form=form))
        present.write_text(str(number), encoding="utf-8")
        signal.alarm(LONGEST_SECONDS)
        # For a reader that hangs in native code, where no signal is seen: the process ends, and its input is known.
        faulthandler.dump_traceback_later(3 * LONGEST_SECONDS, exit=True)
        try:
            read_through(path)
        except BaseException as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            told = {"input": number, "error": f"{type(error).__name__}: {error}"[:300], "at": str(where)}
            sys.stdout.write(json.dumps(told) + "\n")
            if isinstance(error, KeyboardInterrupt):
                raise
        finally:
            signal.alarm(0)


def _took_too_long(*_arguments: object) -> None:
    raise TookTooLong


if __name__ == "__main__":
    main()
