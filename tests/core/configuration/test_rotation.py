"""Rotation of the encryption key: every stored secret follows, whatever interrupts it."""

import os
import time

import pytest
from django.core.management import CommandError, call_command

from core import rotation
from core.audit import RECORDED
from core.configuration import value
from core.encryption import EncryptedTextField, SecretUnreadable, is_current
from core.keyring import current_keys, write_keys
from core.management.commands import rotate_encryption_key
from core.models import OutboxEvent, StoredSetting
from core.tenancy import every_tenant
from tests.factories.configuration import set_setting
from tests.factories.people import TenantFactory

pytestmark = pytest.mark.usefixtures("samples")
OLD = "old-" + "0" * 40


@pytest.fixture
def key_file(tmp_path, settings):
    """An installation with a key file of its own."""
    settings.VAR_DIR = tmp_path
    (tmp_path / "secrets").mkdir()
    path = tmp_path / "secrets" / "encryption"
    write_keys(path, [OLD])
    settings.ENCRYPTION_KEYS_PATH = str(path)
    return path


@pytest.fixture
def tenants(db, key_file):
    """Three organisations with a secret each."""
    found = [TenantFactory() for _ in range(3)]
    for number, tenant in enumerate(found):
        set_setting(tenant, "test.secret", f"secret-{number}")
    return found


def secrets_of(tenants):
    return [value("test.secret", tenant.pk) for tenant in tenants]


def rotate(*options, capsys=None):
    call_command("rotate_encryption_key", *options)
    return capsys.readouterr().out if capsys else ""


def age(path, minutes):
    moment = time.time() - minutes * 60
    os.utime(path, (moment, moment))


def all_current():
    return not rotation.survey().older


def test_every_model_with_secrets_is_found():
    found = {(model._meta.label, name) for model, name in rotation.encrypted_fields()}
    assert {("core.StoredSetting", "secret"), ("core.SettingChange", "new_secret")} <= found
    assert all(
        isinstance(model._meta.get_field(name), EncryptedTextField) for model, name in rotation.encrypted_fields()
    )


def test_rotation_renews_every_secret_and_is_told(tenants, key_file, capsys):
    said = rotate(capsys=capsys)
    assert "6 secrets renewed" in said
    assert len(current_keys()) == 2
    assert current_keys()[1] == OLD
    assert all_current()
    assert secrets_of(tenants) == ["secret-0", "secret-1", "secret-2"]
    told = [event.payload["code"] for event in OutboxEvent.objects.filter(kind=RECORDED)]
    assert told.count("encryption.rotated") == 1


def test_an_interrupted_rotation_goes_on(tenants, key_file, monkeypatch):
    real, calls = rotation._handle, []

    def crash(*args, **options):
        calls.append(args)
        if len(calls) == 3:
            raise KeyboardInterrupt
        real(*args, **options)

    monkeypatch.setattr(rotation, "_handle", crash)
    with pytest.raises(KeyboardInterrupt):
        rotate("--batch", "1")
    monkeypatch.undo()
    assert 0 < rotation.survey().current < 6
    assert secrets_of(tenants) == ["secret-0", "secret-1", "secret-2"]
    rotate("--resume", "--batch", "2")
    assert len(current_keys()) == 2
    assert all_current()
    assert secrets_of(tenants) == ["secret-0", "secret-1", "secret-2"]


def test_rotating_twice_keeps_everything_readable(tenants, key_file):
    rotate()
    rotate()
    assert len(set(current_keys())) == 3
    assert all_current()
    assert secrets_of(tenants) == ["secret-0", "secret-1", "secret-2"]


def test_a_secret_changed_meanwhile_is_not_overwritten(tenants, key_file, monkeypatch):
    write_keys(key_file, ["new-" + "9" * 40, OLD])
    real = rotation.decrypted
    raced = []

    def slow(stored):
        if not raced:
            raced.append(stored)
            set_setting(tenants[0], "test.secret", "changed meanwhile")
        return real(stored)

    monkeypatch.setattr(rotation, "decrypted", slow)
    with every_tenant():
        first = StoredSetting.objects.get(tenant=tenants[0])
        StoredSetting.objects.exclude(pk=first.pk).delete()
    rotation.renew()
    assert value("test.secret", tenants[0].pk) == "changed meanwhile"


def test_old_keys_are_dropped_when_nothing_needs_them(tenants, key_file, capsys):
    rotate()
    age(key_file, minutes=20)
    rotate("--retire")
    assert len(current_keys()) == 1
    assert OLD not in current_keys()
    assert secrets_of(tenants) == ["secret-0", "secret-1", "secret-2"]
    assert "nothing to drop" in rotate("--retire", capsys=capsys)


def test_old_keys_stay_while_something_needs_them(tenants, key_file):
    write_keys(key_file, ["new-" + "9" * 40, OLD])
    age(key_file, minutes=20)
    with pytest.raises(CommandError, match="6 secrets still need an old key"):
        rotate("--retire")
    assert OLD in current_keys()


def test_old_keys_stay_while_work_may_still_use_them(tenants, key_file):
    rotate()
    with pytest.raises(CommandError, match="0 minutes old"):
        rotate("--retire")
    assert OLD in current_keys()


def test_secrets_no_key_opens_are_named_and_spoil_nothing(tenants, key_file, capsys):
    write_keys(key_file, ["other-" + "5" * 40])
    set_setting(tenants[1], "test.secret", "readable")
    with pytest.raises(CommandError, match="cannot be read with any key"):
        rotate()
    with pytest.raises(SecretUnreadable):
        value("test.secret", tenants[0].pk)
    assert value("test.secret", tenants[1].pk) == "readable"
    assert "core.StoredSetting.secret" in capsys.readouterr().err


def test_keys_from_elsewhere_are_printed_not_written(tenants, settings, capsys):
    settings.ENCRYPTION_KEYS_PATH = ""
    settings.ENCRYPTION_KEYS = [OLD]
    said = rotate(capsys=capsys)
    line = next(line for line in said.splitlines() if line.startswith("ENCRYPTION_KEYS="))
    assert "restart every process" in said
    assert not OLD.startswith(line)
    settings.ENCRYPTION_KEYS = line.partition("=")[2].split(",")
    assert settings.ENCRYPTION_KEYS[1] == OLD
    assert "6 secrets renewed" in rotate("--resume", capsys=capsys)
    assert "leave only the first one" in rotate("--retire", capsys=capsys)
    assert secrets_of(tenants) == ["secret-0", "secret-1", "secret-2"]


def test_a_file_of_somebody_else_is_never_written(tmp_path, settings):
    settings.VAR_DIR = tmp_path / "var"
    settings.ENCRYPTION_KEYS_PATH = str(tmp_path / "mounted")
    assert rotate_encryption_key.own_file() is None


def test_an_empty_secret_needs_no_key():
    assert is_current("")
