"""The class at a board: who picked what, a student moved by hand, ideas answered, groups."""

from datetime import timedelta

import pytest
from django.urls import reverse

from choiceboards import services
from choiceboards.models import Activity, Pick
from choiceboards.services import Choice, pick, start
from students.models import Spark
from tests.factories import NOW, PickFactory, ProfileAnswerFactory, StudentFactory

REGION = {"HX-Request": "true", "HX-Target": "div#class-picks"}


@pytest.fixture
def okonkwo(sign_in, teacher):
    """The client, signed in as the teacher of Room 12."""
    return sign_in(teacher)


@pytest.fixture
def address(section, board):
    """`address("close_tile", tile.key)` on Room 12's board."""
    return lambda name, *keys: reverse(name, args=[section.key, board.key, *keys])


def picks(student):
    """The student's kept picks: (tile, state)."""
    kept = Pick.objects.kept().filter(student=student)
    return sorted(kept.values_list("activity__title", "state"))


# --- who picked what ------------------------------------------------------------------------------
@pytest.mark.parametrize("by", ["tile", "student", "after", "nonsense"])
@pytest.mark.parametrize("class_size", [1, 30])
def test_the_page_costs_the_same_for_1_and_30_students(
    okonkwo, section, address, pizza, comic, by, class_size, django_assert_num_queries
):
    for _number in range(class_size):
        child = StudentFactory(section=section)
        for tile in (pizza, comic):
            pick(student=child, activity=tile, choice=Choice(), now=NOW)

    with django_assert_num_queries(7):  # session, user, classes, board, tiles, students, picks
        page = okonkwo.get(address("class_picks"), {"by": by})

    assert page.context["who"].chosen == class_size


def test_each_pick_says_its_state_its_level_and_its_way(okonkwo, section, address, pizza):
    priya, amara = (StudentFactory(section=section, called=name) for name in ("Priya", "Amara"))
    StudentFactory(section=section, called="Bilal")
    pick(student=priya, activity=pizza, choice=Choice(level=2, format="draw"), now=NOW)
    start(student=priya, activity=pizza, now=NOW)
    services.pause(student=priya, activity=pizza, now=NOW)
    pick(student=amara, activity=pizza, choice=Choice(level=3), now=NOW)

    page = okonkwo.get(address("class_picks"), {"by": "student"})

    rows = {row.student.called: row for row in page.context["who"].by_student}
    shown = [(one.activity.title, one.pick.state, one.how) for one in rows["Priya"].picked]
    assert shown == [("The pizza problem", "paused", "Level 2 · Draw")]
    assert [child.called for child in page.context["who"].without] == ["Bilal"]
    assert page.text.count("No pick yet") == 1
    assert "Paused · Level 2 · Draw" in page.text


def test_nobody_without_a_pick_is_named_when_all_have_one(okonkwo, section, address, pizza):
    pick(student=StudentFactory(section=section), activity=pizza, choice=Choice(), now=NOW)
    assert "No pick yet" not in okonkwo.get(address("class_picks")).text


def test_a_tile_taken_off_the_board_stays_while_somebody_has_it(
    okonkwo, section, address, pizza, comic
):
    pick(student=StudentFactory(section=section), activity=pizza, choice=Choice(), now=NOW)
    Activity.objects.filter(pk__in=[pizza.pk, comic.pk]).update(removed_at=NOW)

    page = okonkwo.get(address("class_picks"))

    titles = [row.activity.title for row in page.context["who"].tiles]
    assert titles.count("The pizza problem") == 1
    assert "Comic strip" not in titles
    assert "Taken off the board" in page.text


def test_students_who_left_are_not_counted(okonkwo, section, address, pizza):
    PickFactory(activity=pizza, student=StudentFactory(school=section.school), place=1)
    who = okonkwo.get(address("class_picks")).context["who"]
    assert (who.students, who.picks) == (0, [])


