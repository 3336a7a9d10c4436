"""Kits and materials of a board: how many are needed, who needs one, on paper."""

import pytest
from django.urls import reverse

from choiceboards import services
from choiceboards.kits import kit_list
from choiceboards.models import Activity, Board, Pick
from choiceboards.reports import who_picked
from choiceboards.services import Choice, finish, pick, start
from tests.factories import (
    NOW,
    TODAY,
    ActivityFactory,
    BoardFactory,
    EnrollmentFactory,
    PickFactory,
    StudentFactory,
)


@pytest.fixture
def okonkwo(sign_in, teacher):
    """The client, signed in as the teacher of Room 12."""
    return sign_in(teacher)


@pytest.fixture
def address(section, board):
    return reverse("kit_list", args=[section.key, board.key])


@pytest.fixture
def plain(section):
    """A board of Room 12 with two choices and no tile yet."""
    return BoardFactory(section=section, state=Board.State.OPEN, may_pick=2)


def tile(board, position, **fields):
    made = ActivityFactory(board=board, position=position, **fields)
    made.board = board
    return made


def listed(board):
    return kit_list(board, who_picked(board, list(board.activities.on_board()), TODAY))


def of(things):
    """Things as {words: ([(name, number), ...], at most how many more)}."""
    return {
        thing.words: ([(need.student.called, need.number) for need in thing.needs], thing.more)
        for thing in things
    }


def named(section, *names):
    return [StudentFactory(section=section, name=f"{name} A", called=name) for name in names]


def pick_all(students, *tiles):
    for child in students:
        for one in tiles:
            pick(student=child, activity=one, choice=Choice(), now=NOW)


# --- who needs what -------------------------------------------------------------------------------
def test_whoever_picked_needs_one_until_finished(plain, section):
    amara, bilal, chen = named(section, "Amara", "Bilal", "Chen")
    strips = tile(plain, 1, kit=["Six strips"])
    pick_all([amara, bilal, chen], strips)
    start(student=bilal, activity=strips, now=NOW)
    finish(student=chen, activity=strips, now=NOW)

    found = listed(plain)

    assert of(found.kit) == {"Six strips": ([("Amara", 1), ("Bilal", 1)], 0)}
    assert [(row.student, row.things) for row in found.packing] == [
        (amara, (("Six strips", 1),)),
        (bilal, (("Six strips", 1),)),
    ]


def test_a_put_back_pick_and_a_student_who_left_need_nothing(plain, section):
    (amara,) = named(section, "Amara")
    strips = tile(plain, 1, kit=["Six strips"], capacity=2)
    pick_all([amara], strips)
    services.put_back(student=amara, activity=strips)
    PickFactory(activity=strips, student=StudentFactory(school=section.school), place=1)
    assert of(listed(plain).kit) == {"Six strips": ([], 1)}


def test_a_must_do_is_everybodys_before_anyone_opens_it(plain, section):
    amara, bilal, _chen = named(section, "Amara", "Bilal", "Chen")
    check = tile(plain, 1, kit=["A ruler"], is_must=True)
    pick_all([amara, bilal], check)
    finish(student=bilal, activity=check, now=NOW)
    assert of(listed(plain).kit) == {"A ruler": ([("Amara", 1), ("Chen", 1)], 0)}
    assert not listed(plain).kit[0].is_for_all

    Pick.objects.update(state="started")
    assert listed(plain).kit[0].is_for_all


def test_the_same_kit_on_two_tiles_is_one_thing_and_two_for_whoever_has_both(plain, section):
    amara, bilal = named(section, "Amara", "Bilal")
    first = tile(plain, 1, kit=["A ruler", "Glue"])
    second = tile(plain, 2, kit=[" a Ruler "])
    pick_all([amara, bilal], first)
    pick_all([amara], second)

    found = listed(plain)

    assert of(found.kit) == {
        "A ruler": ([("Amara", 2), ("Bilal", 1)], 1),
        "Glue": ([("Amara", 1), ("Bilal", 1)], 0),
    }
    assert found.kit[0].needed == 3
    assert found.kit[0].tiles == (first, second)
    assert [row.things for row in found.packing] == [
        (("A ruler", 2), ("Glue", 1)),
        (("A ruler", 1), ("Glue", 1)),
    ]


# --- before they pick: how many at most -----------------------------------------------------------
@pytest.mark.parametrize(
    ("tiles", "expected"),
    [
        ([{}], 5),  # the class
        ([{"capacity": 3}], 3),  # the seats
        ([{}, {}], 10),  # two choices each
        ([{}, {}, {}], 10),  # and no more than two
        ([{"capacity": 1}, {}, {"capacity": 2}], 8),
        ([{"is_closed": True}, {"capacity": 4}], 4),
    ],
)
def test_before_picks_the_seats_and_the_class_say_how_many_at_most(plain, section, tiles, expected):
    StudentFactory.create_batch(5, section=section)
    for position, fields in enumerate(tiles, start=1):
        tile(plain, position, kit=["A ruler"], **fields)
    assert of(listed(plain).kit) == {"A ruler": ([], expected)}


