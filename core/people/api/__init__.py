"""API of people: members, their rights, roles, the list of permissions."""