def test_nothing_is_sent_while_nothing_changed(okonkwo, section, address, pizza, student):
    first = okonkwo.get(address("class_picks"), headers=REGION)
    known = {**REGION, "If-None-Match": first.headers["ETag"]}
    assert okonkwo.get(address("class_picks"), headers=known).status_code == 304
    assert okonkwo.get(f"{address('class_picks')}?by=student", headers=known).status_code == 200

    pick(student=student, activity=pizza, choice=Choice(), now=NOW)

    fresh = okonkwo.get(address("class_picks"), headers=known)
    assert fresh.status_code == 200
    assert "<html" not in fresh.text
    assert student.called in fresh.text


def test_after_the_lesson_what_was_chosen_and_finished_is_counted(
    okonkwo, section, address, pizza, comic
):
    for number in range(3):
        child = StudentFactory(section=section)
        pick(student=child, activity=pizza, choice=Choice(level=2, format="draw"), now=NOW)
        if number:
            services.finish(student=child, activity=pizza, now=NOW)
    pick(student=child, activity=comic, choice=Choice(level=1, format=""), now=NOW)
    start(student=child, activity=comic, now=NOW)

    page = okonkwo.get(address("class_picks"), {"by": "after"})

    tables = dict(page.context["tallies"])
    by_tile = {row.name: (row.picked, row.started, row.finished) for row in tables["By tile"]}
    assert by_tile["The pizza problem"] == (3, 0, 2)
    assert by_tile["Comic strip"] == (1, 1, 0)
    assert by_tile["Fraction hunt"] == (0, 0, 0)
    levels = {row.name: row.picked for row in tables["By level"]}
    assert levels == {"Level 1": 1, "Level 2": 3, "Level 3": 0}
    ways = {row.name: (row.picked, row.finished) for row in tables["By way to explore"]}
    assert ways == {"Draw": (3 if comic.kind != "draw" else 4, 2)} | (
        {} if comic.kind == "draw" else {comic.get_kind_display(): (1, 0)}
    )


def test_an_empty_class_is_told_what_to_do(okonkwo, address):
    assert "Nobody is in this class yet" in okonkwo.get(address("class_picks")).text


# --- a tile closed and opened ---------------------------------------------------------------------
def test_a_closed_tile_takes_no_new_pick_and_keeps_the_old(okonkwo, section, address, pizza):
    held, late = (StudentFactory(section=section) for _n in range(2))
    pick(student=held, activity=pizza, choice=Choice(), now=NOW)

    assert okonkwo.post(address("close_tile", pizza.key), {"closed": "yes"}).status_code == 302

    pizza.refresh_from_db(fields=["is_closed"])
    with pytest.raises(services.TileClosed):
        pick(student=late, activity=pizza, choice=Choice(), now=NOW)
    assert picks(held) == [("The pizza problem", "picked")]

    okonkwo.post(address("close_tile", pizza.key), {"closed": "no"})
    pizza.refresh_from_db(fields=["is_closed"])
    assert pick(student=late, activity=pizza, choice=Choice(), now=NOW).pk


@pytest.mark.parametrize("sent", [{}, {"closed": ""}, {"closed": "perhaps"}])
def test_closing_asks_for_a_plain_word(okonkwo, address, pizza, sent):
    okonkwo.post(address("close_tile", pizza.key), sent)
    pizza.refresh_from_db()
    assert not pizza.is_closed


def test_closing_answers_htmx_with_the_fresh_list(okonkwo, section, student, address, pizza):
    sent = {"closed": "yes"}
    fresh = okonkwo.post(address("close_tile", pizza.key), sent, headers=REGION)
    assert "Closed" in fresh.text
    assert "<html" not in fresh.text


# --- a student moved by hand ----------------------------------------------------------------------
def test_a_teacher_moves_a_student_and_it_is_known_who_did(
    okonkwo, teacher, student, address, pizza, comic
):
    pick(student=student, activity=pizza, choice=Choice(), now=NOW)
    sent = {"to": comic.key, "instead": pizza.key, "level": "2"}

    assert okonkwo.post(address("place_student", student.key), sent).status_code == 302

    assert picks(student) == [("Comic strip", "picked")]
    moved = Pick.objects.get(student=student, activity=comic)
    assert (moved.entered_by, moved.level, moved.format) == (teacher, 2, comic.formats[0])
    taken = dict(Activity.objects.values_list("title", "taken"))
    assert (taken["The pizza problem"], taken["Comic strip"]) == (0, 1)


