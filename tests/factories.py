"""Dull factories: each makes one valid row, all of one school unless told otherwise."""

from datetime import UTC, date, datetime, time

import factory
from factory.django import DjangoModelFactory

from checkins.models import (
    Ask,
    Away,
    Check,
    CheckIn,
    CheckInNote,
    CheckItem,
    CheckSeries,
    HelpRequest,
    Offer,
    Plan,
    Promise,
    Roadblock,
    Slot,
    Survey,
    Window,
)
from choiceboards.models import (
    Activity,
    Board,
    BoardText,
    Level,
    Pick,
    Poll,
    PollOption,
    TileText,
)
from goals.models import Goal, GoalStep, Reflection
from lessons.models import Block, LessonPlan
from plc.models import User
from students.models import (
    Enrollment,
    Guardian,
    ProfileAnswer,
    RosterUpload,
    School,
    Section,
    Spark,
    StaffRole,
    Student,
    Support,
    Term,
)

TODAY = date(2027, 1, 21)  # a Thursday: tests freeze the clock here (tests/conftest.py)
NOW = datetime(2027, 1, 21, 14, 30, tzinfo=UTC)  # 9:30 in New York
YEAR_START = date(2026, 8, 31)


class SchoolFactory(DjangoModelFactory):
    class Meta:
        model = School

    name = factory.Sequence(lambda n: f"School {n}")
    district = "Maple District"
    time_zone = "America/New_York"


class StaffFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    kind = User.Kind.STAFF
    name = factory.Sequence(lambda n: f"Teacher {n}")
    email = factory.Sequence(lambda n: f"staff{n}@maple.example")


class TermFactory(DjangoModelFactory):
    class Meta:
        model = Term

    school = factory.SubFactory(SchoolFactory)
    name = factory.Sequence(lambda n: f"Year {n}")
    starts_on = YEAR_START
    ends_on = date(2027, 6, 18)


class SectionFactory(DjangoModelFactory):
    """`teacher=user` gives the class a teacher."""

    class Meta:
        model = Section
        skip_postgeneration_save = True

    school = factory.SubFactory(SchoolFactory)
    name = factory.Sequence(lambda n: f"Room {n}")
    grade = "4"
    code = factory.Sequence(lambda n: f"CODE{n}")

    @factory.post_generation
    def teacher(self, create, extracted, **_kwargs):
        if create and extracted:
            StaffRoleFactory(user=extracted, section=self, school=self.school)


class StudentFactory(DjangoModelFactory):
    """`section=section` enrolls the student there since the year's start."""

    class Meta:
        model = Student
        skip_postgeneration_save = True

    section = None
    school = factory.LazyAttribute(lambda me: me.section.school if me.section else SchoolFactory())
    name = factory.Sequence(lambda n: f"Student {n:03} Family")
    called = factory.LazyAttribute(lambda student: student.name.rsplit(" ", 1)[0])
    grade = "4"
    picture = "cat"

    @classmethod
    def _create(cls, model_class, *args, section=None, **kwargs):
        student = super()._create(model_class, *args, **kwargs)
        if section is not None:
            EnrollmentFactory(section=section, student=student)
        return student


class EnrollmentFactory(DjangoModelFactory):
    class Meta:
        model = Enrollment

    section = factory.SubFactory(SectionFactory)
    student = factory.SubFactory(StudentFactory, school=factory.SelfAttribute("..section.school"))
    school = factory.SelfAttribute("section.school")
    starts_on = YEAR_START


class StaffRoleFactory(DjangoModelFactory):
    class Meta:
        model = StaffRole

    user = factory.SubFactory(StaffFactory)
    kind = StaffRole.Kind.TEACHER
    starts_on = YEAR_START


class RosterUploadFactory(DjangoModelFactory):
    """A pasted list of one name, for a class; `section=None` makes it the school's."""

    class Meta:
        model = RosterUpload

    section = factory.SubFactory(SectionFactory)
    school = factory.SelfAttribute("section.school")
    made_by = factory.SubFactory(StaffFactory)
    made_at = NOW
    name = "Pasted list"
    is_pasted = True
    content = b"Amara Diallo"


class GuardianFactory(DjangoModelFactory):
    class Meta:
        model = Guardian

    student = factory.SubFactory(StudentFactory)
    name = "A parent"


