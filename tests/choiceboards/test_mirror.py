"""The opportunity mirror: planted bias is found, fair data is quiet, small groups are hidden."""

from datetime import timedelta
from fractions import Fraction
from itertools import combinations
from math import comb
from random import Random

import pytest
from django.urls import reverse

from choiceboards import services
from choiceboards.mirror import MEASURES, Facts, fisher, holm, mirror
from choiceboards.models import Pick
from choiceboards.services import Choice, pick, start
from tests.factories import NOW, SectionFactory, StudentFactory

ROUNDS = 400


def facts(language="English", *, advanced=False, together=False, seconds=0, joined="longer"):
    groups = {"language": language, "joined": joined, "device": "yes"}
    return Facts(groups, advanced, together, seconds)


def children(random, chance_of):
    """120 students in three language groups; `chance_of(language)` is that of level 3."""
    for language, size in (("English", 60), ("Spanish", 35), ("Somali", 25)):
        for _number in range(size):
            yield facts(
                language,
                advanced=random.random() < chance_of(language),
                together=random.random() < 0.5,
                seconds=random.randrange(3600),
                joined="new" if random.random() < 0.25 else "longer",
            )


# --- the test and the rule ------------------------------------------------------------------------
@pytest.mark.parametrize("had", range(6))
def test_the_exact_test_agrees_with_every_draw_listed(had):
    """Five of twelve are drawn for six chances: list all draws and count those as rare."""
    draws = [len(set(draw) & set(range(5))) for draw in combinations(range(12), 6)]
    often = {count: draws.count(count) for count in set(draws)}
    if had not in often:
        return
    rarer = sum(number for number in often.values() if number <= often[had])
    assert fisher(had, 5, 6, 12) == Fraction(rarer, comb(12, 6))


def test_a_known_table():
    """The lady tasting tea, three of four right: 17 of 35, two-sided."""
    assert fisher(3, 4, 4, 8) == Fraction(17, 35)
    assert fisher(4, 4, 4, 8) == Fraction(1, 35)
    assert fisher(0, 5, 0, 9) == fisher(5, 5, 9, 9) == 1


def test_holm_stops_at_the_first_that_does_not_stand():
    chances = {"a": Fraction(1, 100), "b": Fraction(24, 1000), "c": Fraction(26, 1000)}
    assert holm(chances) == {"a", "b", "c"}
    chances["b"] = chances["c"] = Fraction(3, 100)
    assert holm(chances) == {"a"}
    assert holm({"a": Fraction(2, 100), "b": 1, "c": 1}) == set()
    assert holm({}) == set()


# --- what it finds --------------------------------------------------------------------------------
def test_fair_data_shows_a_mark_in_fewer_than_one_in_twenty():
    random = Random(2027)
    false = sum(
        bool(mirror(list(children(random, lambda _language: 0.4))).marked)
        for _round in range(ROUNDS)
    )
    assert false / ROUNDS <= 0.05


def test_planted_bias_is_found_and_named():
    random, found = Random(2027), 0
    for _round in range(100):
        marked = mirror(
            list(children(random, lambda one: 0.08 if one == "Spanish" else 0.55))
        ).marked
        found += any(
            (group.name, share.measure, share.mark) == ("Spanish", "advanced", "fewer")
            for group, share in marked
        )
    assert found >= 95


def test_minutes_are_held_against_the_middle_student():
    rows = [facts("Spanish", seconds=60)] * 15 + [facts("English", seconds=900)] * 15
    shares = {
        (group.name, share.measure): (share.had, share.mark)
        for group in mirror(rows).groups
        for share in group.shares
    }
    assert shares["Spanish", "minutes"] == (0, "")  # nobody is above the middle of these two
    rows += [facts("English", seconds=1200)] * 15
    (spanish,) = [group for group in mirror(rows).groups if group.name == "Spanish"]
    assert [share.mark for share in spanish.shares if share.measure == "minutes"] == ["fewer"]