def test_a_tile_may_only_be_taken_back(okonkwo, student, address, pizza):
    pick(student=student, activity=pizza, choice=Choice(), now=NOW)
    okonkwo.post(address("place_student", student.key), {"to": "", "instead": pizza.key})
    assert picks(student) == []


def test_a_started_tile_is_moved_only_when_the_teacher_says_that_she_knows(
    okonkwo, at, student, address, pizza, comic
):
    pick(student=student, activity=pizza, choice=Choice(), now=NOW)
    start(student=student, activity=pizza, now=NOW)
    sent = {"to": comic.key, "instead": pizza.key}

    refused = okonkwo.post(address("place_student", student.key), sent)

    assert refused.status_code == 422
    assert "Priya has started “The pizza problem”" in refused.text
    assert picks(student) == [("The pizza problem", "started")]

    at(NOW + timedelta(minutes=5))
    okonkwo.post(address("place_student", student.key), {**sent, "even_started": "on"})

    assert picks(student) == [("Comic strip", "picked")]
    assert Pick.objects.get(activity=pizza).worked == 300


def test_a_tile_started_a_moment_ago_is_not_moved_unsaid(student, teacher, pizza, comic):
    pick(student=student, activity=pizza, choice=Choice(), now=NOW)
    start(student=student, activity=pizza, now=NOW)
    with pytest.raises(services.AlreadyStarted):
        services.place(student=student, new=comic, old=pizza, choice=Choice(), by=teacher, now=NOW)
    assert picks(student) == [("The pizza problem", "started")]


def test_a_finished_tile_is_not_taken_back(okonkwo, student, teacher, address, pizza, comic):
    pick(student=student, activity=pizza, choice=Choice(), now=NOW)
    services.finish(student=student, activity=pizza, now=NOW)
    sent = {"to": comic.key, "instead": pizza.key}
    assert okonkwo.post(address("place_student", student.key), sent).status_code == 422
    with pytest.raises(services.AlreadyStarted):
        services.place(
            student=student,
            new=None,
            old=pizza,
            choice=Choice(),
            by=teacher,
            now=NOW,
            even_started=True,
        )
    assert picks(student) == [("The pizza problem", "finished")]


def test_seats_hold_for_the_teacher_too(okonkwo, section, student, address, pizza, comic):
    pick(student=student, activity=pizza, choice=Choice(), now=NOW)
    Activity.objects.filter(pk=comic.pk).update(capacity=1)
    pick(student=StudentFactory(section=section), activity=comic, choice=Choice(), now=NOW)

    refused = okonkwo.post(
        address("place_student", student.key), {"to": comic.key, "instead": pizza.key}
    )

    assert refused.status_code == 422
    assert "no seat left" in refused.text
    assert picks(student) == [("The pizza problem", "picked")]


def test_a_tile_she_has_or_has_done_is_not_offered(okonkwo, student, address, pizza, must, comic):
    for tile in (pizza, must):
        pick(student=student, activity=tile, choice=Choice(), now=NOW)
    start(student=student, activity=must, now=NOW)
    services.finish(student=student, activity=must, now=NOW)
    url = address("place_student", student.key)
    offered = [key for key, _title in okonkwo.get(url).context["form"].fields["to"].choices]
    assert comic.key in offered
    assert not {pizza.key, must.key} & set(offered)
    assert okonkwo.post(url, {"to": pizza.key}).status_code == 422


def test_who_has_all_picks_gives_one_back_first(
    okonkwo, student, address, board, pizza, comic, hunt
):
    for tile in (pizza, comic):
        pick(student=student, activity=tile, choice=Choice(), now=NOW)
    refused = okonkwo.post(address("place_student", student.key), {"to": hunt.key})
    assert refused.status_code == 422
    assert "Say which one to take back" in refused.text


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"to": "nothere"},
        {"to": "", "instead": "nothere"},
        {"to": "comic", "level": "9"},
        {"to": "idea"},
        {"to": "<b>"},
    ],
)
def test_what_cannot_be_is_refused_in_words(okonkwo, student, address, comic, idea, sent):
    names = {"comic": comic.key, "idea": idea.key}
    sent = {name: names.get(value, value) for name, value in sent.items()}
    response = okonkwo.post(address("place_student", student.key), sent)
    assert response.status_code == 422
    assert 'id="form-errors"' in response.text
    assert picks(student) == []


