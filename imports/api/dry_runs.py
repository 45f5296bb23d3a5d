"""Rehearsals of a run through the API."""

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import NotFound
from core.rest.errors import ErrorBody
from core.rest.views import ApiView
from imports import services
from imports.models import ImportRun
from imports.selectors import find_run, latest_dry_run
from imports.selectors.runs import hold_of
from imports.services.holding import approvals_needed


class Impact(ApiView):
    """What a run would change, and what speaks against it."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:imports"}

    @extend_schema(operation_id="imports_impact", responses={200: OpenApiTypes.OBJECT, 404: ErrorBody})
    def get(self, request: Request, run_id: UUID) -> Response:
        """The evidence of the brake, the impact found by the latest rehearsal (null before it ended) and approvals."""
        run = find_run(run_id, seen_by=self.user)
        latest = latest_dry_run(run) or {}
        facts = {"hold": hold_of(run), "approvals": run.approvals, "approvals_needed": approvals_needed(run)}
        return Response({**facts, "impact": latest.get("impact") or None, "is_current": latest.get("is_current")})


class DryRun(ApiView):
    """What a run would change."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:imports", "POST": "write:imports"}

    @extend_schema(operation_id="imports_dry_run", responses={200: OpenApiTypes.OBJECT, 404: ErrorBody})
    def get(self, request: Request, run_id: UUID) -> Response:
        """State and impact of the latest rehearsal."""
        return Response(self._latest(find_run(run_id, seen_by=self.user)))

    @extend_schema(
        operation_id="imports_start_dry_run",
        request=None,
        responses={202: OpenApiTypes.OBJECT, 404: ErrorBody, 409: ErrorBody, 422: ErrorBody},
    )
    def post(self, request: Request, run_id: UUID) -> Response:
        """Start a rehearsal: the same steps as the run, stopped before anything is written to the catalogue."""
        run = find_run(run_id)
        services.start_dry_run(run, by=self.user)
        return Response(self._latest(run), status=202)

    @staticmethod
    def _latest(run: ImportRun) -> dict[str, Any]:
        found = latest_dry_run(run)
        if found is None:
            raise NotFound(code="DRY_RUN_NOT_FOUND")
        return found
