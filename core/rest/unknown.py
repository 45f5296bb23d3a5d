"""What the API answers where it has nothing."""

from typing import Any, ClassVar

from django.http import Http404
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from core.rest.views import ApiView


class Unknown(ApiView):
    """Every address below /api/v1/ that no view serves: 404 in the unified body, whoever asks."""

    permission_classes = (AllowAny,)
    needs_tenant: ClassVar[bool] = False
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise Http404
