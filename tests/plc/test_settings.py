"""Settings come from the environment alone, and production does not start half-configured."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from plc import env

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SECRET_KEY": "a-long-random-k3y" * 4,
    "ALLOWED_HOSTS": "plc.maple.example",
    "EMAIL_URL": "smtp+tls://plc:secret@mail.maple.example:587",
    "DEFAULT_FROM_EMAIL": "plc@maple.example",
}
NAMES = {*PRODUCTION, "DEBUG", "DEMO", "DATABASE_URL", "CACHE_URL", "CLOCK_AHEAD", "CI"}


def manage(*arguments, **variables):
    """Run `manage.py` with these variables alone."""
    clean = {name: value for name, value in os.environ.items() if name not in NAMES}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**clean, **variables, "DJANGO_SETTINGS_MODULE": "plc.settings"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_production_settings_pass_the_deploy_check_without_a_warning(tmp_path):
    url = f"sqlite:///{tmp_path}/db.sqlite3"
    found = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION, DATABASE_URL=url)
    assert found.returncode == 0, found.stderr
    assert "no issues" in found.stdout


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL"])
def test_production_does_not_start_without(name):
    variables = {key: value for key, value in PRODUCTION.items() if key != name}
    found = manage("check", **variables)
    assert found.returncode != 0
    assert f"Set the environment variable {name}" in found.stderr


def test_the_clock_cannot_be_moved_in_production():
    found = manage("check", **PRODUCTION, CLOCK_AHEAD="60")
    assert found.returncode != 0
    assert "CLOCK_AHEAD moves the clock" in found.stderr


@pytest.mark.parametrize(("text", "value"), [("1", True), ("YES", True), ("0", False), ("", False)])
def test_a_flag_reads_what_people_write(monkeypatch, text, value):
    monkeypatch.setenv("PLC_TEST_FLAG", text)
    assert env.flag("PLC_TEST_FLAG") is value


def test_a_flag_that_is_neither_is_refused(monkeypatch):
    monkeypatch.setenv("PLC_TEST_FLAG", "maybe")
    with pytest.raises(ImproperlyConfigured, match="PLC_TEST_FLAG is 'maybe'"):
        env.flag("PLC_TEST_FLAG")


def test_a_number_that_is_none_is_refused(monkeypatch):
    monkeypatch.setenv("PLC_TEST_NUMBER", "ten")
    with pytest.raises(ImproperlyConfigured, match="write a whole number"):
        env.number("PLC_TEST_NUMBER", 1)


def test_mail_by_tls_has_its_port_and_its_password_unquoted():
    found = env.mail("smtp+tls://plc%40maple:s%2Fecret@mail.example")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example", 587)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("plc@maple", "s/ecret")
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (True, False)


@pytest.mark.parametrize("url", ["", "mail.example", "pigeon://roof", "smtp://"])
def test_a_mail_address_that_is_none_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL must look like"):
        env.mail(url)


def test_sqlite_takes_the_write_lock_at_once_and_survives_a_power_cut():
    options = env.database("sqlite:///db.sqlite3")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] == 20
    assert "journal_mode=WAL" in options["init_command"]
    assert "synchronous=FULL" in options["init_command"]


def test_postgres_has_a_pool_whose_size_is_in_the_address():
    found = env.database("postgres://plc@db.example/plc?pool=7&sslmode=require")
    assert found["CONN_HEALTH_CHECKS"] is True
    assert found["OPTIONS"]["pool"]["max_size"] == 7
    assert found["OPTIONS"]["sslmode"] == "require"


def test_another_database_is_refused():
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must be"):
        env.database("mysql://root@localhost/plc")


@pytest.mark.parametrize("url", ["db://", "db://other", "locmem://", "redis://localhost:6379/1"])
def test_every_cache_that_is_documented_is_understood(url):
    assert "BACKEND" in env.cache(url)


def test_another_cache_is_refused():
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL must be"):
        env.cache("memcached://localhost")
