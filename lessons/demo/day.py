"""Room 12's boards, picks, and the plans: for January 21, and what came before."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from checkins import services as checkins
from checkins.models import CheckIn, Plan, Slot
from checkins.places import starts_of
from checkins.services import offers
from choiceboards.library import board_templates
from choiceboards.models import Board, Kind, Pick
from choiceboards.services import Choice, PickRefused, make_board, pick
from lessons import library as days
from lessons.demo.room12 import WITHOUT_A_DEVICE
from lessons.demo.school import SPECIALIST_GOES_TO, THE_DAY, Cast
from lessons.demo.spanish import put_in_spanish
from lessons.models import Block, LessonPlan
from lessons.services import make_lesson_plan, set_state
from plc.models import User

BOARD = "fractions_in_real_life"
EARLIER_BOARDS = ("this_is_me", "energy_everywhere", "shapes_around_us")
UNPLACED = "Seun"
HELPED = "Room 17"
# Most who have no device at home never chose level 3: the opportunity mirror marks it.
LEVELS = {False: (1, 2, 2, 3), True: (1, 1, 2, 2)}
NEVER_AT_3 = WITHOUT_A_DEVICE - {"Diego", "Marta"}
# What a child says she made, by what she did; of anything else she says nothing.
MADE = {
    Kind.READ: "I read it twice and told my partner.",
    Kind.WATCH: "Three things I did not know before.",
    Kind.MAKE: "A model out of paper. Two parts move.",
    Kind.DRAW: "A poster with labels. The big one is my street.",
    Kind.SOLVE: "I found two ways. The second one is faster.",
}


def fill_day(cast: Cast, rng: Random, *, day: date) -> None:
    """Everything Room 12 has made for Personalized Learning Day by the morning of `day`."""
    _earlier_boards(cast, rng, day)
    board = _board(cast, day)
    plan = _lesson_plan(cast, board)
    _check_ins(cast, day)
    _other_classes(cast)
    _specialist(cast, day)
    if day >= THE_DAY:
        _open_the_day(cast, rng, board, plan)


def _early(cast: Cast, on: date) -> datetime:
    return cast.school.at(on, time(8, 0))


def _earlier_boards(cast: Cast, rng: Random, day: date) -> None:
    """Boards of the weeks before, put away, with what each child picked and finished."""
    for number, name in enumerate(EARLIER_BOARDS):
        on = cast.school.calendar().last_open(day - timedelta(days=14 + 13 * number))
        board = _make(cast, name, on)
        _finished_picks(cast, rng, board, on)
        Board.objects.filter(pk=board.pk).update(state=Board.State.CLOSED)


def _make(cast: Cast, name: str, on: date) -> Board:
    teacher = cast.teachers[cast.room_12.pk]
    return make_board(
        section=cast.room_12, template=board_templates()[name], by=teacher, now=_early(cast, on)
    )


def _finished_picks(cast: Cast, rng: Random, board: Board, on: date) -> None:
    tiles = list(board.activities.on_board())
    musts = [tile for tile in tiles if tile.is_must]
    others = [
        tile
        for tile in tiles
        if not tile.is_must and tile.capacity is None and tile.kind != Kind.IDEA
    ]
    began = cast.school.at(on, time(9, 15))
    rows = []
    for child in cast.students[cast.room_12.pk]:
        levels = LEVELS[child.called in NEVER_AT_3]
        chosen = rng.sample(others, board.may_pick)
        for place, tile in [(None, tile) for tile in musts] + list(enumerate(chosen, 1)):
            rows.append(
                Pick(
                    school=cast.school,
                    student=child,
                    board=board,
                    activity=tile,
                    place=place,
                    level=rng.choice(levels),
                    state=Pick.State.FINISHED,
                    product=next(iter(tile.products), ""),
                    made=MADE.get(Kind(tile.kind), ""),
                    picked_at=began,
                    started_at=began + timedelta(minutes=2),
                    worked=60 * tile.minutes,
                    finished_at=began + timedelta(minutes=2 + tile.minutes),
                )
            )
    Pick.objects.bulk_create(rows)


def _board(cast: Cast, day: date) -> Board:
    """The board of the day, open, so that students may look and pick."""
    board = _make(cast, BOARD, cast.school.calendar().back(day, 1))
    Board.objects.filter(pk=board.pk).update(state=Board.State.OPEN)
    board.state = Board.State.OPEN
    put_in_spanish(board)
    return board


def _lesson_plan(cast: Cast, board: Board) -> LessonPlan:
    template = days.template("elementary-day")
    plan = make_lesson_plan(
        section=cast.room_12,
        on=THE_DAY,
        title=template.title,
        template=template.name,
        blocks=template.blocks,
    )
    plan.blocks.filter(kind=Block.Kind.MINI_LESSON).update(
        title="Mini-lesson: equivalent fractions",
        details="With my favorite mistake to model.",
    )
    plan.blocks.filter(kind=Block.Kind.WORK).update(board=board)
    return plan


def _check_ins(cast: Cast, day: date) -> None:
    """Everyone planned, Priya first; but Seun, whose speech teacher is to be asked first."""
    now = cast.school.at(day, time(8, 25))
    plan = checkins.plan_day(
        section=cast.room_12,
        day=THE_DAY,
        minutes=3,
        gap=1,
        by=cast.teachers[cast.room_12.pk],
        now=now,
    )
    slot = plan.slots.get(student=cast.child("Priya"))
    first = plan.slots.exclude(starts_at=None).earliest("starts_at")
    if slot.starts_at is not None:
        if slot != first:
            checkins.swap(slot=slot, other=first, version=plan.version, now=now)
            plan.refresh_from_db()
            slot.refresh_from_db()
        checkins.fix(slot=slot, version=plan.version)
        plan.refresh_from_db()
    if day < THE_DAY:
        checkins.drop(slot=plan.slots.get(student=cast.child(UNPLACED)), version=plan.version)


def _other_classes(cast: Cast) -> None:
    """Every class has a plan for the day, half of them with too little time; one has help."""
    blocks = days.template("elementary-day").blocks
    last = max(number for number, block in enumerate(blocks) if block.kind == Block.Kind.WORK)
    fewer = blocks[:last] + blocks[last + 1 :]
    for number, section in enumerate(cast.sections):
        make_lesson_plan(
            section=section,
            on=THE_DAY,
            title="January 21",
            template="elementary-day",
            blocks=fewer if number % 2 else blocks,
        )
    offers.make_offer(
        section=next(section for section in cast.sections if section.name == HELPED),
        on=THE_DAY,
        kind="cover",
        adult=User.objects.get(name="Mr. Lindgren"),
        starts_at=time(11, 20),
        ends_at=time(11, 40),
    )


def _specialist(cast: Cast, day: date) -> None:
    """Ms. Abara's own minutes in another class, with whom she meets there."""
    section = next(section for section in cast.sections if section.name == SPECIALIST_GOES_TO)
    window = offers.make_offer(
        section=section,
        on=THE_DAY,
        kind="specialist",
        adult=User.objects.get(name="Ms. Abara"),
        starts_at=time(8, 50),
        ends_at=time(9, 6),
    ).window
    now = cast.school.at(day, time(8, 25))
    plan = Plan.objects.create(
        section=section, on=THE_DAY, minutes=3, gap=1, state=Plan.State.READY, made_at=now
    )
    hers = cast.students[section.pk]
    for student, start in zip(hers, starts_of(window, minutes=3, gap=1), strict=False):
        last = CheckIn.objects.filter(student=student).latest("held_on").held_on
        Slot.objects.create(
            plan=plan,
            student=student,
            window=window,
            starts_at=time(*divmod(start, 60)),
            detail={"days": (THE_DAY - last).days},
        )


def _open_the_day(cast: Cast, rng: Random, board: Board, plan: LessonPlan) -> None:
    """On the day itself the plan is ready, and most children have picked."""
    set_state(lesson_plan=plan, state=LessonPlan.State.READY)
    tiles = list(board.activities.on_board().filter(is_must=False).select_related("board"))
    tiles = [tile for tile in tiles if tile.kind != Kind.IDEA]  # an idea needs a child's own words
    now = cast.school.at(THE_DAY, time(8, 30))
    for child in cast.students[cast.room_12.pk][:20]:
        for tile in rng.sample(tiles, 2):
            try:
                pick(student=child, activity=tile, choice=Choice(level=tile.usual_level), now=now)
            except PickRefused:  # the seats are gone, as they would be on the day
                continue
