"""The house rules that a machine can watch; each was seen to fail when broken."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from plc.access import policy_of
from students.models import Enrollment, Student
from students.tenancy import owned_models
from tests.factories import SchoolFactory, SectionFactory, StudentFactory

OURS = ("plc", "students", "goals", "choiceboards", "checkins", "lessons")
OUR_MODELS = [model for app in OURS for model in apps.get_app_config(app).get_models()]
# Kept by the ground, read by the sign-in alone, or one adult's own settings in whatever schools she
# works: nobody browses these.
NOT_BROWSED = {"User", "AuditEntry", "FormKey", "StaffCalendar", "Digest"}
TEMPLATES = settings.BASE_DIR / "templates"
LONGEST_LINE = 160
# One template tag, or one attribute's value, that is longer and may not be broken.
UNBREAKABLE = {
    "allauth/elements/button.html",
    "base.html",
    "checkins/calendar.html",
    "checkins/check_errors.html",
    "checkins/checkins.html",
    "checkins/school_offer.html",
    "checkins/type_back.html",
    "choiceboards/check_board.html",
    "choiceboards/class_picks.html",
    "choiceboards/edit_tile.html",
    "ui/messages.html",
    "ui/note.html",
}


def every_view(patterns, prefix=""):
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from every_view(entry.url_patterns, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry.callback


def test_every_address_says_who_may_open_it():
    without = [url for url, view in every_view(get_resolver().url_patterns) if not policy_of(view)]
    assert without == []


def leads_to(model, target, seen=frozenset()):
    """Whether a row of `model` is about a `target`, through its foreign keys."""
    if model is target:
        return True
    forward = [
        field.related_model
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model not in seen
    ]
    return any(leads_to(other, target, seen | {model}) for other in forward)


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model.__name__)
def test_every_model_about_a_student_or_a_school_says_who_sees_its_rows(model):
    school = apps.get_model("students", "School")
    if model.__name__ in NOT_BROWSED:
        return
    assert leads_to(model, Student) or leads_to(model, school)
    assert hasattr(model.objects.all(), "visible_to")


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model.__name__)
def test_every_row_scoped_by_a_school_carries_it_and_keeps_it(model):
    names = {field.name for field in model._meta.get_fields()}
    if model.__name__ in {*NOT_BROWSED, "School"}:
        return
    assert "school" in names
    owned_parents = {
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model in owned_models()
    }
    assert set(model.same_school) == owned_parents


@pytest.mark.django_db
def test_the_database_refuses_a_student_of_another_school_in_a_class():
    here, elsewhere = SchoolFactory(), SchoolFactory()
    section, child = SectionFactory(school=here), StudentFactory(school=elsewhere)
    for school in (here, elsewhere):
        row = Enrollment(section=section, student=child, school=school, starts_on="2027-01-04")
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


@pytest.mark.django_db
def test_the_database_refuses_to_move_a_student_to_another_school():
    child = StudentFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Student.objects.filter(pk=child.pk).update(school=SchoolFactory())


def test_a_template_can_be_read_line_by_line():
    longer = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if any(len(line) > LONGEST_LINE for line in path.read_text().splitlines())
    }
    assert longer - UNBREAKABLE == set()


def test_no_template_holds_the_marks_of_a_merge():
    marked = [
        path for path in TEMPLATES.rglob("*.html") if re.search("<{7} |>{7} ", path.read_text())
    ]
    assert marked == []


def test_frozen_rows_share_their_code():
    alone = re.compile(r"^@dataclass\((?!.*order=True).*frozen=True", re.MULTILINE)
    found = {
        str(path.relative_to(settings.BASE_DIR))
        for app in OURS
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if alone.search(path.read_text())
    }
    assert found == set()  # they are plc.frozen's: docs/adr/0012