def test_a_student_of_another_class_is_not_moved(okonkwo, address, section, comic):
    other = StudentFactory(school=section.school)
    sent = {"to": comic.key}
    assert okonkwo.post(address("place_student", other.key), sent).status_code == 404
    assert not Pick.objects.exists()


# --- own ideas ------------------------------------------------------------------------------------
@pytest.fixture
def told(student, idea):
    """Priya's idea, waiting."""
    return pick(student=student, activity=idea, choice=Choice(words="A quiz of my own"), now=NOW)


def answered(client, address, told, **sent):
    url = address("answer_idea", told.student.key, told.activity.key)
    return client.post(url, {"read": "A quiz of my own", "what": "yes", "reply": "", **sent})


def test_an_idea_that_waits_is_counted_and_shown(okonkwo, address, told):
    assert "1 idea waits for you" in okonkwo.get(address("class_picks")).text
    page = okonkwo.get(address("board_ideas"))
    assert "A quiz of my own" in page.text
    assert "Waits for you" in page.text


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"what": "yes"}, ("accepted", "")),
        (
            {"what": "yes", "reply": "A quiz of five questions"},
            ("accepted", "A quiz of five questions"),
        ),
        ({"what": "answer", "reply": "What about?"}, ("answered", "What about?")),
    ],
)
def test_an_idea_is_accepted_edited_or_answered(
    okonkwo, sign_in, student, address, told, sent, kept
):
    assert answered(okonkwo, address, told, **sent).status_code == 302
    told.refresh_from_db()
    assert (told.idea, told.reply) == kept
    assert told.spark.state == Spark.State.SEEN
    assert told.spark.words == "A quiz of my own"  # her words stay hers

    hers = sign_in(student).get(reverse("tile", args=[told.activity.key])).text
    assert kept[1] in hers
    assert told.get_idea_display() in hers


@pytest.mark.parametrize(
    "sent",
    [
        {"what": "answer"},
        {"what": "nonsense"},
        {"what": ""},
        {"reply": "x" * 201},
        {"read": "Something else"},
    ],
)
def test_an_answer_that_cannot_be_keeps_what_was_typed(okonkwo, address, told, sent):
    sent = {"reply": "About what?", **sent} if sent != {"what": "answer"} else sent
    response = answered(okonkwo, address, told, **sent)
    assert response.status_code == 422
    assert 'id="form-errors"' in response.text
    assert sent.get("reply", "") in response.text
    told.refresh_from_db()
    assert told.idea == "waiting"


def test_an_answer_without_words_is_said_at_the_field_by_its_name(okonkwo, address, told):
    page = answered(okonkwo, address, told, what="answer", reply="").text
    asks = "Say what would make it work, or what you need to know."
    assert f"Edit it, or answer: {asks}" in " ".join(page.split())
    field = page[page.index("<form", page.index("quote")) :]
    assert field.index("Edit it, or answer") < field.index(asks) < field.index("<textarea")


def test_words_that_changed_meanwhile_are_read_first(okonkwo, student, idea, address, told):
    pick(student=student, activity=idea, choice=Choice(words="A song"), now=NOW)
    response = answered(okonkwo, address, told)
    assert response.status_code == 422
    assert "Read it once more" in response.text
    assert "A song" in response.text


def test_new_words_wait_anew_without_the_old_answer(student, idea, okonkwo, address, told):
    answered(okonkwo, address, told, what="answer", reply="What about?")
    pick(student=student, activity=idea, choice=Choice(words="A quiz on pizza"), now=NOW)
    told.refresh_from_db()
    assert (told.idea, told.reply) == ("waiting", "")


def test_without_an_idea_there_is_nothing_to_answer(okonkwo, student, address, pizza):
    pick(student=student, activity=pizza, choice=Choice(), now=NOW)
    url = address("answer_idea", student.key, pizza.key)
    assert okonkwo.post(url, {"what": "yes", "read": "x"}).status_code == 404
    assert "No own idea yet" in okonkwo.get(address("board_ideas")).text