class ProfileAnswerFactory(DjangoModelFactory):
    class Meta:
        model = ProfileAnswer

    student = factory.SubFactory(StudentFactory)
    card = "interests"
    choices = factory.LazyFunction(lambda: ["comics"])
    answered_at = NOW


class SupportFactory(DjangoModelFactory):
    class Meta:
        model = Support

    student = factory.SubFactory(StudentFactory)
    text = "Extra time"
    written_by = factory.SubFactory(StaffFactory)
    written_at = NOW


class SparkFactory(DjangoModelFactory):
    class Meta:
        model = Spark

    student = factory.SubFactory(StudentFactory)
    words = "I wonder if music has fractions"
    said_at = NOW


class GoalFactory(DjangoModelFactory):
    class Meta:
        model = Goal

    student = factory.SubFactory(StudentFactory)
    title = "I can plan the first step"
    started_on = date(2027, 1, 11)
    due_on = date(2027, 2, 5)
    place = 1
    written_by = factory.SubFactory(StaffFactory)


class GoalStepFactory(DjangoModelFactory):
    class Meta:
        model = GoalStep

    goal = factory.SubFactory(GoalFactory)
    position = factory.Sequence(lambda n: n % 30000)
    text = "Say my plan out loud"


class ReflectionFactory(DjangoModelFactory):
    class Meta:
        model = Reflection

    student = factory.SubFactory(StudentFactory)
    on = TODAY
    mood = "good"
    said_at = NOW


class BoardFactory(DjangoModelFactory):
    class Meta:
        model = Board

    section = factory.SubFactory(SectionFactory)
    title = "Fractions in real life"
    state = Board.State.OPEN
    made_by = factory.SubFactory(StaffFactory)
    made_at = NOW


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity

    board = factory.SubFactory(BoardFactory)
    position = factory.Sequence(lambda n: n % 30000)
    title = "Comic strip"
    directions = "Draw a story where two friends share fairly."


class LevelFactory(DjangoModelFactory):
    class Meta:
        model = Level

    activity = factory.SubFactory(ActivityFactory)
    number = 1
    directions = "Use the sentence starters."


class BoardTextFactory(DjangoModelFactory):
    class Meta:
        model = BoardText

    board = factory.SubFactory(BoardFactory)
    language = "es"
    title = "Fracciones"
    directions = "Elige dos."


class TileTextFactory(DjangoModelFactory):
    class Meta:
        model = TileText

    activity = factory.SubFactory(ActivityFactory)
    language = "es"
    title = "Historieta"
    directions = "Dibuja una historia de dos amigos que comparten."


class PickFactory(DjangoModelFactory):
    class Meta:
        model = Pick

    activity = factory.SubFactory(ActivityFactory)
    board = factory.SelfAttribute("activity.board")
    student = factory.SubFactory(StudentFactory, school=factory.SelfAttribute("..activity.school"))
    picked_at = NOW


class PollFactory(DjangoModelFactory):
    """`answers=2` gives it as many; it closes at 3 in the afternoon."""

    class Meta:
        model = Poll
        skip_postgeneration_save = True

    section = factory.SubFactory(SectionFactory)
    question = "What should our street have?"
    made_by = factory.SubFactory(StaffFactory)
    made_at = NOW
    closes_at = datetime(2027, 1, 21, 20, 0, tzinfo=UTC)

    @factory.post_generation
    def answers(self, create, extracted, **_kwargs):
        for position in range(1, (extracted or 0) + 1):
            PollOption.objects.create(
                school_id=self.school_id, poll=self, position=position, words=f"Answer {position}"
            )


class WindowFactory(DjangoModelFactory):
    class Meta:
        model = Window

    section = factory.SubFactory(SectionFactory)
    on = TODAY
    label = "Independent work 1"
    starts_at = time(9, 10)
    ends_at = time(9, 50)


class OfferFactory(DjangoModelFactory):
    """Cover from 12:00 to 12:20."""

    class Meta:
        model = Offer

    section = factory.SubFactory(SectionFactory)
    kind = Offer.Kind.COVER
    adult = factory.SubFactory(StaffFactory)
    on = TODAY
    starts_at = time(12, 0)
    ends_at = time(12, 20)
    window = factory.SubFactory(
        WindowFactory,
        section=factory.SelfAttribute("..section"),
        starts_at=factory.SelfAttribute("..starts_at"),
        ends_at=factory.SelfAttribute("..ends_at"),
    )


