"""The student's board and tile: what she sees, picks, swaps and finishes, with and without htmx."""

import re

import pytest
from django.urls import reverse

from choiceboards.models import Activity, Board
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    EnrollmentFactory,
    PickFactory,
    SectionFactory,
    StudentFactory,
)

HTMX = {"HX-Request": "true", "HX-Target": "div#my-board"}
BOARD = reverse("my_board")


def url(name, activity):
    return reverse(name, args=[activity.key])


def choice(**changed):
    return {"level": "1", "format": "read", "product": "Marked pages", **changed}


TILE_PAGES = ["tile", "pick_tile", "put_back_tile", "start_tile", "finish_tile"]


@pytest.fixture(autouse=True)
def _nothing_to_rate(board):
    """Tests of rubrics set their own."""
    Activity.objects.update(rubric=[])


@pytest.fixture
def priya(sign_in, student):
    """The client, signed in as Priya."""
    return sign_in(student)


@pytest.fixture
def pick(priya):
    """`pick(tile)` posts the pick form as its defaults stand."""

    def post(activity, htmx=False, **changed):
        said = {
            "level": activity.usual_level,
            "format": activity.formats[0],
            "product": activity.products[0],
            **changed,
        }
        return priya.post(url("pick_tile", activity), said, headers=HTMX if htmx else {})

    return post


# --- the board ------------------------------------------------------------------------------------
def test_before_a_board_is_open_the_page_says_soon(priya, board):
    Board.objects.update(state="draft")
    response = priya.get(BOARD)
    assert response.status_code == 200
    assert "Your board opens soon." in response.text
    assert board.title not in response.text


def test_the_board_shows_nine_tiles_the_rule_and_how_much_is_done(priya, board, pick, pizza, must):
    pick(pizza)
    priya.post(url("finish_tile", pizza))

    page = priya.get(BOARD)

    tiles = page.context["shown"].tiles
    assert [tile.pin for tile in tiles] == ["done", "", "", "", "must", "", "", "", ""]
    assert "1 of 3 done" in page.text
    assert rule_on(page) == "Do the must do. Then pick 1 more."


def rule_on(page):
    """What the board asks for, as it is read."""
    said = re.search(r'<p class="muted">(.*?)</p>', page.text, re.DOTALL)
    return " ".join(re.sub(r"<.*?>", "", said[1]).split())


def test_the_board_asks_for_what_is_left_to_do(priya, board, pick, tiles, pizza, comic, must):
    said = [rule_on(priya.get(BOARD))]
    for tile in (must, pizza, comic):
        pick(tile, then="start")
        said.append(rule_on(priya.get(BOARD)))
        priya.post(url("finish_tile", tile))
        said.append(rule_on(priya.get(BOARD)))

    assert said == [
        "Do the must do. Then pick 2 you like.",
        "Do the must do. Then pick 2 you like.",
        "Pick 2 you like.",
        "Pick 1 more.",
        "Pick 1 more.",
        "You picked 2. Do what is left.",
        "You did it all. Well done!",
    ]


def test_pins_say_picked_started_done_and_full(priya, board, pick, tiles, pizza, comic, hunt):
    Activity.objects.filter(pk=hunt.pk).update(capacity=1, taken=1)
    pick(pizza)
    pick(comic, then="start")

    pins = {tile.title: tile.pin for tile in priya.get(BOARD).context["shown"].tiles}
    expected = {"The pizza problem": "mine", "Comic strip": "started", "Fraction hunt": "full"}
    assert {title: pins[title] for title in expected} == expected


def test_a_tile_shows_the_level_the_student_chose(priya, pick, pizza):
    pick(pizza, level=3)
    assert priya.get(BOARD).context["shown"].tiles[0].level_words == "Level 3"


