"""Mapped rows checked and normalised; doubtful ones held with their reasons."""

from imports.feeds.validation.identity import IdentityProposal, identity_key, propose_identity
from imports.feeds.validation.messages import CODES, message_of
from imports.feeds.validation.model import FINDING_SCHEMA, HeldRow, Issue, Level, Rules, Validated
from imports.feeds.validation.running import keys_by, validate

__all__ = [
    "CODES",
    "FINDING_SCHEMA",
    "HeldRow",
    "IdentityProposal",
    "Issue",
    "Level",
    "Rules",
    "Validated",
    "identity_key",
    "keys_by",
    "message_of",
    "propose_identity",
    "validate",
]