def test_a_split_that_occurs_twice_counts_as_one_comparison():
    rows = [facts("Spanish")] * 12 + [facts("English")] * 12
    found = mirror(rows)
    assert [group.name for group in found.groups] == ["English", "Spanish"]
    assert found.comparisons == len(MEASURES)


def test_groups_under_ten_are_hidden_and_a_second_one_with_them():
    rows = [facts("English")] * 20 + [facts("Spanish")] * 12 + [facts("Somali")] * 9
    found = mirror(rows)
    assert [group.name for group in found.groups] == ["English"]
    assert found.hidden["language"] == 2


def test_one_group_alone_is_compared_with_nobody():
    assert mirror([facts()] * 30).groups == ()
    assert mirror([]).groups == ()


# --- the page -------------------------------------------------------------------------------------
@pytest.fixture
def page(sign_in, teacher, section):
    return lambda: sign_in(teacher).get(reverse("opportunity_mirror", args=[section.key]))


def test_an_empty_or_small_class_is_told_that_there_is_nothing_to_see(page, section):
    assert "Too few to compare" in page().text
    StudentFactory.create_batch(9, section=section, home_language="Spanish")
    assert "Spanish" not in page().text


def test_what_students_started_is_counted_over_all_classes_of_the_teacher(
    page, school, section, teacher, pizza, comic
):
    other = SectionFactory(school=school, teacher=teacher)
    StudentFactory.create_batch(12, section=other, home_language="Spanish")
    room_12 = StudentFactory.create_batch(12, section=section, home_language="English")
    for child in room_12:
        pick(student=child, activity=pizza, choice=Choice(level=3), now=NOW)
        start(student=child, activity=pizza, now=NOW)
    pick(student=room_12[0], activity=comic, choice=Choice(level=3), now=NOW)

    shown = page()

    groups = {group.name: group for group in shown.context["mirror"].groups}
    assert (groups["English"].students, groups["Spanish"].students) == (12, 12)
    advanced = groups["Spanish"].shares[0]
    assert (advanced.had, advanced.others_had, advanced.mark) == (0, 12, "fewer")
    assert "Worth a look" in shown.text
    assert "nobody’s fault" in shown.text


def test_only_what_was_started_lately_counts(page, section, pizza):
    room_12 = StudentFactory.create_batch(12, section=section, home_language="English")
    StudentFactory.create_batch(12, section=section, home_language="Spanish")
    for child in room_12:
        pick(student=child, activity=pizza, choice=Choice(level=3), now=NOW)
    assert page().context["mirror"].marked == []
    for child in room_12:
        start(student=child, activity=pizza, now=NOW)
    assert page().context["mirror"].marked
    Pick.objects.update(picked_at=NOW - timedelta(days=91))
    assert page().context["mirror"].marked == []


def test_time_worked_is_what_the_clock_on_the_tile_counted(page, section, pizza):
    for number, child in enumerate(StudentFactory.create_batch(30, section=section)):
        child.home_language = "English" if number < 15 else "Spanish"
        child.save()
        if number < 15:
            pick(student=child, activity=pizza, choice=Choice(), now=NOW)
            services.finish(student=child, activity=pizza, now=NOW)
            Pick.objects.filter(student=child).update(worked=600 + number)
    shares = {g.name: g.shares[MEASURES.index("minutes")] for g in page().context["mirror"].groups}
    assert shares["Spanish"].had == 0
    assert shares["English"].had > 10


@pytest.mark.parametrize("class_size", [1, 30])
def test_the_mirror_costs_the_same_for_1_and_30_students(
    sign_in, teacher, section, pizza, class_size, django_assert_num_queries
):
    for _number in range(class_size):
        child = StudentFactory(section=section)
        pick(student=child, activity=pizza, choice=Choice(), now=NOW)
        start(student=child, activity=pizza, now=NOW)
    client = sign_in(teacher)
    url = reverse("opportunity_mirror", args=[section.key])

    # session, user, classes, enrolled, level 3, lead, time, students
    with django_assert_num_queries(8):
        assert client.get(url).context["students"] == class_size
