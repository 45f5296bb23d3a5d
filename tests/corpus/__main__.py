"""`python -m tests.corpus [PART OF A NAME]`: the table of the corpus with every miss."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "productsmanager.settings.test")
django.setup()

from tests.corpus.measure import measure, print_table  # noqa: E402

print_table(measure(*sys.argv[1:2]))
