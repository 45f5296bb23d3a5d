"""The one error of the embedded services: a sentence for a person, printed without a traceback."""


class EmbeddedError(Exception):
    """Something this machine lacks or refuses: says what was looked for and what to do."""
