"""The teacher's boards: made from a template, opened, printed, and watched live."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from choiceboards.forms.teacher import StateForm
from choiceboards.models import Activity, Board
from choiceboards.services import Choice, pick
from tests.factories import NOW, BoardFactory, PickFactory, StudentFactory

POLL = {"HX-Request": "true", "HX-Target": "section#who-picked"}


@pytest.fixture
def okonkwo(sign_in, teacher):
    """The client, signed in as the teacher of Room 12."""
    return sign_in(teacher)


@pytest.fixture
def address(section, board):
    """`address("edit_tile", tile.key)` in Room 12; board pages get the board's key."""

    def of(name, *keys):
        first = [] if name in {"boards", "new_board"} else [board.key]
        return reverse(name, args=[section.key, *first, *keys])

    return of


# --- the list -------------------------------------------------------------------------------------
def test_without_a_board_the_page_says_what_to_do(okonkwo, section):
    page = okonkwo.get(reverse("boards", args=[section.key]))
    assert "No board yet" in page.text
    assert reverse("new_board", args=[section.key]) in page.text


@pytest.mark.parametrize(("number", "shown"), [(1, 1), (30, 30), (1000, 30)])
def test_the_list_costs_the_same_for_1_30_and_1000_boards(
    okonkwo, section, teacher, number, shown, django_assert_num_queries
):
    rows = BoardFactory.build_batch(number, section=section, school=section.school, made_by=teacher)
    Board.objects.bulk_create(rows)

    # session, user, classes, number of boards, boards, who picked, number of students
    with django_assert_num_queries(7):
        page = okonkwo.get(reverse("boards", args=[section.key]))

    assert len(page.context["rows"]) == shown


def test_the_list_says_how_many_students_picked(okonkwo, section, board, tiles, student, pizza):
    StudentFactory(section=section)
    PickFactory(activity=pizza, student=student, place=1)
    PickFactory(activity=tiles["Comic strip"], student=student, place=2)
    PickFactory(activity=pizza, student=StudentFactory(section=section), state="swapped")

    page = okonkwo.get(reverse("boards", args=[section.key]))

    assert page.context["rows"] == [(board, 1)]
    assert "1 of 3 students picked" in page.text


# --- a new board ----------------------------------------------------------------------------------
def new_board(client, section, **changed):
    said = {"template": "fractions_in_real_life", "title": "", "key": uuid4(), **changed}
    return client.post(reverse("new_board", args=[section.key]), said)


def test_the_boards_for_the_class_s_grade_come_first(okonkwo, section):
    page = okonkwo.get(reverse("new_board", args=[section.key]))
    grades = [template.grades for template in page.context["templates"]]
    assert grades[:6] == ["3-5"] * 5 + ["K-2"]


def test_a_new_board_is_a_draft_with_the_template_s_tiles(okonkwo, section, teacher):
    response = new_board(okonkwo, section, title="Sharing food")

    made = Board.objects.get()
    assert response.url == reverse("board", args=[section.key, made.key])
    assert (made.title, made.state, made.made_by) == ("Sharing food", "draft", teacher)
    assert made.activities.count() == 9
    assert made.activities.get(position=1).levels.count() == 3


def test_a_second_click_leads_to_the_board_of_the_first(okonkwo, section):
    key = uuid4()
    first, second = (new_board(okonkwo, section, key=key) for _click in range(2))
    assert first.url == second.url
    assert Board.objects.count() == 1


@pytest.mark.parametrize(
    "changed", [{"template": "nothing"}, {"template": ""}, {"title": "t" * 81}, {"key": "x"}]
)
def test_a_new_board_that_cannot_be_is_refused_in_words(okonkwo, section, changed):
    response = new_board(okonkwo, section, **changed)
    assert response.status_code == 422
    assert 'id="form-errors"' in response.text
    assert not Board.objects.exists()


# --- the board ------------------------------------------------------------------------------------
def test_the_board_names_who_picked_what_and_who_has_not(okonkwo, section, address, pizza, must):
    amara, bilal = (StudentFactory(section=section, called=name) for name in ("Amara", "Bilal"))
    pick(student=amara, activity=pizza, choice=Choice(), now=NOW)
    pick(student=bilal, activity=must, choice=Choice(), now=NOW)

    who = okonkwo.get(address("board")).context["who"]

    assert [one.student for one in who.tiles[0].picked] == [amara]
    assert who.without == (bilal,)
    assert (who.chosen, who.students) == (1, 2)


