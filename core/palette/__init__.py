"""The search over everything: each app gives what can be found in it and the pages one can go to."""

from core.palette.answers import Answer, Group, find
from core.palette.commands import Command, add_commands
from core.palette.registry import Found, Hit, Kind, Score, kinds, provide
from core.palette.words import score_of

__all__ = [
    "Answer",
    "Command",
    "Found",
    "Group",
    "Hit",
    "Kind",
    "Score",
    "add_commands",
    "find",
    "kinds",
    "provide",
    "score_of",
]
