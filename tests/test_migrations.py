"""Migrations to an older state and back leave a database whose triggers fit its tables.

A database from before migrations were squashed is up to date, and stays as it is.
"""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
STEPS = (["students"], [], ["checkins", "zero"], ["checkins"], [])  # from nothing, on, and back
SHOW = """
import django
django.setup()
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
print(sorted(MigrationRecorder(connection).applied_migrations()))
"""
UNSQUASH = """
import django
django.setup()
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
recorder = MigrationRecorder(connection)
for key, migration in MigrationLoader(connection).disk_migrations.items():
    if migration.replaces:
        recorder.record_unapplied(*key)
        for replaced in migration.replaces:
            recorder.record_applied(*replaced)
"""


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


def python(*words: str, database: str) -> str:
    """What a command of this project prints; it must not fail."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=os.environ
        | {"DEBUG": "1", "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "plc.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, (words, done.stderr[-2000:])
    return done.stdout


def test_migrations_go_to_an_older_state_and_back(empty_database):
    for step in STEPS:
        python("manage.py", "migrate", *step, "--verbosity", "0", database=empty_database)


def test_a_database_from_before_the_squash_needs_no_migration(empty_database):
    python("manage.py", "migrate", "--verbosity", "0", database=empty_database)
    python("-c", UNSQUASH, database=empty_database)
    assert "'0012_coverage_reads_indexes_alone'" in python("-c", SHOW, database=empty_database)
    assert "No migrations to apply" in python("manage.py", "migrate", database=empty_database)