def test_picks_made_take_from_what_may_still_be_asked_for(plain, section):
    amara, _bilal = named(section, "Amara", "Bilal")
    strips, *others = (tile(plain, n, kit=["Strips"] if n == 1 else []) for n in (1, 2, 3))
    pick_all([amara], *others)  # both of her choices
    assert of(listed(plain).kit) == {"Strips": ([], 1)}
    services.put_back(student=amara, activity=others[0])
    assert of(listed(plain).kit) == {"Strips": ([], 2)}
    pick_all([amara], strips)
    assert of(listed(plain).kit) == {"Strips": ([("Amara", 1)], 1)}


def test_a_board_put_away_asks_only_for_what_is_under_way(plain, section):
    (amara, _bilal) = named(section, "Amara", "Bilal")
    strips = tile(plain, 1, kit=["Strips"])
    tile(plain, 2, kit=["Glue"])
    pick_all([amara], strips)
    plain.state = Board.State.CLOSED
    assert of(listed(plain).kit) == {"Strips": ([("Amara", 1)], 0)}


def test_a_tile_taken_off_is_packed_for_whoever_still_has_it(plain, section):
    amara, _bilal = named(section, "Amara", "Bilal")
    strips = tile(plain, 1, kit=["Strips"], materials="A table")
    pick_all([amara], strips)
    Activity.objects.filter(pk=strips.pk).update(removed_at=NOW, is_must=True)
    found = listed(plain)
    assert of(found.kit) == {"Strips": ([("Amara", 1)], 0)}
    assert of(found.materials) == {"A table": ([("Amara", 1)], 0)}


# --- materials ------------------------------------------------------------------------------------
def test_materials_stand_as_they_are_written_and_are_not_packed(plain, section):
    amara, _bilal = named(section, "Amara", "Bilal")
    paper = tile(plain, 1, materials="Paper, crayons")
    tile(plain, 2, materials="  ")
    pick_all([amara], paper)
    found = listed(plain)
    assert of(found.materials) == {"Paper, crayons": ([("Amara", 1)], 1)}
    assert (found.kit, found.packing) == ((), ())


def test_whoever_started_before_an_edit_keeps_the_materials_she_was_shown(plain, section):
    amara, bilal = named(section, "Amara", "Bilal")
    paper = tile(plain, 1, materials="Paper")
    pick_all([amara, bilal], paper)
    start(student=amara, activity=paper, now=NOW)
    Activity.objects.filter(pk=paper.pk).update(materials="Cloth")
    assert of(listed(plain).materials) == {
        "Cloth": ([("Bilal", 1)], 0),
        "Paper": ([("Amara", 1)], 0),
    }


# --- the page -------------------------------------------------------------------------------------
@pytest.mark.parametrize("class_size", [1, 30])
def test_the_list_costs_the_same_for_1_and_30_students(
    okonkwo, section, address, hunt, comic, class_size, django_assert_num_queries
):
    Activity.objects.filter(pk__in=[hunt.pk, comic.pk]).update(kit=["Six strips", "Glue"])
    for _number in range(class_size):
        pick_all([StudentFactory(section=section)], hunt, comic)

    with django_assert_num_queries(7):  # session, user, classes, board, tiles, students, picks
        page = okonkwo.get(address)

    assert len(page.context["kits"].packing) == class_size
    assert page.context["kits"].kit[0].needed == 2 * class_size


def test_the_list_names_students_and_has_a_box_for_each_thing(okonkwo, section, address, hunt):
    amara, bilal = named(section, "Amara", "Bilal")
    StudentFactory(section=section, name="Chen B", called="Chen")
    Activity.objects.filter(pk=hunt.pk).update(kit=["Six <b>strips</b>"], materials="")
    pick_all([amara, bilal], hunt)

    text = " ".join(okonkwo.get(address).text.split())

    to_gather, packing = text.split('id="pack"')
    row = '<i class="box"></i> <bdi>Six &lt;b&gt;strips&lt;/b&gt;</bdi>'
    assert row in to_gather
    assert "and at most 1 more" in to_gather
    assert packing.count(row) == 2
    assert "Amara A" in packing
    assert "Chen" not in packing


@pytest.mark.parametrize("asked", [{"kit": ["Glue"]}, {"materials": "Glue"}])
def test_a_board_that_asks_for_nothing_more_says_so(okonkwo, section, address, board, asked):
    Activity.objects.filter(board=board).update(kit=[], materials="")
    assert "Nothing to hand out" in okonkwo.get(address).text
    Activity.objects.filter(board=board).update(**asked)
    assert "Nothing left to hand out" in okonkwo.get(address).text  # nobody is in the class
    StudentFactory(section=section)
    assert "To gather" in okonkwo.get(address).text


def test_a_thousand_students_and_every_name_of_the_kit_are_listed(okonkwo, section, address, hunt):
    kit = [f"{number:02} " + "ж" * 77 for number in range(20)]
    Activity.objects.exclude(pk=hunt.pk).update(kit=[])
    Activity.objects.filter(pk=hunt.pk).update(kit=kit)
    children = StudentFactory.create_batch(1000, school=section.school)
    for child in children:
        EnrollmentFactory(section=section, student=child)
        PickFactory(activity=hunt, student=child, place=1)

    page = okonkwo.get(address)

    assert [thing.needed for thing in page.context["kits"].kit] == [1000] * 20
    assert len(page.context["kits"].packing) == 1000
    assert page.text.count(kit[-1]) == 1001


def test_the_class_view_leads_to_it(okonkwo, section, board, address):
    page = okonkwo.get(reverse("class_picks", args=[section.key, board.key]))
    assert f'href="{address}"' in page.text
