"""What Room 12's check-ins left open: words for a child, something in the way, promises, turns."""

from __future__ import annotations

from datetime import date, time, timedelta

from checkins.models import CheckIn, CheckInNote, Promise, Roadblock
from checkins.services import ask_checkin
from goals.models import Goal, GoalStep
from lessons.demo.school import Cast

# (child, kind, words, shared with her)
_ROADBLOCKS = (
    ("Zoë", "materials", "The fraction strips at your table are gone. I order new ones.", True),
    ("Kai", "group", "He and his partner want different topics.", False),
    ("Emeka", "directions", "Step 3 of the card is unclear. I will draw it.", True),
)
# (child, kind, school days, words, shared with her)
_PROMISES = (
    ("Gabriel", "bring", 2, "My guitar, to count the beats together.", True),
    ("Marta", "look", 10, "At the second draft of her ending.", True),
    ("Daniyar", "ask", 3, "The librarian, for a book on planets in Kazakh.", False),
)
# (child, who reads it, words)
_SHARED = (
    ("Zoë", "student", "Your drawing of thirds is clear. Next: label the parts."),
    ("Rosa", "student", "Your weaving drawing shows halves and fourths. Show it to Hana!"),
    ("Priya", "student", "You asked before you gave up. That was your goal."),
    ("Ishaan", "family", "Explained equal parts with an orange. Ask for it at dinner."),
)
# Goals that need somebody: overdue, stalled, without any step.
_OVERDUE, _STALLED, _WITHOUT_A_STEP = "Leila", "Malik", "Elif"
# Who asked for a turn, about what, in which words, at what time.
_TURNS = (
    ("Yusra", "goal", "I am done with two steps.", time(13, 5)),
    ("Beatriz", "project", "", time(13, 40)),
    ("Tomás", "challenge", "Can I try the hard one?", time(14, 10)),
)


def fill_kept(cast: Cast, *, day: date) -> None:
    """Open matters as of the morning of `day`; the same each time."""
    last = _last_checkins(cast)
    for called, kind, words, shared in _ROADBLOCKS:
        if checkin := last.get(called):
            block = Roadblock.objects.create(**_facts(checkin, shared=shared), kind=kind)
            _write(checkin, words, "student" if shared else "team", roadblock=block)
    for called, kind, days, words, shared in _PROMISES:
        if checkin := last.get(called):
            due_on = cast.school.calendar().after(checkin.held_on, days)
            facts = _facts(checkin, shared=shared)
            promise = Promise.objects.create(**facts, kind=kind, due_on=due_on)
            _write(checkin, words, "student" if shared else "team", promise=promise)
    for called, audience, words in _SHARED:
        if checkin := last.get(called):
            _write(checkin, words, audience)
    _quiet_goals(cast, day)
    _ask(cast, day)


def _quiet_goals(cast: Cast, day: date) -> None:
    goals, steps = Goal.objects.filter(place=1), GoalStep.objects.filter(goal__place=1)
    long_ago = cast.school.calendar().back(day, 12)
    goals.filter(student=cast.child(_OVERDUE)).update(due_on=day - timedelta(days=2))
    for called in (_STALLED, _WITHOUT_A_STEP):
        goals.filter(student=cast.child(called)).update(started_on=long_ago)
    moved = steps.filter(goal__student=cast.child(_STALLED), done_on__isnull=False)
    moved.update(done_on=long_ago)
    steps.filter(goal__student=cast.child(_WITHOUT_A_STEP)).update(done_on=None)


def _last_checkins(cast: Cast) -> dict[str, CheckIn]:
    held = CheckIn.objects.filter(section=cast.room_12).order_by("held_on", "pk")
    return {checkin.student.called: checkin for checkin in held.select_related("student")}


def _facts(checkin: CheckIn, *, shared: bool) -> dict[str, object]:
    return {
        "student": checkin.student,
        "checkin": checkin,
        "section_id": checkin.section_id,
        "school_id": checkin.school_id,
        "noted_on": checkin.held_on,
        "noted_by_id": checkin.teacher_id,
        "is_shared": shared,
    }


def _write(checkin: CheckIn, words: str, audience: str, **about: object) -> None:
    CheckInNote.objects.create(
        checkin=checkin,
        student_id=checkin.student_id,
        school_id=checkin.school_id,
        author_id=checkin.teacher_id,
        text=words,
        audience=audience,
        **about,
    )


def _ask(cast: Cast, day: date) -> None:
    """The afternoon before, some children asked for a turn."""
    yesterday = cast.school.calendar().back(day, 1)
    for called, topic, words, at in _TURNS:
        now = cast.school.at(yesterday, at)
        ask_checkin(
            student=cast.child(called), section=cast.room_12, topic=topic, words=words, now=now
        )