# --- groups ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("class_size", [1, 30])
def test_groups_cost_the_same_for_1_and_30_students(
    okonkwo, section, address, pizza, class_size, django_assert_num_queries
):
    for _number in range(class_size):
        child = StudentFactory(section=section)
        ProfileAnswerFactory(student=child, card="together", choices=["group"])
        pick(student=child, activity=pizza, choice=Choice(), now=NOW)

    with django_assert_num_queries(8):  # the seven of the class, and their wishes
        page = okonkwo.get(address("pick_groups"))

    (row,) = page.context["rows"]
    assert sum(map(len, row.split.groups)) == class_size


def test_wishes_come_from_the_profile_and_unmet_ones_are_said(okonkwo, section, address, pizza):
    Activity.objects.filter(pk=pizza.pk).update(company="together")
    for name, likes in (("Amara", ["alone"]), ("Bilal", ["group"]), ("Chen", ["alone", "pair"])):
        child = StudentFactory(section=section, called=name)
        ProfileAnswerFactory(student=child, card="together", choices=likes)
        pick(student=child, activity=pizza, choice=Choice(), now=NOW)

    page = okonkwo.get(address("pick_groups"))

    (row,) = page.context["rows"]
    assert [[one.who.called for one in group] for group in row.split.groups] == [
        ["Amara", "Bilal", "Chen"]
    ]
    assert [one.who.called for one in row.split.unmet] == ["Amara"]
    assert "Likes to work another way" in page.text


@pytest.mark.parametrize("size", ["1", "99", "x", ""])
def test_a_size_that_makes_no_groups_is_refused_in_words(okonkwo, address, size):
    response = okonkwo.get(address("pick_groups"), {"size": size})
    assert response.status_code == 422
    assert 'id="form-errors"' in response.text


# --- students who left ----------------------------------------------------------------------------
@pytest.fixture
def diego(section, pizza, comic, hunt):
    """Has done one tile, started one and picked one, and left the class yesterday."""
    child = StudentFactory(section=section, called="Diego")
    for place, (tile, state) in enumerate(
        [(pizza, "finished"), (comic, "started"), (hunt, "picked")], start=1
    ):
        PickFactory(student=child, activity=tile, state=state, place=place)
    Activity.objects.filter(pk__in=[pizza.pk, comic.pk, hunt.pk]).update(taken=1)
    child.enrollments.update(ends_on=NOW.date() - timedelta(days=1))
    return child


def test_seats_of_a_student_who_left_are_told_and_freed(okonkwo, address, diego):
    page = okonkwo.get(address("class_picks"))
    assert "2 seats are kept for students who left the class." in page.text

    page = okonkwo.post(address("free_seats"), follow=True)

    assert "2 seats are free again." in page.text
    assert "who left the class" not in page.text
    assert picks(diego) == [("The pizza problem", "finished")]
    taken = Activity.objects.filter(picks__student=diego).order_by("position")
    assert list(taken.values_list("title", "taken")) == [
        ("The pizza problem", 1),
        ("Fraction hunt", 0),
        ("Comic strip", 0),
    ]


def test_seats_of_those_who_are_here_are_not_freed(okonkwo, section, address, pizza):
    child = StudentFactory(section=section)
    pick(student=child, activity=pizza, choice=Choice(), now=NOW)

    page = okonkwo.post(address("free_seats"), follow=True)

    assert "0 seats are free again." in page.text
    assert picks(child) == [("The pizza problem", "picked")]


def test_the_list_of_boards_counts_who_is_here_and_chose(
    okonkwo, section, pizza, must, diego, student
):
    other = StudentFactory(section=section)
    pick(student=other, activity=pizza, choice=Choice(), now=NOW)
    pick(student=student, activity=must, choice=Choice(), now=NOW)  # no choice of hers

    page = okonkwo.get(reverse("boards", args=[section.key]))

    assert [(number, page.context["students"]) for _board, number in page.context["rows"]] == [
        (1, 2)
    ]
