"""The log: a line for each refusal, the whole story for each fault."""

import logging

from plc.logs import RefusalsBriefly


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
