"""The cast, and the day: every test runs on Thursday, January 21, 2027, 9:30 in New York.

Ms. Okonkwo teaches Room 12 at Maple Street School; Mr. Lind shares it. Ms. Abara is a specialist
for one student. Mr. Hale teaches another class of the same school, and Ms. Far one of another
school in the same district. Ms. Boss runs Maple Street, Mr. District the district.
"""

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, settings

from plc import clock
from tests.factories import (
    NOW,
    SchoolFactory,
    SectionFactory,
    StaffFactory,
    StaffRoleFactory,
    StudentFactory,
)

# A slow or busy machine is no fault of what is tested.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def frozen_clock(monkeypatch):
    """January 21, 2027, 9:30 in the school's time; move it with `at`."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture(autouse=True)
def _forget_limits():
    """Sign-in limits are counted in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def at(monkeypatch):
    """`at(instant)` moves the clock."""
    return lambda instant: monkeypatch.setattr(clock, "now", lambda: instant)


@pytest.fixture
def school(db):
    return SchoolFactory(name="Maple Street School")


@pytest.fixture
def teacher(school):
    return StaffFactory(name="Ms. Okonkwo", email="teacher@maple.example")


@pytest.fixture
def section(school, teacher):
    """Room 12, with no student yet."""
    return SectionFactory(school=school, name="Room 12", code="MAPLE12", teacher=teacher)


@pytest.fixture
def coteacher(section):
    user = StaffFactory(name="Mr. Lind", email="coteacher@maple.example")
    StaffRoleFactory(user=user, kind="co_teacher", section=section, school=section.school)
    return user


@pytest.fixture
def student(section):
    """Priya, of Room 12."""
    return StudentFactory(section=section, name="Priya Raman", called="Priya")


@pytest.fixture
def specialist(student):
    """Sees Priya and no other student."""
    user = StaffFactory(name="Ms. Abara", email="specialist@maple.example")
    StaffRoleFactory(user=user, kind="specialist", student=student, school=student.school)
    return user


@pytest.fixture
def school_admin(school):
    user = StaffFactory(name="Ms. Boss", email="admin@maple.example")
    StaffRoleFactory(user=user, kind="school_admin", school=school)
    return user


@pytest.fixture
def district_admin(school):
    user = StaffFactory(name="Mr. District", email="district@maple.example")
    StaffRoleFactory(user=user, kind="district_admin", district=school.district)
    return user


@pytest.fixture
def other_teacher(school):
    """Teaches another class of the same school."""
    user = StaffFactory(name="Mr. Hale")
    SectionFactory(school=school, name="Room 13", teacher=user)
    return user


@pytest.fixture
def stranger(db):
    """Teaches at another school."""
    user = StaffFactory(name="Ms. Far")
    SectionFactory(school=SchoolFactory(name="Elsewhere"), name="Room 1", teacher=user)
    return user


@pytest.fixture
def sign_in(client):
    """`sign_in(adult)` or `sign_in(student)` returns the client, signed in as that person."""
    from students.sign_in import account_of  # noqa: PLC0415 - tests of the ground run without it

    def signed_in(person):
        is_student = hasattr(person, "home_language")
        user = account_of(person) if is_student else person
        backend = "students.backends.StudentBackend" if is_student else "plc.backends.StaffBackend"
        client.force_login(user, backend=backend)
        return client

    return signed_in
