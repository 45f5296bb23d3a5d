"""Private keys as people paste them: OpenSSH and PEM, with or without a passphrase."""

import io

import paramiko
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    load_ssh_private_key,
)
from django.utils.translation import gettext as _

KINDS: tuple[tuple[type, type[paramiko.PKey]], ...] = (
    (ed25519.Ed25519PrivateKey, paramiko.Ed25519Key),
    (rsa.RSAPrivateKey, paramiko.RSAKey),
    (ec.EllipticCurvePrivateKey, paramiko.ECDSAKey),
)


class KeyUnreadable(ValueError):
    """The text is no private key that can be used, or its passphrase is wrong; `field` says which."""

    def __init__(self, sentence: str, *, field: str = "private_key") -> None:
        super().__init__(sentence)
        self.field = field


def private_key(text: str, passphrase: str = "") -> paramiko.PKey:
    """The key of this text; raises KeyUnreadable with one sentence."""
    data = text.replace("\r\n", "\n").strip().encode() + b"\n"
    load = load_ssh_private_key if b"BEGIN OPENSSH PRIVATE KEY" in data else load_pem_private_key
    try:
        key = load(data, passphrase.encode() or None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _unreadable(data, passphrase) from error
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()).decode()
    for kind, wrapper in KINDS:
        if isinstance(key, kind):
            return wrapper.from_private_key(io.StringIO(plain))
    raise KeyUnreadable(_("Keys of this kind are not used any more: take an Ed25519, ECDSA or RSA key."))


def _unreadable(data: bytes, passphrase: str) -> KeyUnreadable:
    if b"PuTTY" in data:
        return KeyUnreadable(_("This is a key of PuTTY: export it as an OpenSSH key, and paste that."))
    if b"PRIVATE KEY-----" not in data:
        return KeyUnreadable(_("This is no private key: paste the whole text, from -----BEGIN to END-----."))
    if passphrase:
        return KeyUnreadable(_("The passphrase does not open the key."), field="passphrase")
    return KeyUnreadable(_("The key cannot be read: it is damaged, or needs its passphrase."))
