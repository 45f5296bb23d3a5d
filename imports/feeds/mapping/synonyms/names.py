"""How the synonyms of one target are written down."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Names:
    """Names of one target, "; " between names, by how surely they mean it.

    `sure`: nothing else is called so. `usual`: nearly always. `weak`: only when no better column exists.
    `never_with`: words that turn the meaning when they stand beside one of the names.
    """

    sure: str = ""
    usual: str = ""
    weak: str = ""
    never_with: str = ""
