"""Thirty guesses arrive at the same moment, over real HTTP: no more of them count than may."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from students.models import SignInTry
from students.sign_in import secret_digest
from tests.choiceboards import crowd

GUESSES = 30
TRIES = "SELECT count(*) FROM students_signintry"
pytestmark = pytest.mark.django_db(transaction=True)


def test_of_thirty_wrong_guesses_at_once_five_count(section, student, tmp_path):
    student.secret_digest = secret_digest(student, ("pizza", "cat"))
    student.save()
    # The server lives in the real time, so the door is opened there, and the child was always here.
    section.code_open_until = timezone.now() + timedelta(hours=1)
    section.save()
    student.enrollments.update(starts_on="2020-09-01")
    url = crowd.database_url(tmp_path)

    with crowd.server(url) as port:
        path = f"/in/{section.code}/{student.key}/"
        said = {"said": "key", "picture": "train"}
        answers = crowd.all_at_once(port, path, ["none"] * GUESSES, said)

    statuses = sorted(status for status, _text in answers)
    most = SignInTry.MOST_A_STUDENT
    assert statuses == [422] * most + [429] * (GUESSES - most), connection.vendor
    assert crowd.one(url, TRIES) == most
