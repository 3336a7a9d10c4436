"""What docs/deploy.md and deploy/ promise, held against the program."""

import http.server
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
GUNICORN = ROOT / "deploy/gunicorn.conf.py"
# Set by `manage.py demo` for itself, and no business of a school's server.
OF_THE_DEMO = {"DEMO", "CLOCK_AHEAD"}


def names_read(path, pattern):
    return set(re.findall(pattern, path.read_text(encoding="utf-8")))


def test_every_environment_variable_is_documented_and_every_documented_one_is_read():
    read = names_read(ROOT / "plc/settings.py", r'env\.\w+\(\s*"([A-Z_]+)"')
    read |= names_read(GUNICORN, r'os\.environ\.get\("([A-Z_]+)"')
    documented = names_read(ROOT / "docs/deploy.md", r"(?m)^\| `([A-Z_]+)` \|")

    assert documented == read - OF_THE_DEMO


def test_the_example_settings_name_only_documented_variables():
    example = names_read(ROOT / "deploy/plc.env.example", r"(?m)^#? ?([A-Z_]+)=")
    documented = names_read(ROOT / "docs/deploy.md", r"(?m)^\| `([A-Z_]+)` \|")

    assert "SECRET_KEY" in example
    assert example <= documented


def test_what_is_switched_off_is_not_loaded_into_every_process():
    """Passkeys (fido2, cryptography) and QR codes weigh 12 MiB, three times."""
    load = (
        "import django; django.setup(); from django.urls import get_resolver;"
        "get_resolver().url_patterns; import sys;"
        "print([n for n in ('fido2', 'cryptography', 'segno') if n in sys.modules])"
    )
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "plc.settings", "DEBUG": "1"}
    run = subprocess.run(
        [sys.executable, "-c", load], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )

    assert run.stdout == "[]\n"


class Health(http.server.BaseHTTPRequestHandler):
    """Answers like /healthz does when the database is down or up, for the one allowed host."""

    database_is_up = True

    def do_GET(self):
        well = self.database_is_up and self.path == "/healthz"
        well = well and self.headers["Host"] == "plc.example.org"
        self.send_response(200 if well else 503)
        self.end_headers()

    def log_message(self, *args):
        """Say nothing."""


@pytest.mark.parametrize(("database_is_up", "code"), [(True, 0), (False, 1)])
def test_the_health_check_asks_by_the_allowed_name(monkeypatch, database_is_up, code):
    monkeypatch.setattr(Health, "database_is_up", database_is_up)
    with http.server.HTTPServer(("127.0.0.1", 0), Health) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        env = {
            **os.environ,
            "BIND": f"0.0.0.0:{server.server_port}",
            "ALLOWED_HOSTS": ".plc.example.org,plc",
        }
        done = subprocess.run(
            [sys.executable, str(ROOT / "deploy/healthcheck.py")],
            env=env,
            capture_output=True,
            check=False,
        )
        server.shutdown()

    assert done.returncode == code
