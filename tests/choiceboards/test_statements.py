"""What a page costs in statements: as many for 30 students as for one.

Everything grows at once: students with their picks, ideas and needs, tiles with their levels and
languages, boards, questions and votes.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from choiceboards.family import token_of
from choiceboards.models import Board, Vote
from choiceboards.services import Choice, Outcome, finish, pick
from choiceboards.urls import urlpatterns
from tests.factories import (
    NOW,
    TODAY,
    ActivityFactory,
    BoardFactory,
    BoardTextFactory,
    LevelFactory,
    PollFactory,
    ProfileAnswerFactory,
    SparkFactory,
    StudentFactory,
    SupportFactory,
    TileTextFactory,
)
from tests.test_access import our_addresses

PARAMETERS = dict(our_addresses())
PLACES = 25
# By the name of the address and what is asked of it: who looks, and the statements. Of a teacher's
# three are her session, herself and her classes.
TEACHER, PUPIL, FAMILY = "teacher", "student", "nobody"
COSTS = {
    "boards": (TEACHER, 7),
    "new_board": (TEACHER, 3),
    "board_from_file": (TEACHER, 3),
    "copy_board": (TEACHER, 5),
    "board": (TEACHER, 7),
    "save_board_file": (TEACHER, 8),
    "print_board": (TEACHER, 5),
    "print_sheets": (TEACHER, 8),
    "type_picks": (TEACHER, 8),
    "kit_list": (TEACHER, 7),
    "edit_board": (TEACHER, 6),
    "new_board_text": (TEACHER, 5),
    "edit_board_text": (TEACHER, 5),
    "check_board": (TEACHER, 12),
    "board_paths": (TEACHER, 6),
    "new_tile": (TEACHER, 5),
    "edit_tile": (TEACHER, 9),
    "new_text": (TEACHER, 7),
    "edit_text": (TEACHER, 7),
    "class_picks": (TEACHER, 7),
    "class_picks?by=student": (TEACHER, 7),
    "class_picks?by=after": (TEACHER, 7),
    "place_student": (TEACHER, 8),
    "board_ideas": (TEACHER, 7),
    "pick_groups": (TEACHER, 8),
    "family_link": (TEACHER, 5),
    "family_link?in=es": (TEACHER, 8),
    "opportunity_mirror": (TEACHER, 8),
    "polls": (TEACHER, 5),
    "new_poll": (TEACHER, 3),
    "poll": (TEACHER, 6),
    "spark_tile": (TEACHER, 7),
    "student_picks": (TEACHER, 7),
    "my_board": (PUPIL, 7),
    "my_made": (PUPIL, 4),
    "tile": (PUPIL, 6),
    "my_poll": (PUPIL, 6),
    "family_board": (FAMILY, 6),
    "family_board?in=es": (FAMILY, 6),
}


@pytest.fixture
def room(section, teacher, board, tiles, pizza, idea, student):
    """`room(30)`: Room 12 with so much of everything; what its addresses name."""

    def grown(size):
        Board.objects.filter(pk=board.pk).update(rows=5, columns=5)
        for position in range(len(tiles) + 1, min(PLACES, len(tiles) + size) + 1):
            tile = ActivityFactory(board=board, position=position, title=f"Tile {position}")
            LevelFactory(activity=tile)
            TileTextFactory(activity=tile)
        TileTextFactory(activity=pizza)
        for language in ("es", "fr", "uk")[: size + 1]:
            BoardTextFactory(board=board, language=language)
        poll = PollFactory(section=section, made_by=teacher, answers=size + 1)
        children = [student, *StudentFactory.create_batch(size - 1, section=section)]
        for child in children:
            _lives(child, teacher, pizza, idea)
        _votes(poll, children)
        for number in range(size):
            BoardFactory(section=section, made_by=teacher, title=f"Board {number}", state="draft")
            PollFactory(section=section, made_by=teacher, answers=2)
        return {
            "class_key": section.key,
            "board_key": board.key,
            "activity_key": pizza.key,
            "language": "es",
            "student_key": student.key,
            "spark_key": SparkFactory(student=student).key,
            "poll_key": poll.key,
            "token": token_of(board, teacher, TODAY),
        }

    return grown


def _lives(child, teacher, *picked):
    """She needs something, knows what she likes, picked, and did the last tile."""
    SupportFactory(student=child, barrier="reading", written_by=teacher)
    for card, choice in (("needs", "quiet"), ("interests", "comics"), ("formats", "draw")):
        ProfileAnswerFactory(student=child, card=card, choices=[choice])
    for tile in picked:
        pick(student=child, activity=tile, choice=Choice(words="A song"), now=NOW)
    made = Outcome(ratings=(3,), made="A song", link="https://example.org/song")
    finish(student=child, activity=picked[-1], now=NOW, outcome=made)


def _votes(poll, children):
    options = list(poll.options.all())
    Vote.objects.bulk_create(
        Vote(
            school_id=poll.school_id,
            poll=poll,
            option=options[place % len(options)],
            student=child,
            voted_at=NOW,
        )
        for place, child in enumerate(children)
    )


def address(what, keys):
    name, _mark, query = what.partition("?")
    return f"{reverse(name, kwargs={key: keys[key] for key in PARAMETERS[name]})}?{query}"


@pytest.mark.parametrize("size", [1, 30])
def test_every_page_costs_the_same_for_1_and_30_of_everything(
    client, sign_in, teacher, student, room, size
):
    keys, counted = room(size), {}
    for who, person in ((FAMILY, None), (TEACHER, teacher), (PUPIL, student)):
        visitor = sign_in(person) if person else client
        for what in (what for what, (whose, _number) in COSTS.items() if whose == who):
            with CaptureQueriesContext(connection) as seen:
                assert visitor.get(address(what, keys)).status_code == 200, what
            counted[what] = (who, len(seen))
    assert counted == COSTS


def test_every_page_of_boards_and_questions_has_its_cost(sign_in, teacher, student, room):
    keys = room(1)
    others = {route.name for route in urlpatterns} - {what.partition("?")[0] for what in COSTS}
    assert {"pick_tile", "close_poll"} <= others
    for person in (teacher, student):
        client = sign_in(person)
        others -= {name for name in others if client.get(address(name, keys)).status_code == 405}
    assert others == set()
