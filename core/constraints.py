"""Constraints of tables that Django has no word for."""

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# `SET LOCAL pm.audit_retention = 'on'` opens the table for the deletions of one transaction.
RETENTION_FLAG = "pm.audit_retention"
_CREATE = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP <> 'UPDATE' AND current_setting('{flag}', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '{table} is append-only: % is refused.', TG_OP USING ERRCODE = 'restrict_violation';
END
$body$;
CREATE TRIGGER {name} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""
_REMOVE = "DROP TRIGGER IF EXISTS {name} ON {table}; DROP FUNCTION IF EXISTS {name}();"


class AppendOnly(models.BaseConstraint):
    """Rows are added and never changed: the database refuses UPDATE, and DELETE and TRUNCATE outside of retention."""

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        """Nothing inside CREATE TABLE: the trigger follows once the table is there."""
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return ""

    def create_sql(self, model: Any, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        return _CREATE.format(name=self.name, table=model._meta.db_table, flag=RETENTION_FLAG)

    def remove_sql(self, model: Any, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        return _REMOVE.format(name=self.name, table=model._meta.db_table)

    def validate(self, *args: Any, **options: Any) -> None:
        """A row by itself cannot break it."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AppendOnly) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)
