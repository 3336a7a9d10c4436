"""After the lesson: the finished works of a board, for the class's teachers."""

import pytest
from django.urls import reverse

from choiceboards.models import Activity
from tests.factories import NOW, ActivityFactory, PickFactory, SparkFactory, StudentFactory

REGION = {"HX-Request": "true", "HX-Target": "div#class-picks"}


@pytest.fixture
def after(sign_in, teacher, section, board):
    """`after(page=2)`: Ms. Okonkwo looks at the board after the lesson."""
    client, url = sign_in(teacher), reverse("class_picks", args=[section.key, board.key])

    def look(headers=None, **query):
        return client.get(url, {"by": "after", **query}, headers=headers)

    return look


@pytest.fixture
def child(section):
    """`child("Amara")` of Room 12."""
    return lambda name: StudentFactory(section=section, called=name)


def finished(tile, student, **said):
    return PickFactory(
        activity=tile, student=student, state="finished", started_at=NOW, finished_at=NOW, **said
    )


def listed(page):
    return [(one.activity.title, one.student.called) for one in page.context["made"]]


def test_before_anybody_finished_the_list_says_so(after, child, pizza):
    PickFactory(activity=pizza, student=child("Amara"), state="started", made="Half a poster")

    page = after()

    assert listed(page) == []
    assert "Nothing is finished yet." in page.text
    assert "Half a poster" not in page.text


def test_works_stand_tile_by_tile_and_by_name_whoever_finished_first(
    after, child, tiles, pizza, comic, hunt
):
    for tile, names in ((comic, ["Zoë", "Bilal"]), (pizza, ["Priya"]), (hunt, ["Amara"])):
        for name in names:
            finished(tile, child(name))
    Activity.objects.filter(pk=hunt.pk).update(removed_at=NOW)
    assert pizza.position < comic.position

    assert listed(after()) == [
        ("The pizza problem", "Priya"),
        ("Comic strip", "Bilal"),
        ("Comic strip", "Zoë"),
        ("Fraction hunt", "Amara"),  # taken off the board
    ]


def test_each_work_says_whose_it_is_how_it_was_done_and_what_it_is(after, child, pizza, idea):
    amara = child("Amara")
    finished(
        pizza,
        amara,
        level=2,
        format="draw",
        showed={"title": "The pizza problem", "rubric": ["I show equal parts"]},
        ratings=[2],
        made="<i>Six</i> pizzas",
        made_link="https://example.org/p?a=1&b=2",
    )
    finished(idea, amara, spark=SparkFactory(student=amara, words="Fractions in drums"))

    page = after().text

    for words in (
        f'<a href="{reverse("student_picks", args=[amara.key])}"><bdi>Amara</bdi></a>',
        "The pizza problem",
        "Level 2",
        "Draw",
        '<span dir="auto">&lt;i&gt;Six&lt;/i&gt; pizzas</span>',
        'href="https://example.org/p?a=1&amp;b=2" rel="noopener noreferrer"',
        "With help",
        "Fractions in drums",
    ):
        assert words in page, words


def test_works_of_another_class_and_of_who_left_are_not_listed(after, child, section, pizza):
    finished(pizza, child("Amara"))
    finished(pizza, StudentFactory(school=section.school, called="Left"), made="Gone")

    page = after()

    assert listed(page) == [("The pizza problem", "Amara")]
    assert "Gone" not in page.text


@pytest.mark.parametrize("by", ["tile", "student"])
def test_the_list_is_only_there_after_the_lesson(after, child, pizza, by):
    finished(pizza, child("Amara"), made="Six pizzas")
    assert "Six pizzas" in after().text
    assert "Six pizzas" not in after(by=by).text


@pytest.mark.parametrize(
    ("class_size", "works", "shown"), [(1, 1, 1), (30, 30, 30), (50, 1000, 30)]
)
def test_the_list_costs_the_same_for_1_30_and_1000_works(
    after, section, board, class_size, works, shown, django_assert_num_queries
):
    students = StudentFactory.create_batch(class_size, section=section)
    some = [ActivityFactory(board=board, position=40 + n) for n in range(works // class_size)]
    said = {"showed": {"rubric": ["I tried"]}, "ratings": [3], "made": "A poster"}
    for student in students:
        spark = SparkFactory(student=student)
        for tile in some:
            finished(tile, student, spark=spark, **said)

    with django_assert_num_queries(7):  # session, user, classes, board, tiles, students, picks
        page = after()

    assert len(page.context["made"].object_list) == shown
    assert page.context["made"].paginator.count == works
    assert page.text.count("Made:") == shown


def test_the_rest_is_on_the_next_page_which_keeps_itself_fresh(after, child, pizza):
    for number in range(31):
        finished(pizza, child(f"Child {number:02}"))

    first, second = after(), after(page=2)

    assert 'href="?by=after&amp;page=2"' in first.text
    assert listed(second) == [("The pizza problem", "Child 30")]
    assert "?by=after&amp;page=2" in second.text.partition("data-etag")[0]
    fresh = after(headers=REGION, page=2)
    assert listed(fresh) == listed(second)
    assert "<html" not in fresh.text
