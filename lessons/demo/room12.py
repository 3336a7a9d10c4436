"""Room 12, complete: profiles, goals, questions, pull-outs, and the words behind each reason."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from checkins.models import Away, HelpRequest
from goals.models import Goal, GoalStep, Reflection
from lessons.demo.school import THE_DAY, Cast
from students.models import ProfileAnswer, Spark, Student, Support

_INTERESTS = (
    "comics music cats soccer space cooking animals robots drawing bikes books games".split()
)
_STRENGTHS = "drawing explaining patterns kindness building reading questions numbers".split()
_FORMATS = "draw make talk read listen watch move".split()
_HELPS = "steps pictures quiet examples time partner".split()
_TOGETHER = "alone pair group".split()

# (title, standard, days until due, steps, steps done)
_GOALS = (
    ("I can plan the first step before I start.", "MP1", 24, 3, 1),
    ("I can show two fractions are equal in more than one way.", "4.NF.A.1", 30, 4, 3),
    ("I read for 20 minutes on 4 days.", "", 20, 4, 3),
    ("I can check my answer with a drawing.", "MP5", 18, 3, 1),
    ("I can explain my steps aloud.", "MP3", 15, 3, 2),
    ("I ask for help before I give up.", "", 25, 3, 1),
    ("I can add fractions with like denominators.", "4.NF.B.3", 28, 4, 2),
    ("I can write an ending that surprises.", "W.4.3", 22, 3, 0),
)
_STEPS = (
    "Say my plan out loud",
    "Draw what I know",
    "Teach a partner",
    "Show it on my own",
)
_SPARKS = {
    "Rosa": "Fractions in weaving patterns",
    "Priya": "I wonder if music has fractions too.",
    "Kai": "Why do submarines not get squashed?",
    "Ishaan": "Could you split a planet in equal parts?",
    "Yusra": "How do stars make numbers on a clock?",
    "Gabriel": "Is a whole note really four beats?",
}
# Ten, for smaller groups are shown nowhere.
WITHOUT_A_DEVICE = frozenset("Amara Diego Emeka Jayden Leila Lucía Marta Rosa Samir Yusra".split())


def fill_room_12(cast: Cast, rng: Random, *, day: date) -> None:
    """What the teacher of Room 12 and her 28 students have written so far."""
    children = cast.students[cast.room_12.pk]
    now = cast.school.at(day, time(8, 20))
    without = [child.pk for child in children if child.called in WITHOUT_A_DEVICE]
    Student.objects.filter(pk__in=without).update(has_device=False)
    _profiles(children, rng, now)
    _goals(cast, children, rng, day)
    _words(cast, day, now)
    _pull_outs(cast)
    _supports(cast, now)


def _profiles(children: list[Student], rng: Random, now: datetime) -> None:
    answered = now - timedelta(days=30)
    rows = []
    for child in children:
        answers = {
            "interests": rng.sample(_INTERESTS, 3),
            "strengths": rng.sample(_STRENGTHS, 2),
            "languages": sorted({child.home_language, "English"}),
            "formats": rng.sample(_FORMATS, 2),
            "needs": rng.sample(_HELPS, 1),
            "together": rng.sample(_TOGETHER, 1),
        }
        rows += [
            ProfileAnswer(
                school_id=child.school_id,
                student=child,
                card=card,
                choices=choices,
                answered_at=answered,
            )
            for card, choices in answers.items()
        ]
    ProfileAnswer.objects.bulk_create(rows)


def _goals(cast: Cast, children: list[Student], rng: Random, day: date) -> None:
    teacher = cast.teachers[cast.room_12.pk]
    for place, child in enumerate(children):
        chosen = [_GOALS[place % len(_GOALS)], _GOALS[(place + 3) % len(_GOALS)]]
        for number, (title, standard, due_in, steps, done) in enumerate(chosen[: 1 + place % 2], 1):
            goal = Goal(
                school=cast.school,
                student=child,
                title=title,
                standard=standard,
                started_on=day - timedelta(days=25 if done else 6),
                due_on=day + timedelta(days=due_in),
                place=number,
                written_by=teacher,
            )
            if child.called == "Bilal":
                goal.title, goal.due_on = _GOALS[4][0], THE_DAY + timedelta(days=1)
            goal.save()
            _steps(goal, steps, done, day, rng)


def _steps(goal: Goal, steps: int, done: int, day: date, rng: Random) -> None:
    GoalStep.objects.bulk_create(
        GoalStep(
            school_id=goal.school_id,
            goal=goal,
            position=position,
            text=_STEPS[position - 1],
            done_on=day - timedelta(days=rng.randint(1, 4)) if position <= done else None,
        )
        for position in range(1, steps + 1)
    )


def _words(cast: Cast, day: date, now: datetime) -> None:
    """Questions, moods and one raised hand: each is somebody's reason for a check-in."""
    calendar = cast.school.calendar()
    yesterday = calendar.back(day, 1)
    for called, words in _SPARKS.items():
        Spark.objects.create(
            student=cast.child(called), words=words, said_at=now - timedelta(days=2)
        )
    for called, mood in (("Hana", "tricky"), ("Priya", "good"), ("Marta", "easy")):
        Reflection.objects.create(
            student=cast.child(called),
            on=yesterday,
            mood=mood,
            said_at=cast.school.at(yesterday, time(14, 0)),
        )
    HelpRequest.objects.create(
        section=cast.room_12,
        student=cast.child("Priya"),
        reason="stuck",
        words="Where do I start?",
        asked_at=cast.school.at(yesterday, time(13, 10)),
    )


def _pull_outs(cast: Cast) -> None:
    """Who is elsewhere, every week."""
    speech = (time(10, 35), time(11, 15), "the speech teacher")
    band = (time(10, 30), time(11, 15), "band practice")
    for called, (starts_at, ends_at, where) in (("Seun", speech), ("Diego", band)):
        Away.objects.bulk_create(
            Away(
                school=cast.school,
                student=cast.child(called),
                weekday=weekday,
                starts_at=starts_at,
                ends_at=ends_at,
                where=where,
            )
            for weekday in (1, 3)
        )


def _supports(cast: Cast, now: datetime) -> None:
    teacher = cast.teachers[cast.room_12.pk]
    for called, supports in (
        ("Priya", ("Read aloud", "Step cards", "Extra time")),
        ("Minh Anh", ("Picture cards",)),
        ("Seun", ("Speech practice on Tuesdays and Thursdays",)),
    ):
        for text in supports:
            Support.objects.create(
                student=cast.child(called), text=text, written_by=teacher, written_at=now
            )