class AwayFactory(DjangoModelFactory):
    class Meta:
        model = Away

    student = factory.SubFactory(StudentFactory)
    weekday = 3
    starts_at = time(10, 35)
    ends_at = time(11, 15)
    where = "the speech teacher"


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = Plan

    section = factory.SubFactory(SectionFactory)
    on = TODAY
    made_at = NOW


class SlotFactory(DjangoModelFactory):
    class Meta:
        model = Slot

    plan = factory.SubFactory(PlanFactory)
    student = factory.SubFactory(StudentFactory, school=factory.SelfAttribute("..plan.school"))


class HelpRequestFactory(DjangoModelFactory):
    class Meta:
        model = HelpRequest

    section = factory.SubFactory(SectionFactory)
    student = factory.SubFactory(StudentFactory, section=factory.SelfAttribute("..section"))
    reason = "stuck"
    asked_at = NOW


class CheckInFactory(DjangoModelFactory):
    class Meta:
        model = CheckIn

    section = factory.SubFactory(SectionFactory)
    student = factory.SubFactory(StudentFactory, school=factory.SelfAttribute("..section.school"))
    teacher = factory.SubFactory(StaffFactory)
    held_on = TODAY
    held_at = NOW


class CheckInNoteFactory(DjangoModelFactory):
    class Meta:
        model = CheckInNote

    checkin = factory.SubFactory(CheckInFactory)
    student = factory.SelfAttribute("checkin.student")
    author = factory.SelfAttribute("checkin.teacher")
    text = "Explained her steps aloud."


class RoadblockFactory(DjangoModelFactory):
    """Noted in a check-in of its own; give `checkin` to note it there."""

    class Meta:
        model = Roadblock

    checkin = factory.SubFactory(CheckInFactory)
    student = factory.SelfAttribute("checkin.student")
    section = factory.SelfAttribute("checkin.section")
    noted_by = factory.SelfAttribute("checkin.teacher")
    noted_on = factory.SelfAttribute("checkin.held_on")
    kind = Roadblock.Kind.MATERIALS


class PromiseFactory(RoadblockFactory):
    class Meta:
        model = Promise

    kind = Promise.Kind.BRING
    due_on = date(2027, 1, 25)


class AskFactory(DjangoModelFactory):
    class Meta:
        model = Ask

    section = factory.SubFactory(SectionFactory)
    student = factory.SubFactory(StudentFactory, section=factory.SelfAttribute("..section"))
    topic = "goal"
    asked_at = NOW
    promised_on = date(2027, 1, 22)


class LessonPlanFactory(DjangoModelFactory):
    class Meta:
        model = LessonPlan

    section = factory.SubFactory(SectionFactory)
    on = TODAY
    title = "January 21"


class BlockFactory(DjangoModelFactory):
    class Meta:
        model = Block

    lesson_plan = factory.SubFactory(LessonPlanFactory)
    kind = Block.Kind.WORK
    title = "Independent work 1"
    starts_at = time(9, 10)
    ends_at = time(9, 50)


class CheckFactory(DjangoModelFactory):
    """`questions=5` gives it as many, each with the right answer "12"."""

    class Meta:
        model = Check
        skip_postgeneration_save = True

    section = factory.SubFactory(SectionFactory)
    title = "Equivalent fractions"
    due_on = TODAY
    state = Check.State.OPEN
    made_by = factory.SubFactory(StaffFactory)
    made_at = NOW

    @factory.post_generation
    def questions(self, create, extracted, **_kwargs):
        for position in range(1, (extracted or 0) + 1):
            CheckItemFactory(check_of=self, position=position)


class CheckItemFactory(DjangoModelFactory):
    class Meta:
        model = CheckItem

    check_of = factory.SubFactory(CheckFactory)
    position = 1
    kind = CheckItem.Kind.NUMBER
    text = "How many twelfths make a whole?"
    answer = "12"


class CheckSeriesFactory(DjangoModelFactory):
    class Meta:
        model = CheckSeries

    section = factory.SubFactory(SectionFactory)
    name = factory.Sequence(lambda n: f"Series {n}")
    starts_on = TODAY


class SurveyFactory(DjangoModelFactory):
    """`section=section` makes it a class's own; without, it is the whole school's."""

    class Meta:
        model = Survey

    school = factory.SubFactory(SchoolFactory)
    section = None
    title = "Winter"
    starts_on = date(2027, 1, 11)
    ends_on = date(2027, 1, 29)
    opened_by = factory.SubFactory(StaffFactory)