@pytest.mark.parametrize("class_size", [1, 30])
def test_the_board_costs_the_same_for_1_and_30_classmates(
    class_size, section, board, tiles, student, sign_in, django_assert_num_queries
):
    classmates = [StudentFactory(section=section) for _number in range(class_size)]
    for child in [student, *classmates]:
        PickFactory(activity=tiles["Comic strip"], student=child, place=1)
    client = sign_in(student)

    # session, student, boards, questions, tiles, picks, profile
    with django_assert_num_queries(7):
        assert client.get(BOARD).status_code == 200


def test_of_several_open_boards_the_newest_shows_and_the_others_are_a_tap_away(
    priya, section, board, at
):
    older = BoardFactory(section=section, title="Older", made_at=board.made_at.replace(hour=1))

    newest, other = priya.get(BOARD), priya.get(reverse("my_board", args=[older.key]))

    assert newest.context["board"] == board
    assert reverse("my_board", args=[older.key]) in newest.text
    assert other.context["board"] == older


def test_a_board_of_another_class_is_not_found(priya, section):
    other = BoardFactory(section=SectionFactory(school=section.school))
    assert priya.get(reverse("my_board", args=[other.key])).status_code == 404


def test_a_board_put_away_is_not_found(priya, board, pizza):
    Board.objects.update(state="closed")
    assert priya.get(reverse("my_board", args=[board.key])).status_code == 404
    assert priya.get(url("tile", pizza)).status_code == 404
    assert priya.post(url("pick_tile", pizza), choice()).status_code == 404


# --- the tile -------------------------------------------------------------------------------------
def test_a_tile_offers_its_levels_ways_and_products_with_the_usual_chosen(priya, comic):
    form = priya.get(url("tile", comic)).context["form"]

    assert [number for number, _words in form.fields["level"].choices] == [1, 2, 3]
    assert [name for name, _words in form.fields["format"].choices] == ["draw", "talk"]
    assert (form["level"].value(), form["format"].value()) == (2, "draw")
    assert form["product"].value() == "A comic on paper"


def test_a_tile_costs_seven_statements(priya, comic, pick, pizza, django_assert_num_queries):
    pick(pizza)
    # session, student, tile with board, picks, languages, levels, last ratings
    with django_assert_num_queries(7):
        priya.get(url("tile", comic))


@pytest.mark.parametrize(
    "name",
    "tile pick_tile put_back_tile start_tile pause_tile go_on_tile finish_tile".split(),
)
@pytest.mark.parametrize("where", ["another class", "another school", "nowhere"])
def test_a_tile_that_is_not_hers_is_not_found(priya, student, name, where, section):
    sections = {
        "another class": SectionFactory(school=section.school),
        "another school": SectionFactory(),
    }
    key = "nosuchkey234"
    if where in sections:
        elsewhere = sections[where]
        key = PickFactory(
            activity__board=BoardFactory(section=elsewhere),
            student=StudentFactory(section=elsewhere),
        ).activity.key
    address = reverse(name, args=[key])
    send = priya.get if name == "tile" else priya.post
    assert send(address).status_code == 404


def test_after_leaving_the_class_its_board_is_gone(priya, student, board, pizza):
    enrollment = student.enrollments.get()
    enrollment.ends_on = "2027-01-20"
    enrollment.save()
    assert "Your board opens soon." in priya.get(BOARD).text
    assert priya.get(url("tile", pizza)).status_code == 404


# --- picking --------------------------------------------------------------------------------------
def test_a_pick_without_javascript_leads_back_to_the_board(pick, board, pizza, student):
    response = pick(pizza)
    assert (response.status_code, response.url) == (302, reverse("my_board", args=[board.key]))
    assert student.picks.get().activity == pizza


def test_a_pick_with_htmx_answers_the_fresh_board_in_one_round_trip(pick, board, pizza):
    response = pick(pizza, htmx=True)

    assert response.status_code == 200
    assert response.headers["HX-Push-Url"] == reverse("my_board", args=[board.key])
    assert response.text.lstrip().startswith('<div id="my-board"')
    assert response.text.count("You picked this") == 1
    assert "You picked The pizza problem." in response.text


