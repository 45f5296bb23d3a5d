"""A translatable sentence with its values, put together only when somebody reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Sentence:
    """`template` is a lazily translated text with %(name)s places, `params` fills them."""

    template: Any
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(self.template) % self.params if self.params else str(self.template)
