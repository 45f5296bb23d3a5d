"""A certificate authority of the tests, and the certificate of 127.0.0.1 and localhost."""

import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import trustme


@cache
def authority() -> trustme.CA:
    """The one authority of this process."""
    return trustme.CA()


@cache
def certificate() -> trustme.LeafCert:
    """The certificate of the servers on loopback."""
    return authority().issue_cert("127.0.0.1", "localhost")


def server_context() -> ssl.SSLContext:
    """TLS as the servers on loopback speak it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate().configure_cert(context)
    return context


@contextmanager
def trusted() -> Iterator[None]:
    """The product believes the authority of the tests, as an installation does with SSL_CERT_FILE."""
    kept = os.environ.get("SSL_CERT_FILE")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "authority.pem"
        authority().cert_pem.write_to_path(str(path))
        os.environ["SSL_CERT_FILE"] = str(path)
        try:
            yield
        finally:
            os.environ.pop("SSL_CERT_FILE")
            if kept is not None:
                os.environ["SSL_CERT_FILE"] = kept
