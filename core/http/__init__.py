"""The only way out: requests to remote services with time-outs, bounded retries and a guard against private addresses.

The guard looks at the addresses a name resolves to and connects to exactly those, so that neither a redirect nor a
second DNS answer can lead into the own network. Other protocols ask `guarded_address` and `tls_context`.
"""

from core.http.addresses import (
    checked_address,
    guarded_address,
    is_host,
    is_public,
    parsed,
    refuse_private,
    without_secrets,
)
from core.http.clients import (
    LONGEST_WAIT,
    TIMEOUT,
    USER_AGENT,
    Answer,
    Deadline,
    GuardedTransport,
    client,
    failure,
    passes,
    send,
    send_once,
    tls_context,
    untrusted,
)
from core.http.downloads import Downloaded, download
from core.http.errors import (
    AddressNotAllowed,
    CertificateRefused,
    RemoteCutOff,
    RemoteRefused,
    RemoteTooLarge,
    RemoteUnavailable,
)
from core.http.uploads import send_file

__all__ = [
    "LONGEST_WAIT",
    "TIMEOUT",
    "USER_AGENT",
    "AddressNotAllowed",
    "Answer",
    "CertificateRefused",
    "Deadline",
    "Downloaded",
    "GuardedTransport",
    "RemoteCutOff",
    "RemoteRefused",
    "RemoteTooLarge",
    "RemoteUnavailable",
    "checked_address",
    "client",
    "download",
    "failure",
    "guarded_address",
    "is_host",
    "is_public",
    "parsed",
    "passes",
    "refuse_private",
    "send",
    "send_file",
    "send_once",
    "tls_context",
    "untrusted",
    "without_secrets",
]