def test_a_pick_with_its_board_costs_thirteen_statements(
    pick, priya, pizza, django_assert_num_queries
):
    # session, student, tile with board, levels; savepoint, own picks locked, seat, pick,
    # heartbeat, release; tiles, picks, profile
    with django_assert_num_queries(13):
        pick(pizza, htmx=True)


def test_the_browser_cannot_ask_for_another_part_of_the_page(pick, board, pizza):
    client_asks = {"HX-Request": "true", "HX-Target": "div#secret"}
    response = pick(pizza, headers=client_asks)
    assert response.status_code == 302


def test_a_full_tile_answers_kindly_and_takes_nothing(pick, pizza, student):
    Activity.objects.filter(pk=pizza.pk).update(capacity=1, taken=1)
    for htmx in (False, True):
        response = pick(pizza, htmx=htmx)
        assert response.status_code == 422
        assert "This one is full now. Pick another." in response.text
    assert not student.picks.exists()


def test_with_two_picked_the_next_tile_asks_which_one_to_give_back(
    priya, pick, student, pizza, comic, hunt
):
    pick(pizza)
    pick(comic)
    assert "You picked 2. To swap, tap one of yours." in priya.get(BOARD).text

    asked = priya.get(url("tile", hunt))
    assert "You picked 2. Give which one back?" in asked.text
    assert pick(hunt).status_code == 422
    assert pick(hunt, instead=comic.key).status_code == 302

    kept = student.picks.kept().order_by("activity__position")
    assert [row.activity.title for row in kept.select_related("activity")] == [
        "The pizza problem",
        "Fraction hunt",
    ]


def test_a_tile_that_is_not_picked_cannot_be_given_back(pick, student, pizza, comic, hunt, tiles):
    pick(pizza)
    pick(comic)
    assert pick(hunt, instead=tiles["Who ate more?"].key).status_code == 422
    assert student.picks.kept().count() == 2


def test_who_has_every_tile_is_offered_no_swap(priya, student, section):
    board = BoardFactory(section=section, rule="all", may_pick=2, shape="list")
    for number in (1, 2):
        tile = ActivityFactory(board=board, position=number)
        PickFactory(activity=tile, student=student, place=number)
    assert rule_on(priya.get(BOARD)) == "You picked 2. Do what is left."


def test_what_was_done_is_said(pick, pizza):
    assert "You picked The pizza problem." in pick(pizza, htmx=True).text
    assert "You started The pizza problem." in pick(pizza, htmx=True, then="start").text


@pytest.mark.parametrize("is_finished", [False, True])
def test_when_both_picks_are_started_no_page_offers_a_swap(
    priya, pick, pizza, comic, hunt, is_finished
):
    for tile in (pizza, comic):
        pick(tile, then="start")
        if is_finished:
            priya.post(url("finish_tile", tile))

    assert rule_on(priya.get(BOARD)) == "You picked 2. Do what is left."
    assert "You have no picks left. You started yours." in priya.get(url("tile", hunt)).text
    response = pick(hunt)
    assert response.status_code == 422
    assert "You have no picks left. You started yours." in response.text
    assert "To swap" not in response.text


def test_a_tile_is_put_back_started_and_finished_by_buttons(priya, pick, student, pizza, comic):
    def state(activity):
        return student.picks.get(activity=activity).state

    pick(pizza)
    assert priya.post(url("put_back_tile", pizza)).status_code == 302
    assert state(pizza) == "swapped"
    pick(comic)
    assert priya.post(url("start_tile", comic), headers=HTMX).status_code == 200
    assert state(comic) == "started"
    assert "I did it" in priya.get(url("tile", comic)).text
    assert priya.post(url("finish_tile", comic)).status_code == 302
    assert state(comic) == "finished"
    assert "You did this one." in priya.get(url("tile", comic)).text


