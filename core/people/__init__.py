"""The members of an organisation: who they are, what they may, on which objects; the organisation's own roles."""
