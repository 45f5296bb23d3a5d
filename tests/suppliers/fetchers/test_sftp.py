"""SFTP against a real server."""

import asyncssh
import pytest

from core.http import RemoteCutOff, RemoteRefused, RemoteUnavailable
from suppliers.errors import HostKeyChanged, LoginRefused
from suppliers.fetchers import fetcher_of
from suppliers.fetchers.base import Connection
from suppliers.fetchers.sshkeys import KeyUnreadable, private_key
from tests.fakes.sftp_server import sftp_server
from tests.servers import free_port
from tests.suppliers.fetchers.conftest import brought, directory, names

# The keys of the tests are cheap to open.
pytestmark = pytest.mark.filterwarnings("ignore:.*bcrypt.kdf:UserWarning")
CONTENT = b"sku;price\nA1;2.50\n" * 5_000


def test_files_are_listed_and_brought(sftp):
    sftp.put("out/Prix été 1.CSV", CONTENT)
    sftp.put("out/sub.csv/nothing", b"x")
    connection = directory(sftp, directory="out", pattern="*.csv")
    (found,) = fetcher_of("sftp").listing(connection)
    assert (found.name, found.size, found.is_dated) == ("Prix été 1.CSV", len(CONTENT), True)
    content, told = brought("sftp", connection)
    assert (content, told.size) == (CONTENT, len(CONTENT))


@pytest.mark.parametrize("passphrase", ["", "open sesame"])
def test_a_key_opens_too(sftp, passphrase):
    sftp.put("a.csv", b"x")
    secrets = {"private_key": sftp.private_key(passphrase or None), "passphrase": passphrase}
    assert names("sftp", directory(sftp, auth="key", secrets=secrets)) == ["a.csv"]


def test_a_strange_key_opens_nothing(sftp):
    stranger = asyncssh.generate_private_key("ssh-ed25519").export_private_key().decode()
    with pytest.raises(LoginRefused):
        names("sftp", directory(sftp, auth="key", secrets={"private_key": stranger}))


def test_a_wrong_password_is_told_without_it(sftp):
    with pytest.raises(LoginRefused) as refused:
        names("sftp", directory(sftp, secrets={"password": "hunter2"}))
    assert "hunter2" not in str(refused.value)


def test_the_server_is_known_from_the_first_contact_on(sftp):
    first = directory(sftp)
    names("sftp", first)
    assert first.learned["host_key"].startswith("ssh-ed25519 AAAA")
    assert names("sftp", directory(sftp, host_key=first.learned["host_key"])) == []


def test_a_server_with_another_key_gets_no_password(sftp):
    with sftp_server() as another:
        learned = directory(another)
        names("sftp", learned)
    with pytest.raises(HostKeyChanged, match="another key"):
        names("sftp", directory(sftp, host_key=learned.learned["host_key"], secrets={"password": "never sent"}))
    assert sftp.opened == []


def test_a_directory_that_is_not_there_is_told(sftp):
    with pytest.raises(RemoteRefused, match="no such file or directory"):
        names("sftp", directory(sftp, directory="nowhere"))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_transfer_that_is_cut_off_brings_nothing(sftp):
    sftp.put("a.csv", CONTENT * 10)
    sftp.fault = "cut off"
    with pytest.raises(RemoteCutOff):
        brought("sftp", directory(sftp))


def test_nobody_there_may_pass():
    way = Connection({"host": "127.0.0.1", "port": free_port(), "user": "u"}, {"password": "p"}, seconds=1)
    with pytest.raises(RemoteUnavailable):
        names("sftp", way)


@pytest.mark.parametrize("kind", ["ssh-ed25519", "ecdsa-sha2-nistp256", "ssh-rsa"])
@pytest.mark.parametrize("form", ["openssh", "pkcs8-pem"])
def test_keys_of_all_usual_kinds_are_read(kind, form):
    text = asyncssh.generate_private_key(kind).export_private_key(form).decode()
    assert private_key(text.replace("\n", "\r\n")).can_sign()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("PuTTY-User-Key-File-3: ssh-ed25519", "PuTTY"),
        ("hello", "no private key"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----", "damaged"),
    ],
    ids=["putty", "nonsense", "damaged"],
)
def test_what_is_no_key_is_told(text, sentence):
    with pytest.raises(KeyUnreadable, match=sentence):
        private_key(text)


def test_a_wrong_passphrase_is_named(sftp):
    with pytest.raises(KeyUnreadable, match="does not open") as wrong:
        private_key(sftp.private_key("right"), "wrong")
    assert wrong.value.field == "passphrase"
