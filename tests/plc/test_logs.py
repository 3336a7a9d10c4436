"""The log: a line for each refusal, the whole story for each fault, and no secret."""

import io
import logging
import re

import pytest
from django.conf import settings
from django.urls import URLResolver, get_resolver, reverse
from django.utils.module_loading import import_string

from plc.logs import RefusalsBriefly, SecretsUnsaid

TOKEN = "s3cret-T0ken_of-43-letters-and-digits-000000"


def record_of(level, name="django.request"):
    told = (PermissionError, PermissionError("no"), None)
    return logging.LogRecord(name, level, __file__, 1, "Forbidden: %s", ("/x/",), told)


def test_a_refused_request_is_one_line():
    refusal = record_of(logging.WARNING)

    assert RefusalsBriefly().filter(refusal)
    assert logging.Formatter().format(refusal) == "Forbidden: /x/"


def test_a_fault_keeps_its_traceback():
    for fault in (record_of(logging.ERROR), record_of(logging.WARNING, "plc")):
        assert RefusalsBriefly().filter(fault)
        assert "PermissionError: no" in logging.Formatter().format(fault)


@pytest.fixture
def written():
    """What the server's own handler writes, set up as production sets it up."""
    handler = logging.StreamHandler(io.StringIO())
    for name in settings.LOGGING["handlers"]["console"]["filters"]:
        handler.addFilter(import_string(settings.LOGGING["filters"][name]["()"])())
    log = logging.getLogger("django.request")
    log.addHandler(handler)
    yield handler.stream.getvalue
    log.removeHandler(handler)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "given", "shown"),
    [
        ("calendar_feed", [TOKEN], "/cal/..."),
        ("stop_digest", [TOKEN], "/cal/mail/.../"),
        ("card_sign_in", [TOKEN], "/k/.../"),
        ("find_picture", [TOKEN], "/in/.../"),
    ],
)
def test_an_address_that_is_a_secret_is_not_written_down(client, written, name, given, shown):
    response = client.get(reverse(name, args=given))

    assert response.status_code in {200, 404}
    assert TOKEN not in written()
    if response.status_code == 404:
        assert written() == f"Not Found: {shown}\n"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (f"/account/password/reset/key/2-{TOKEN}/", "/account/password/reset/key/.../"),
        ("/c/abc/checks/", "/c/abc/checks/"),
        ("/cal/", "/cal/"),
    ],
)
def test_only_the_secret_part_goes(address, shown):
    record = logging.LogRecord(
        "x", logging.ERROR, "", 1, "Internal Server Error: %s", (address,), None
    )
    assert SecretsUnsaid().filter(record)
    assert record.getMessage() == f"Internal Server Error: {shown}"


def addresses(patterns, before=""):
    for entry in patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, route)
        else:
            yield "/" + re.sub(r"[\^$]|\\.", "", route)


def test_no_address_that_names_a_secret_is_written_whole():
    """A new address that lets in whoever has it belongs into plc/logs.py."""
    secret = re.compile(r"<\w+:(token|ticket|code)>|\(\?P<key>[^)]*\)")
    found = [route for route in addresses(get_resolver().url_patterns) if secret.search(route)]
    assert len(found) >= 5
    for route in found:
        address = re.sub(r"<\w+:\w+>|\(\?P<\w+>[^)]*\)", "x", secret.sub(TOKEN, route))
        record = logging.LogRecord("x", logging.WARNING, "", 1, "Not Found: %s", (address,), None)
        SecretsUnsaid().filter(record)
        assert TOKEN not in record.getMessage(), route