@pytest.mark.parametrize("class_size", [1, 30])
def test_the_board_costs_the_same_for_1_and_30_students(
    okonkwo, section, address, pizza, idea, class_size, django_assert_num_queries
):
    for _number in range(class_size):
        child = StudentFactory(section=section)
        pick(student=child, activity=pizza, choice=Choice(), now=NOW)
        pick(student=child, activity=idea, choice=Choice(words="Drums"), now=NOW)

    # session, user, classes, board, tiles, students, picks with ideas
    with django_assert_num_queries(7):
        page = okonkwo.get(address("board"))

    assert page.context["who"].chosen == class_size


def test_a_poll_costs_nothing_while_nothing_changed(
    okonkwo, section, address, student, pizza, django_assert_num_queries
):
    first = okonkwo.get(address("board"), headers=POLL)
    assert re.match(r'\s*<section\s+class="card flush"\s+id="who-picked"', first.text)
    etag = first.headers["ETag"]

    with django_assert_num_queries(3):  # session, user, classes
        again = okonkwo.get(address("board"), headers={**POLL, "If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")

    pick(student=student, activity=pizza, choice=Choice(), now=NOW)
    changed = okonkwo.get(address("board"), headers={**POLL, "If-None-Match": etag})
    assert changed.status_code == 200
    assert "Priya" in changed.text


def test_the_page_starts_its_poll_with_the_tag_of_what_it_shows(okonkwo, address):
    page = okonkwo.get(address("board"))
    tag = page.context["etag"]
    again = okonkwo.get(address("board"), headers={**POLL, "If-None-Match": tag})
    assert again.status_code == 304


@pytest.mark.parametrize(("said", "state"), [("closed", "closed"), ("open", "open")])
def test_a_board_is_opened_and_put_away(okonkwo, board, address, said, state):
    assert okonkwo.post(address("set_board_state"), {"state": said}).status_code == 302
    assert Board.objects.get(pk=board.pk).state == state


def test_opening_a_board_keeps_what_a_colleague_saved_since_it_was_read(board):
    form = StateForm({"state": "closed"}, instance=board)
    Board.objects.filter(pk=board.pk).update(title="Hers", version=7)
    assert form.is_valid()
    form.save()
    board.refresh_from_db()
    assert (board.state, board.title, board.version) == ("closed", "Hers", 7)


def test_a_state_that_is_none_changes_nothing(okonkwo, board, address):
    okonkwo.post(address("set_board_state"), {"state": "deleted"})
    assert Board.objects.get(pk=board.pk).state == "open"


# --- on paper ---------------------------------------------------------------------------------
def test_the_board_prints_with_a_box_on_each_tile(okonkwo, address):
    page = okonkwo.get(address("print_board"))
    assert page.text.count("<rect") == 9
    assert "print-wide" in page.text


# --- who may come in ------------------------------------------------------------------------------
PAGES = ["boards", "new_board", "board", "print_board", "edit_board", "new_tile", "edit_tile"]
POSTS = ["set_board_state", "undo_board", "move_tile", "copy_tile", "remove_tile"]


def keys_for(name, pizza):
    return [pizza.key] if name in {"edit_tile", "move_tile", "copy_tile", "remove_tile"} else []


@pytest.mark.parametrize("name", PAGES + POSTS)
@pytest.mark.parametrize("who", ["stranger", "other_teacher", "specialist", "school_admin"])
def test_a_class_one_does_not_teach_is_not_found(request, sign_in, address, pizza, name, who):
    client = sign_in(request.getfixturevalue(who))
    send = client.post if name in POSTS else client.get
    assert send(address(name, *keys_for(name, pizza))).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_a_co_teacher_opens_every_page(sign_in, coteacher, address, pizza, name):
    client = sign_in(coteacher)
    assert client.get(address(name, *keys_for(name, pizza))).status_code == 200


@pytest.mark.parametrize("name", PAGES + POSTS)
def test_students_are_not_allowed_in(sign_in, student, address, pizza, name):
    client = sign_in(student)
    send = client.post if name in POSTS else client.get
    assert send(address(name, *keys_for(name, pizza))).status_code == 403


def test_a_board_of_another_class_is_not_found_through_ones_own(okonkwo, section, pizza):
    foreign = BoardFactory()
    assert okonkwo.get(reverse("board", args=[section.key, foreign.key])).status_code == 404
    address = reverse("edit_tile", args=[section.key, foreign.key, pizza.key])
    assert okonkwo.get(address).status_code == 404


@pytest.mark.parametrize("title", ["<img src=x onerror=alert(1)>", "\u200fמימין לשמאל", "🎲" * 40])
def test_any_title_is_shown_as_text(okonkwo, board, address, pizza, title):
    Board.objects.update(title=title)
    Activity.objects.update(title=title[:60])
    for name in PAGES:
        page = okonkwo.get(address(name, *keys_for(name, pizza)))
        assert page.status_code == 200
        assert "<img src=x" not in page.text
