"""A board on paper: every shape printed, a sheet a student, and picks typed back."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from choiceboards import services
from choiceboards.models import Activity, Board, Level, Pick, Shape
from choiceboards.printed import level_numbers, printed
from choiceboards.services import Choice, pick, start
from tests.factories import NOW, ActivityFactory, BoardFactory, StudentFactory


@pytest.fixture
def okonkwo(sign_in, teacher):
    """The client, signed in as the teacher of Room 12."""
    return sign_in(teacher)


@pytest.fixture
def address(section, board):
    return lambda name: reverse(name, args=[section.key, board.key])


# --- what stands on a page ------------------------------------------------------------------------
def laid(shape, tiles, columns=3, courses=()):
    board = BoardFactory.build(shape=shape, rows=5, columns=columns)
    rows = ActivityFactory.build_batch(tiles, board=board)
    for position, row in enumerate(rows, start=1):
        row.position = position
        row.course = courses[position % len(courses)] if courses else ""
    return printed(board, rows, {})


@pytest.mark.parametrize(
    ("shape", "tiles", "columns", "expected"),
    [
        (Shape.GRID, 4, 2, (2, "full")),
        (Shape.GRID, 9, 3, (3, "full")),
        (Shape.GRID, 16, 4, (4, "short")),
        (Shape.GRID, 25, 5, (5, "short")),
        (Shape.LIST, 9, 3, (3, "full")),
        (Shape.LIST, 15, 3, (5, "short")),
        (Shape.PLAYLIST, 40, 3, (4, "bare")),
    ],
)
def test_each_shape_gets_the_room_it_needs(shape, tiles, columns, expected):
    whole = laid(shape, tiles, columns)
    assert (whole.columns, whole.detail) == expected
    boxes = [box for _heading, row in whole.parts for box in row]
    assert [box.number for box in boxes] == list(range(1, tiles + 1))


def test_a_menu_is_printed_by_its_courses():
    whole = laid(Shape.MENU, 9, courses=("starter", "main", "dessert"))
    assert [(heading, len(row)) for heading, row in whole.parts] == [
        ("Starter", 3),
        ("Main dish", 3),
        ("Dessert", 3),
    ]


@pytest.mark.parametrize("shape", Shape)
def test_every_shape_and_an_empty_board_print(okonkwo, address, board, shape):
    Board.objects.filter(pk=board.pk).update(shape=shape)
    Activity.objects.filter(board=board).update(course="main")
    for name in ("print_board", "print_sheets", "type_picks"):
        assert "The pizza problem" in okonkwo.get(address("print_board")).text
        assert okonkwo.get(address(name)).status_code == 200
    Activity.objects.filter(board=board).update(removed_at=NOW)
    assert "No tiles yet" in okonkwo.get(address("print_board")).text


# --- a sheet for each student ---------------------------------------------------------------------
@pytest.mark.parametrize("class_size", [1, 30])
def test_sheets_cost_the_same_for_1_and_30_students(
    okonkwo, section, address, pizza, class_size, django_assert_num_queries
):
    for _number in range(class_size):
        pick(student=StudentFactory(section=section), activity=pizza, choice=Choice(), now=NOW)

    # session, user, classes, board, tiles, levels, students, picks
    with django_assert_num_queries(8):
        page = okonkwo.get(address("print_sheets"))

    assert len(page.context["sheets"]) == class_size
    assert page.text.count('<article class="sheet') == class_size


def test_a_sheet_ticks_what_the_student_picked_and_shows_no_other_name(
    okonkwo, section, address, student, pizza, board
):
    StudentFactory(section=section, name="Bilal Aziz", called="Bilal")
    pick(student=student, activity=pizza, choice=Choice(level=2), now=NOW)

    sheets = dict(okonkwo.get(address("print_sheets")).context["sheets"])

    boxes = {box.tile.title: box for _heading, row in sheets[student].parts for box in row if box}
    assert [title for title, box in boxes.items() if box.is_mine] == ["The pizza problem"]
    assert boxes["The pizza problem"].levels == ((1, False), (2, True), (3, False))
    text = okonkwo.get(address("print_sheets")).text
    bilals, priyas = sorted(text.split("<article")[1:], key=lambda part: "Priya Raman" in part)
    assert "Bilal" not in priyas
    assert "Priya" not in bilals


@pytest.mark.parametrize(("shape", "tiles"), [(Shape.GRID, 9), (Shape.PLAYLIST, 40)])
def test_each_box_on_a_sheet_stands_beside_its_own_number_alone(
    okonkwo, section, student, shape, tiles
):
    board = BoardFactory(section=section, shape=shape, rows=3, columns=3)
    for position in range(1, tiles + 1):
        tile = ActivityFactory(board=board, position=position, kind="read")
        for number in (1, 2, 3):
            Level.objects.update_or_create(
                activity=tile, number=number, defaults={"directions": "Read."}
            )
    page = okonkwo.get(reverse("print_sheets", args=[section.key, board.key])).text
    assert re.search(r'class="box"></i> 1 <b', page)
    assert re.search(r'1<i\s+class="box"></i>\s+2<i\s+class="box"></i>\s+3<i', page)


def test_an_empty_class_gets_words_instead_of_sheets(okonkwo, address):
    for name in ("print_sheets", "type_picks"):
        assert "Nobody is in this class yet" in okonkwo.get(address(name)).text


# --- typed back -----------------------------------------------------------------------------------
def typed(client, address, rows, **sent):
    """Post a sheet: `rows` are (student, [(tile, level), ...])."""
    data = {"form_key": uuid4(), **sent}
    for student, picked in rows:
        for place, (tile, level) in enumerate(picked, start=1):
            data[f"{student.key}-tile_{place}"] = getattr(tile, "key", tile)
            data[f"{student.key}-level_{place}"] = level
    return client.post(address("type_picks"), data)


def kept(student):
    rows = Pick.objects.kept().filter(student=student).order_by("activity__title")
    return list(rows.values_list("activity__title", "level"))


def test_picks_of_28_students_are_typed_back_at_once(
    okonkwo, teacher, section, address, pizza, comic, must
):
    children = [StudentFactory(section=section) for _number in range(28)]
    rows = [(child, [(pizza, 2), (comic, ""), (must, 1)]) for child in children]

    assert typed(okonkwo, address, rows).status_code == 302

    assert Pick.objects.count() == 28 * 3
    assert kept(children[0]) == [
        ("Comic strip", comic.usual_level),
        ("Show what you know", 1),
        ("The pizza problem", 2),
    ]
    assert set(Pick.objects.values_list("entered_by", flat=True)) == {teacher.pk}


def test_a_second_post_of_the_same_sheet_changes_nothing(okonkwo, student, address, pizza):
    key = uuid4()
    typed(okonkwo, address, [(student, [(pizza, 1)])], form_key=key)
    services.put_back(student=student, activity=pizza)
    again = typed(okonkwo, address, [(student, [(pizza, 1)])], form_key=key)
    assert kept(student) == []
    assert "saved already" in okonkwo.get(again.url).text


def test_where_one_seat_is_missing_nothing_is_kept_and_the_row_is_named(
    okonkwo, section, address, pizza, comic
):
    Activity.objects.filter(pk=pizza.pk).update(capacity=1)
    amara, bilal = (StudentFactory(section=section, called=name) for name in ("Amara", "Bilal"))
    rows = [(amara, [(pizza, 1), (comic, 1)]), (bilal, [(pizza, 3)])]

    response = typed(okonkwo, address, rows)

    assert response.status_code == 422
    assert "Nothing is saved yet. Please look at: Bilal" in response.text
    assert "no seat left" in response.text
    assert not Pick.objects.exists()
    assert response.context["form"].lines[1]["level_1"].value() == "3"  # what was typed stays

    Activity.objects.filter(pk=pizza.pk).update(capacity=2)
    key = response.context["form"]["form_key"].value()
    assert typed(okonkwo, address, rows, form_key=key).status_code == 302
    assert kept(bilal) == [("The pizza problem", 3)]


def test_who_has_all_picks_is_named_with_the_way_to_move_her(
    okonkwo, section, address, tiles, pizza, comic, hunt
):
    amara, bilal = (StudentFactory(section=section, called=name) for name in ("Amara", "Bilal"))
    assert typed(okonkwo, address, [(amara, [(pizza, 1), (comic, 1)])]).status_code == 302

    response = typed(okonkwo, address, [(amara, [(hunt, 1)]), (bilal, [(hunt, 1), (hunt, 2)])])
    assert "Say which one to take back" not in response.text
    assert "new tab" not in response.text  # a slip of the pen is no reason to move anybody

    response = typed(okonkwo, address, [(amara, [(hunt, 1)]), (bilal, [(hunt, 1)])])

    assert response.status_code == 422
    assert "Amara has all picks already. Empty this line, or move a pick." in response.text
    assert "Say which one to take back" not in response.text
    ways = [f"{address('class_picks')}{child.key}/" in response.text for child in (amara, bilal)]
    assert ways == [True, False]


@pytest.mark.parametrize(
    ("picked", "words"),
    [
        ([("pizza", 1), ("pizza", 2)], "The same tile stands there twice."),
        ([("", 2)], "A level, and yet no tile."),
        ([("nothere", 1)], "Select a valid choice"),
        ([("pizza", "9")], "Select a valid choice"),
        ([("idea", 1)], "Select a valid choice"),
    ],
)
def test_a_line_that_cannot_be_is_told_in_words(
    okonkwo, student, address, pizza, idea, picked, words
):
    names = {"pizza": pizza, "idea": idea}
    picked = [(names.get(tile, tile), level) for tile, level in picked]
    response = typed(okonkwo, address, [(student, picked)])
    assert response.status_code == 422
    assert words in response.text
    assert kept(student) == []


def test_a_level_the_tile_does_not_have_is_refused(okonkwo, student, address, pizza):
    Level.objects.filter(activity=pizza, number=3).delete()
    response = typed(okonkwo, address, [(student, [(pizza, 3)])])
    assert response.status_code == 422
    assert "This tile has no such level." in response.text


@pytest.mark.parametrize("key", ["", "x"])
def test_a_sheet_without_its_key_is_not_kept(okonkwo, student, address, pizza, key):
    response = typed(okonkwo, address, [(student, [(pizza, 1)])], form_key=key)
    assert response.status_code == 422
    assert not Pick.objects.exists()


def test_what_was_started_on_the_screen_stays(okonkwo, student, address, pizza):
    pick(student=student, activity=pizza, choice=Choice(level=1), now=NOW)
    start(student=student, activity=pizza, now=NOW)
    assert typed(okonkwo, address, [(student, [(pizza, 3)])]).status_code == 302
    assert kept(student) == [("The pizza problem", 1)]


@pytest.mark.parametrize("class_size", [1, 30])
def test_the_grid_costs_the_same_for_1_and_30_students(
    okonkwo, section, address, board, class_size, django_assert_num_queries
):
    StudentFactory.create_batch(class_size, section=section)
    # session, user, classes, board, tiles, students, picks, levels
    with django_assert_num_queries(8):
        page = okonkwo.get(address("type_picks"))
    assert len(page.context["form"].lines) == class_size
    assert level_numbers(board.pk)
