"""A bucket of S3, MinIO or the like: the request is signed here and sent by our guarded client."""

import uuid
from collections.abc import Mapping, Sequence
from typing import IO, Any
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, InvalidRegionError, ParamValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import http
from imports.exports.destinations.base import Package
from suppliers.fetchers.base import Connection, ConnectionField, InputType

LINK_SECONDS = 3600
SECONDS = 1800
# What one request can carry, by the rules of S3.
MOST_BYTES = 5 * 1024**3
_REFUSED = {
    301: gettext_lazy("it lies in another region"),
    403: gettext_lazy("the keys are not accepted, or may not write there"),
    404: gettext_lazy("there is no such bucket"),
}


class S3:
    """Puts files into a bucket."""

    fields: Sequence[ConnectionField] = (
        ConnectionField("bucket", gettext_lazy("Bucket"), required=True),
        ConnectionField("region", gettext_lazy("Region"), default="eu-west-3"),
        ConnectionField(
            "url",
            gettext_lazy("Address of the service"),
            InputType.URL,
            help=gettext_lazy("Only for MinIO and other services than Amazon, such as https://minio.example.com."),
        ),
        ConnectionField("prefix", gettext_lazy("Folder in the bucket")),
        ConnectionField("access_key", gettext_lazy("Access key"), required=True),
        ConnectionField("secret_key", gettext_lazy("Secret key"), is_secret=True, required=True),
    )

    def complaints(self, connection: Connection) -> Mapping[str, Any]:
        """What is wrong with the folder, or cannot be made an address."""
        if ".." in connection.text("prefix").split("/"):
            return {"prefix": _("A folder without “..”, please.")}
        try:
            _signed(connection, "PUT", "test")
        except InvalidRegionError:
            return {"region": _("The code of a region, please, such as eu-west-3.")}
        except ParamValidationError:
            return {"bucket": _("The name of a bucket, please: letters, digits, dots, dashes and underscores.")}
        except (BotoCoreError, ValueError):
            return {
                "url": _("An address without anything behind the server, please, such as https://minio.example.com.")
            }
        return {}

    def try_out(self, connection: Connection) -> str:
        """Put a tiny file there, and take it away again."""
        key = _key(connection, f".products-manager-{uuid.uuid4().hex[:8]}")
        _send(connection, "PUT", key, None)
        _send(connection, "DELETE", key, None)
        return _("The bucket %(bucket)s took a test file.") % {"bucket": connection.text("bucket")}

    def deliver(self, connection: Connection, package: Package) -> str:
        """Send the file."""
        if package.size > MOST_BYTES:
            message = _("%(name)s has more than 5 GB: that is the most one upload can carry.")
            raise http.RemoteRefused(message % {"name": package.name})
        key = _key(connection, package.name)
        with package.path.open("rb") as content:
            _send(connection, "PUT", key, content, size=package.size)
        return f"s3://{connection.text('bucket')}/{key}"


def _key(connection: Connection, name: str) -> str:
    prefix = connection.text("prefix").strip("/")
    return f"{prefix}/{name}" if prefix else name


def _send(connection: Connection, method: str, key: str, content: IO[bytes] | None, *, size: int = 0) -> None:
    """Raises RemoteUnavailable, RemoteRefused, CertificateRefused."""
    address = _signed(connection, method, key)
    host = urlsplit(address).hostname or ""
    status, _answer = http.send_file(address, content, size=size, method=method, seconds=SECONDS)
    words = {"host": host, "bucket": connection.text("bucket"), "status": status}
    if http.passes(status):
        raise http.RemoteUnavailable(_("%(host)s cannot take the file now (status %(status)s).") % words)
    if status >= 300:
        reason = _REFUSED.get(status, _("status %(status)s") % words)
        raise http.RemoteRefused(_("The bucket %(bucket)s refuses: %(reason)s.") % {**words, "reason": reason})


def _signed(connection: Connection, method: str, key: str) -> str:
    """The address with its signature; nothing is sent for it."""
    service = boto3.client(
        "s3",
        region_name=connection.text("region") or None,
        endpoint_url=connection.text("url") or None,
        aws_access_key_id=connection.text("access_key"),
        aws_secret_access_key=connection.secrets.get("secret_key", ""),
        config=Config(signature_version="s3v4", s3={"addressing_style": "path" if connection.text("url") else "auto"}),
    )
    names = {"PUT": "put_object", "DELETE": "delete_object"}
    values = {"Bucket": connection.text("bucket"), "Key": key}
    address: str = service.generate_presigned_url(names[method], Params=values, ExpiresIn=LINK_SECONDS)
    return address


WAY = S3()
