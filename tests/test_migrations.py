"""Migrations to an older state and back leave a database whose triggers fit its tables."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
STEPS = (["checkins", "0008"], ["checkins"], ["checkins", "0009"])  # from nothing, on, and back


@pytest.fixture
def empty_database(tmp_path, django_db_blocker):
    """The address of a database of its own, on the engine that the tests run on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.sqlite3"
        return
    name, made = f"{connection.settings_dict['NAME']}_empty", connection.copy()
    made.settings_dict = made.settings_dict | {"NAME": "postgres"}
    with django_db_blocker.unblock(), closing(made):
        for statement in (f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}"):
            with made.cursor() as cursor:
                cursor.execute(statement)
        yield os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
        with made.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


def test_migrations_go_to_an_older_state_and_back(empty_database):
    env = os.environ | {"DEBUG": "1", "DATABASE_URL": empty_database}
    for step in STEPS:
        done = subprocess.run(
            [sys.executable, "manage.py", "migrate", *step, "--verbosity", "0"],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert not done.returncode, (step, done.stderr[-2000:])
