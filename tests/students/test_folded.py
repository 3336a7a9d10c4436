"""Text as it is searched and sorted: accents and strokes aside."""

from importlib import import_module

import pytest
from django.apps import apps

from students.models import Student
from students.models.words import folded
from tests.factories import StudentFactory


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Zoë", "zoe"),
        ("Łukasz Wróbel", "lukasz wrobel"),
        ("Bjørn Đorđević", "bjorn dordevic"),
        ("Þóra Ægisdóttir", "thora aegisdottir"),
        ("Işıl", "isil"),
        ("Straße", "strasse"),
        ("Ελένη", "ελενη"),
        ("محمد", "محمد"),
    ],
)
def test_accents_and_strokes_are_not_needed_to_find_a_name(typed, found):
    assert folded(typed) == found


@pytest.mark.django_db
def test_names_kept_before_are_folded_again():
    lukasz, zoe = StudentFactory(name="Łukasz Wróbel", called="Łukasz"), StudentFactory(name="Zoë")
    kept = Student.objects.get(pk=zoe.pk).search
    Student.objects.filter(pk=lukasz.pk).update(search="łukasz wrobel łukasz")

    migration = import_module("students.migrations.0005_letters_with_strokes")
    migration.fold_again(apps, None)

    assert list(Student.objects.values_list("search", flat=True).order_by("pk")) == [
        "lukasz wrobel lukasz",
        kept,
    ]