def test_starting_what_is_not_picked_is_refused_in_words(priya, pizza):
    response = priya.post(url("start_tile", pizza), headers=HTMX)
    assert response.status_code == 422
    assert "Pick this one first." in response.text


def test_an_idea_needs_its_sentence(pick, student, idea):
    refused = pick(idea, words="  ")
    assert refused.status_code == 422
    assert "Tell your idea in one sentence." in refused.text

    assert pick(idea, words="Fractions in drums").status_code == 302
    assert student.picks.get().spark.words == "Fractions in drums"


@pytest.mark.parametrize(
    "changed",
    [
        {"level": "4"},
        {"level": "<script>"},
        {"level": ""},
        {"format": "nap"},
        {"product": "A" * 5000},
        {"then": "finish"},
        {"product": "nul \x00 here"},
    ],
)
def test_what_the_tile_does_not_offer_is_refused_with_422(pick, student, pizza, changed):
    assert pick(pizza, **changed).status_code == 422
    assert not student.picks.exists()


@pytest.mark.parametrize(
    "title",
    ["<script>alert(1)</script>", "لوحة الكسور ½", "🍕" * 30, "{{ 7 }} {% now %}", "' OR 1=1"],
)
def test_any_title_is_shown_as_text(priya, board, title):
    Board.objects.update(title=title)
    Activity.objects.update(title=title, directions=title)

    page = priya.get(BOARD)

    assert page.context["shown"].tiles[0].title == title
    assert "<script>alert" not in page.text
    assert '<h1 dir="auto">' in page.text


def test_a_thousand_letters_of_directions_do_not_swamp_the_board(priya, board, pizza):
    Activity.objects.filter(pk=pizza.pk).update(directions="word " * 200)
    assert priya.get(BOARD).text.count("word") < 240  # shortened on the tile, whole when read aloud
    assert priya.get(url("tile", pizza)).text.count("word ") == 200


# --- who may come in ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name",
    "tile pick_tile put_back_tile start_tile pause_tile go_on_tile finish_tile".split(),
)
def test_adults_have_no_board_of_their_own(sign_in, teacher, pizza, name):
    client = sign_in(teacher)
    assert client.get(BOARD).status_code == 403
    assert client.post(url(name, pizza)).status_code == 403


def test_strangers_are_sent_to_sign_in(client, db):
    assert client.get(BOARD).status_code == 302


@pytest.mark.parametrize("name", ["pick_tile", "put_back_tile", "start_tile", "finish_tile"])
def test_following_a_link_never_changes_a_pick(priya, pizza, name):
    assert priya.get(url(name, pizza)).status_code == 405


def test_a_classmate_sees_the_board_but_never_anothers_idea(
    sign_in, section, student, pick, idea, board
):
    pick(idea, words="canary idea")
    classmate = sign_in(StudentFactory(section=section))
    assert "canary idea" not in classmate.get(BOARD).text
    assert "canary idea" not in classmate.get(url("tile", idea)).text


def test_a_student_in_two_classes_sees_the_boards_of_both(priya, student, board):
    club = SectionFactory(school=student.school)
    EnrollmentFactory(section=club, student=student)
    second = BoardFactory(section=club)
    assert set(priya.get(BOARD).context["boards"]) == {board, second}


def test_a_board_that_is_done_says_so_and_asks_for_nothing_more(priya, student, board, tiles):
    for number, title in enumerate(("The pizza problem", "Comic strip"), start=1):
        PickFactory(activity=tiles[title], student=student, place=number, state="finished")
    assert "You picked 2. Do what is left." in priya.get(BOARD).text
    PickFactory(activity=tiles["Show what you know"], student=student, state="finished")

    page = priya.get(BOARD).text

    assert "You did it all. Well done!" in page
    assert "Then pick" not in page
    assert "3 of 3 done" in page


def test_a_tile_says_saved_only_after_something_was_sent(priya, pizza):
    page = priya.get(url("tile", pizza)).text
    assert '<span class="tag info js" hidden>' in page
