"""The OpenAPI document as it is served: made once per language and process, for it takes half a second."""

from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiJsonRenderer2
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request
from rest_framework.response import Response


class OpenApiDocument(SpectacularAPIView):
    """OpenAPI 3.1 of this API, as JSON."""

    renderer_classes = (OpenApiJsonRenderer, OpenApiJsonRenderer2)  # type: ignore[assignment]

    def _get_schema_response(self, request: Request) -> Response:
        return Response(_document(get_language() or ""))


@lru_cache(maxsize=4)
def _document(language: str) -> Any:
    return OpenApiDocument.generator_class().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
