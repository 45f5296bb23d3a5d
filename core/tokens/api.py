"""API of signing in: tokens for an address and a password, new ones for old ones, passwords forgotten and set anew."""

from dataclasses import asdict
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.rest.errors import ErrorBody
from core.rest.lists import validated
from core.rest.permissions import PUBLIC, SIGNED_IN
from core.rest.views import ApiView
from core.signin.services import authenticate, forgot_password, reset_password
from core.tokens import services
from core.tokens.authentication import bearer_of


class PublicView(ApiView):
    """A view for callers that are not known yet; what they send proves who they are."""

    authentication_classes = ()
    permissions: ClassVar[dict[str, str]] = {"POST": PUBLIC}


class LoginIn(serializers.Serializer[Any]):
    """E-mail, password, and the code of the authenticator (or a recovery code) where it is needed."""

    email = serializers.EmailField()
    password = serializers.CharField(trim_whitespace=False, max_length=1000)
    code = serializers.CharField(required=False, allow_blank=True, default="", max_length=40)


class TokensOut(serializers.Serializer[Any]):
    """A pair of tokens."""

    access_token = serializers.CharField()
    refresh_token = serializers.CharField(help_text="Works once; the answer to its use brings the next one.")
    token_type = serializers.CharField(default="bearer")
    expires_in = serializers.IntegerField(help_text="Seconds for which the access token is good.")


class TokenIn(serializers.Serializer[Any]):
    """A refresh token."""

    refresh_token = serializers.CharField(max_length=4000)


class LogoutIn(serializers.Serializer[Any]):
    """The token of the sign-in to end; without one, the access token of the request."""

    refresh_token = serializers.CharField(max_length=4000, required=False, default="")


class AddressIn(serializers.Serializer[Any]):
    """Whose password was forgotten."""

    email = serializers.EmailField()


class NewPasswordIn(serializers.Serializer[Any]):
    """The token of the e-mail and the new password."""

    token = serializers.CharField(max_length=200)
    new_password = serializers.CharField(trim_whitespace=False, max_length=1000)


class MessageOut(serializers.Serializer[Any]):
    """A sentence for people."""

    message = serializers.CharField()


class Login(PublicView):
    """Signing in."""

    rate_tiers: ClassVar[dict[str, str]] = {"POST": "AUTH_LOGIN"}

    @extend_schema(operation_id="auth_login", request=LoginIn, responses={200: TokensOut})
    def post(self, request: Request) -> Response:
        """An access token for two hours and a refresh token for seven days."""
        return Response(asdict(services.issue(authenticate(**validated(LoginIn, request.data), for_program=True))))


class Refresh(PublicView):
    """New tokens for old ones."""

    rate_tiers: ClassVar[dict[str, str]] = {"POST": "AUTH_REFRESH"}

    @extend_schema(operation_id="auth_refresh", request=TokenIn, responses={200: TokensOut})
    def post(self, request: Request) -> Response:
        """A new pair; the refresh token is used up, and one that comes twice ends the whole sign-in."""
        return Response(asdict(services.refresh(validated(TokenIn, request.data)["refresh_token"])))


class Logout(ApiView):
    """Signing out."""

    permissions: ClassVar[dict[str, str]] = {"POST": SIGNED_IN}
    rate_tiers: ClassVar[dict[str, str]] = {"POST": "AUTH_LOGOUT"}
    needs_tenant: ClassVar[bool] = False

    @extend_schema(operation_id="auth_logout", request=LogoutIn, responses={204: None})
    def post(self, request: Request) -> Response:
        """End the sign-in: its access and refresh tokens are refused from now on."""
        token = validated(LogoutIn, request.data)["refresh_token"]
        services.end(token or bearer_of(request), user_id=self.user.pk)
        return Response(status=204)


class ForgotPassword(PublicView):
    """A forgotten password."""

    rate_tiers: ClassVar[dict[str, str]] = {"POST": "AUTH_PASSWORD_RESET"}

    @extend_schema(operation_id="auth_forgot_password", request=AddressIn, responses={200: MessageOut})
    def post(self, request: Request) -> Response:
        """Send an e-mail with a link that works for a short time; the answer is the same for unknown addresses."""
        forgot_password(email=validated(AddressIn, request.data)["email"])
        return Response({"message": _("When this address is known, an e-mail with a link is on its way to it.")})


class ResetPassword(PublicView):
    """A new password."""

    rate_tiers: ClassVar[dict[str, str]] = {"POST": "AUTH_PASSWORD_RESET"}

    @extend_schema(
        operation_id="auth_reset_password", request=NewPasswordIn, responses={200: MessageOut, 404: ErrorBody}
    )
    def post(self, request: Request) -> Response:
        """Set a new password with the token of the e-mail, which works once; all sign-ins of the person end."""
        reset_password(**validated(NewPasswordIn, request.data))
        return Response({"message": _("The new password is set: sign in with it.")})
