"""The ledger of batches: a batch of a run happens exactly once."""

from typing import Any
from uuid import UUID

from catalog.models import MergeBatch
from core.tenancy import tenant_scope


def result_of(tenant_id: UUID, run_id: UUID, number: int) -> dict[str, Any] | None:
    """What the batch gave when it was done; None when it has not been done."""
    with tenant_scope(tenant_id):
        return MergeBatch.objects.filter(run_id=run_id, number=number).values_list("result", flat=True).first()


def record(tenant_id: UUID, run_id: UUID, number: int, *, result: dict[str, Any]) -> None:
    """Note the batch as done, in the transaction of its rows."""
    with tenant_scope(tenant_id):
        MergeBatch.objects.create(tenant_id=tenant_id, run_id=run_id, number=number, result=result)
