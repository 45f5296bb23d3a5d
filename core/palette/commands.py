"""Pages one can go to by typing their name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from core.access import allowed, allowed_somewhere
from core.palette.registry import Found, Hit
from core.palette.words import score_of


@dataclass(frozen=True)
class Command:
    """A page by its name; `words` are other names of it. `somewhere`: a grant on any object opens it too."""

    label: Any
    url_name: str
    icon: str
    permission: str = ""
    somewhere: bool = False
    words: Any = ""


_commands: list[Command] = []


def add_commands(*added: Command) -> None:
    """Offer these pages; the first ones are offered before anything is typed."""
    known = {command.url_name for command in _commands}
    _commands.extend(command for command in added if command.url_name not in known)


def commands() -> list[Command]:
    """All commands, in the order of registration."""
    return list(_commands)


def find_commands(text: str, *, user: Any, tenant_id: UUID, most: int) -> Found:
    """The pages of that name that the person may open; without a text the first ones."""
    hits = sorted(_hits(text, user, tenant_id), key=lambda hit: -hit.score)
    return Found(hits[:most])


def _hits(text: str, user: Any, tenant_id: UUID) -> Iterator[Hit]:
    for command in _commands:
        label = str(command.label)
        score = max(score_of(label, text), min(1, score_of(f"{label} {command.words}", text))) if text else 1
        if score and _may(command, user, tenant_id):
            yield Hit(label, reverse(command.url_name), score=score, icon=command.icon)


def _may(command: Command, user: Any, tenant_id: UUID) -> bool:
    ask = allowed_somewhere if command.somewhere else allowed
    return not command.permission or ask(user, command.permission, tenant_id=tenant_id)
