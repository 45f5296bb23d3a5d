"""API of the search over everything."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.palette.answers import LONGEST_TEXT, SUGGESTIONS, Answer, find
from core.palette.registry import Score, kinds
from core.rest.errors import ErrorBody
from core.rest.lists import OneOf, validated
from core.rest.permissions import SIGNED_IN
from core.rest.views import ApiView

MOST_HITS = 50
FITS = {Score.CODE: "code", Score.NAME: "name", Score.BEGINNING: "beginning", Score.CORRECTED: "corrected"}


class SuggestionQuery(serializers.Serializer[Any]):
    """What is typed."""

    samples: ClassVar[dict[str, Any]] = {"q": "perceuse"}

    q = serializers.CharField(
        max_length=LONGEST_TEXT, help_text="Words, a code, fields such as brand:Nike, “phrases”, -excluded words."
    )


class SearchQuery(SuggestionQuery):
    """What is searched, and how much is wanted."""

    limit = serializers.IntegerField(min_value=1, max_value=MOST_HITS, default=20)

    def get_fields(self) -> dict[str, Any]:
        names = tuple(kind.name for kind in kinds(data_only=True))
        only = serializers.ListField(child=OneOf(names), required=False, default=list, max_length=len(names) or 1)
        return {**super().get_fields(), "type": only}


class HitOut(serializers.Serializer[Any]):
    """Something that was found; `fit` says how well, `url` is the path of its page."""

    type = serializers.CharField()
    type_label = serializers.CharField()
    id = serializers.CharField()
    name = serializers.CharField()
    note = serializers.CharField()
    url = serializers.CharField()
    fit = serializers.ChoiceField(choices=("code", "name", "beginning", "words", "corrected"))


class SearchOut(serializers.Serializer[Any]):
    """The hits, those of the best kind first; `corrected` is the text that was searched instead, or empty."""

    total = serializers.IntegerField(help_text="How many hits are listed.")
    corrected = serializers.CharField()
    hits = HitOut(many=True)


class Search(ApiView):
    """Everything that can be found."""

    permissions: ClassVar[dict[str, str]] = {"GET": SIGNED_IN}

    @extend_schema(operation_id="search", parameters=[SearchQuery], responses={200: SearchOut, 422: ErrorBody})
    def get(self, request: Request) -> Response:
        """Products, brands, categories, suppliers, imports, exports and users that the caller may see."""
        query = validated(SearchQuery, request.query_params)
        only = frozenset(query["type"])
        answer = find(query["q"], user=self.user, tenant_id=self.tenant_id, limit=query["limit"], only=only, data=True)
        return Response(_shape(answer))


class Suggestions(ApiView):
    """Suggestions while somebody types."""

    permissions: ClassVar[dict[str, str]] = {"GET": SIGNED_IN}

    @extend_schema(
        operation_id="search_suggestions", parameters=[SuggestionQuery], responses={200: SearchOut, 422: ErrorBody}
    )
    def get(self, request: Request) -> Response:
        """At most ten, each with its type."""
        query = validated(SuggestionQuery, request.query_params)
        answer = find(query["q"], user=self.user, tenant_id=self.tenant_id, limit=SUGGESTIONS, data=True)
        return Response(_shape(answer))


def _shape(answer: Answer) -> dict[str, Any]:
    hits = [
        {
            "type": group.kind.name,
            "type_label": str(group.kind.one),
            "id": hit.id,
            "name": hit.name,
            "note": hit.note,
            "url": hit.url,
            "fit": FITS.get(Score(hit.score), "words"),
        }
        for group in answer.groups
        for hit in group.hits
    ]
    return {"total": len(hits), "corrected": answer.corrected, "hits": hits}
