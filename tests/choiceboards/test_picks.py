"""Picking: seats and free choices are limited, swapping frees both, retries change nothing."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from choiceboards import services
from choiceboards.models import Activity, Board, Pick
from choiceboards.services import Choice
from students.models import Spark
from tests.factories import NOW, PickFactory, StudentFactory


def take(student, activity, **how):
    return services.pick(student=student, activity=activity, choice=Choice(**how), now=NOW)


def taken(activity):
    return Activity.objects.get(pk=activity.pk).taken


def held(student):
    """Title, state and place of every pick of the student."""
    picks = student.picks.order_by("activity__position")
    return list(picks.values_list("activity__title", "state", "place"))


def test_a_pick_takes_a_seat_and_the_first_free_choice(student, pizza):
    pick = take(student, pizza, level=2, format="listen", product="A drawing")

    assert (pick.level, pick.format, pick.product, pick.place) == (2, "listen", "A drawing", 1)
    assert taken(pizza) == 1


def test_a_double_click_makes_one_pick_and_takes_one_seat(student, pizza):
    first, second = take(student, pizza), take(student, pizza)

    assert first.pk == second.pk
    assert taken(pizza) == 1


def test_picking_again_changes_how_and_nothing_else(student, pizza):
    take(student, pizza, level=1)
    take(student, pizza, level=3, product="A drawing")

    pick = student.picks.get()
    assert (pick.level, pick.product, pick.place, pick.state) == (3, "A drawing", 1, "picked")


def test_a_third_free_choice_is_refused_in_words(student, pizza, comic, hunt):
    take(student, pizza)
    take(student, comic)

    with pytest.raises(services.AllPicked, match=r"You picked 2\. To swap, tap one of yours\."):
        take(student, hunt)
    assert taken(hunt) == 0


def test_a_must_do_is_not_one_of_the_free_choices(student, must, pizza, comic):
    assert take(student, must).place is None
    take(student, pizza)
    take(student, comic)
    assert [place for _title, _state, place in held(student)] == [1, None, 2]


def test_a_full_tile_is_refused_in_words(section, student, pizza):
    Activity.objects.filter(pk=pizza.pk).update(capacity=1)
    take(StudentFactory(section=section), pizza)

    with pytest.raises(services.TileFull, match=r"This one is full now\. Pick another\."):
        take(student, pizza)
    assert held(student) == []
    assert taken(pizza) == 1


def test_putting_back_frees_the_seat_and_the_choice(student, pizza, comic, hunt):
    take(student, pizza)
    take(student, comic)

    services.put_back(student=student, activity=pizza)

    assert taken(pizza) == 0
    assert take(student, hunt).place == 1


def test_putting_back_twice_frees_one_seat(section, student, pizza):
    take(StudentFactory(section=section), pizza)
    take(student, pizza)

    for _click in range(2):
        services.put_back(student=student, activity=pizza)

    assert taken(pizza) == 1


def test_a_tile_put_back_and_picked_again_is_the_same_row(student, pizza):
    first = take(student, pizza)
    services.put_back(student=student, activity=pizza)

    assert take(student, pizza).pk == first.pk
    assert held(student) == [("The pizza problem", "picked", 1)]
    assert taken(pizza) == 1


def test_a_swap_gives_one_tile_for_another(student, pizza, comic, hunt):
    take(student, pizza)
    take(student, comic)

    services.swap(student=student, old=pizza, new=hunt, choice=Choice(), now=NOW)

    assert held(student) == [
        ("The pizza problem", "swapped", None),
        ("Fraction hunt", "picked", 1),
        ("Comic strip", "picked", 2),
    ]
    assert (taken(pizza), taken(hunt)) == (0, 1)


def test_a_swap_for_a_full_tile_changes_nothing(section, student, pizza, hunt):
    Activity.objects.filter(pk=hunt.pk).update(capacity=1)
    take(StudentFactory(section=section), hunt)
    take(student, pizza)

    with pytest.raises(services.TileFull):
        services.swap(student=student, old=pizza, new=hunt, choice=Choice(), now=NOW)
    assert held(student) == [("The pizza problem", "picked", 1)]
    assert (taken(pizza), taken(hunt)) == (1, 1)


def test_a_started_tile_is_not_swapped(student, pizza, comic):
    take(student, pizza)
    services.start(student=student, activity=pizza, now=NOW)

    with pytest.raises(services.AlreadyStarted, match=r"You started this one\. Finish it first\."):
        services.put_back(student=student, activity=pizza)
    with pytest.raises(services.AlreadyStarted):
        services.swap(student=student, old=pizza, new=comic, choice=Choice(), now=NOW)
    with pytest.raises(services.AlreadyStarted):
        take(student, pizza, level=3)
    assert held(student) == [("The pizza problem", "started", 1)]


def test_finishing_keeps_the_first_time_and_starts_what_was_not_started(student, pizza):
    take(student, pizza)
    services.finish(student=student, activity=pizza, now=NOW)
    services.finish(student=student, activity=pizza, now=NOW.replace(hour=16))

    pick = student.picks.get()
    assert (pick.state, pick.started_at, pick.finished_at) == ("finished", NOW, NOW)


def test_starting_keeps_the_first_time(student, pizza):
    take(student, pizza)
    for instant in (NOW, NOW.replace(hour=16)):
        services.start(student=student, activity=pizza, now=instant)

    assert student.picks.get().started_at == NOW


@pytest.mark.parametrize("act", [services.start, services.finish])
def test_a_tile_that_is_not_picked_is_neither_started_nor_finished(act, student, pizza):
    with pytest.raises(services.NotPicked, match=r"Pick this one first\."):
        act(student=student, activity=pizza, now=NOW)

    take(student, pizza)
    services.put_back(student=student, activity=pizza)
    with pytest.raises(services.NotPicked):
        act(student=student, activity=pizza, now=NOW)


def test_every_change_is_a_heartbeat_of_the_class(section, student, pizza, comic):
    def pulse():
        section.refresh_from_db()
        return section.pulse

    changes = [
        lambda: take(student, pizza),
        lambda: services.swap(student=student, old=pizza, new=comic, choice=Choice(), now=NOW),
        lambda: services.put_back(student=student, activity=comic),
        lambda: take(student, comic),
        lambda: services.start(student=student, activity=comic, now=NOW),
        lambda: services.finish(student=student, activity=comic, now=NOW),
    ]
    beats = [(pulse(), change(), pulse()) for change in changes]
    assert [after - before for before, _change, after in beats] == [1] * 6


def test_an_idea_becomes_a_spark_her_teacher_finds(student, idea):
    take(student, idea, words="Fractions in music")
    take(student, idea, words="Fractions in drum beats")

    assert [spark.words for spark in student.sparks.all()] == ["Fractions in drum beats"]
    assert student.picks.get().spark.state == Spark.State.WAITING


def test_an_idea_her_teacher_has_seen_is_kept_and_a_new_one_stands_beside_it(student, idea):
    take(student, idea, words="Fractions in music")
    student.sparks.update(state=Spark.State.SEEN)
    take(student, idea, words="Fractions in music")
    take(student, idea, words="Fractions in maps")

    assert {spark.words for spark in student.sparks.all()} == {
        "Fractions in music",
        "Fractions in maps",
    }


def test_fewer_choices_than_already_made_leave_the_picks_alone(board, student, pizza, comic, hunt):
    take(student, pizza)
    take(student, comic)
    Board.objects.filter(pk=board.pk).update(may_pick=1)
    services.put_back(student=student, activity=pizza)
    comic.board.refresh_from_db()

    with pytest.raises(services.AllPicked, match=r"You picked 1\. To swap, tap yours\."):
        services.pick(
            student=student,
            activity=Activity.objects.select_related("board").get(pk=hunt.pk),
            choice=Choice(),
            now=NOW,
        )


def test_who_picked_more_than_may_be_picked_now_still_swaps(board, student, pizza, comic, hunt):
    take(student, pizza)
    take(student, comic)
    Board.objects.filter(pk=board.pk).update(may_pick=1)
    hunt.board.refresh_from_db()

    services.swap(student=student, old=pizza, new=hunt, choice=Choice(), now=NOW)

    assert [row[:2] for row in held(student) if row[1] == "picked"] == [
        ("Fraction hunt", "picked"),
        ("Comic strip", "picked"),
    ]


@pytest.mark.parametrize("change", [{"is_closed": True}, {"removed_at": NOW}])
def test_a_tile_that_is_closed_or_taken_off_in_this_moment_gives_no_seat(student, pizza, change):
    """The page's own look at it came before."""
    Activity.objects.filter(pk=pizza.pk).update(**change)

    with pytest.raises(services.TileClosed, match=r"Your teacher closed this one"):
        take(student, pizza)
    assert taken(pizza) == 0


def test_the_database_refuses_one_seat_more_than_there_are(pizza):
    Activity.objects.filter(pk=pizza.pk).update(capacity=1, taken=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=pizza.pk).update(taken=F("taken") + 1)


def test_the_database_refuses_two_picks_in_one_place(student, pizza, comic):
    PickFactory(activity=pizza, student=student, place=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        PickFactory(activity=comic, student=student, place=1)


def test_another_tab_that_was_quicker_is_no_error(student, pizza, monkeypatch):
    """The first try sees no pick; when it inserts, the other tab's pick already stands."""
    honest, looks = services.picks._held, []
    take(student, pizza, level=1)

    def blind_at_first(who, board_id):
        looks.append(who)
        return honest(who, board_id) if len(looks) > 1 else {}

    monkeypatch.setattr(services.picks, "_held", blind_at_first)
    take(student, pizza, level=2)

    assert len(looks) == 2
    assert Pick.objects.get(student=student).level == 2
    assert taken(pizza) == 1
