"""Boards with rules: what leads on is lit and named, what does not is refused with the reason."""

import pytest
from django.urls import reverse

from choiceboards import services
from choiceboards.models import Activity, Board, Level, Pick, TileText
from choiceboards.services import Choice, RuleBroken, TileClosed
from tests.factories import NOW, ActivityFactory, BoardFactory, ProfileAnswerFactory


@pytest.fixture
def in_lines(board, tiles):
    """Room 12's board with the rule "three in a line" and no must-do."""
    Board.objects.filter(pk=board.pk).update(rule="line", may_pick=3)
    Activity.objects.update(is_must=False)
    for tile in tiles.values():
        tile.refresh_from_db()
        tile.board.refresh_from_db()
    return tiles


@pytest.fixture
def priya(student, sign_in):
    return sign_in(student)


def take(student, tile, level=1):
    return services.pick(student=student, activity=tile, choice=Choice(level=level), now=NOW)


def looks(client):
    shown = client.get(reverse("my_board")).context["shown"]
    return {tile.title: tile.pin for tile in shown.tiles}, shown


def test_at_first_every_tile_leads_to_a_line(in_lines, priya):
    pins, shown = looks(priya)
    assert set(pins.values()) == {""}
    assert shown.rule_words == "Make a line of three."


def test_two_corners_leave_one_tile_which_is_named(in_lines, priya, student):
    take(student, in_lines["The pizza problem"])  # top left
    take(student, in_lines["Teach it in 1 minute"])  # top right

    pins, shown = looks(priya)

    assert shown.open_titles == ["Fold and compare"]
    assert [title for title, pin in pins.items() if pin == "shut"] != []
    assert "Now you can pick:" in priya.get(reverse("my_board")).text
    assert "This one makes no line with yours." in priya.get(reverse("my_board")).text


def test_tiles_are_named_only_where_few_are_left(in_lines, priya, student):
    def text():
        return priya.get(reverse("my_board")).text

    assert "Now you can pick:" not in text()  # all nine lie below
    take(student, in_lines["Fraction hunt"])  # the middle of the left: two lines, four tiles
    assert len(looks(priya)[1].open_titles) == 4
    assert "Now you can pick:" in text()


def test_a_tile_off_the_line_is_refused_and_nothing_changes(in_lines, student):
    take(student, in_lines["The pizza problem"])
    take(student, in_lines["Teach it in 1 minute"])

    with pytest.raises(RuleBroken, match="makes no line"):
        take(student, in_lines["Fraction hunt"])

    assert Pick.objects.kept().filter(student=student).count() == 2
    assert Activity.objects.get(title="Fraction hunt").taken == 0


def test_a_line_is_swapped_only_for_another_line(in_lines, student, priya):
    for title in ["The pizza problem", "Fold and compare", "Teach it in 1 minute"]:
        take(student, in_lines[title])

    page = priya.get(reverse("tile", args=[in_lines["Fraction hunt"].key]))

    assert page.context["form"].to_swap == {}
    assert page.context["blocked"] == "This one makes no line with yours."


def test_two_of_a_line_may_swap_to_turn_it(in_lines, student, priya):
    take(student, in_lines["The pizza problem"])
    take(student, in_lines["Fold and compare"])

    form = priya.get(reverse("tile", args=[in_lines["Fraction hunt"].key])).context["form"]

    assert [tile.title for tile in form.to_swap.values()] == ["Fold and compare"]


def test_no_more_of_a_kind_than_the_board_says(board, tiles, student, priya):
    Board.objects.filter(pk=board.pk).update(at_most={"draw": 1}, may_pick=3)
    Activity.objects.filter(title="Fraction hunt").update(kind="draw")
    for tile in tiles.values():
        tile.board.refresh_from_db()
    take(student, tiles["Comic strip"])

    with pytest.raises(RuleBroken, match="enough of this kind"):
        take(student, tiles["Fraction hunt"])
    assert "At most 1 of Draw." in priya.get(reverse("my_board")).text


def test_a_swap_is_offered_only_while_a_pick_is_not_started(board, tiles, student, priya):
    Board.objects.filter(pk=board.pk).update(at_most={"draw": 1}, may_pick=2)
    for tile in tiles.values():
        tile.board.refresh_from_db()
    picked = [tiles["The pizza problem"], tiles["Fraction hunt"]]
    for tile in picked:
        take(student, tile)

    def why():
        shown = looks(priya)[1]
        return next(tile.why for tile in shown.tiles if tile.title == "Ask at home")

    assert why() == "You have all your picks. To swap, tap one of yours."
    for tile in picked:
        services.start(student=student, activity=tile, now=NOW)
    assert why() == "You have no picks left. You started yours."


def test_a_later_step_of_a_playlist_is_not_next(section, priya):
    playlist = BoardFactory(section=section, shape="playlist", rule="all", may_pick=3)
    for position in (1, 2, 3):
        ActivityFactory(board=playlist, position=position)
    whole = priya.get(reverse("my_board", args=[playlist.key])).context["shown"]
    not_next = "This one is not next."
    assert [tile.why for tile in whole.tiles] == ["", not_next, not_next]


def test_a_must_do_that_is_done_is_not_asked_for(board, tiles, student, priya, must):
    Board.objects.filter(pk=board.pk).update(at_most={"draw": 1})
    must.board.refresh_from_db()
    assert looks(priya)[1].rule_words == "Do the must do. Then pick 2. At most 1 of Draw."
    take(student, must)
    services.finish(student=student, activity=must, now=NOW)
    assert looks(priya)[1].rule_words == "Pick 2. At most 1 of Draw."


def test_no_more_minutes_than_the_board_allows(board, tiles, student):
    Board.objects.filter(pk=board.pk).update(most_minutes=40)  # the must-do takes 10
    for tile in tiles.values():
        tile.board.refresh_from_db()
    take(student, tiles["Fold and compare"])  # 15

    with pytest.raises(RuleBroken, match="more than 40 min"):
        take(student, tiles["Comic strip"])  # 20 more


def test_a_level_that_takes_longer_does_not_shut_the_shorter_ones(board, tiles, student):
    Board.objects.filter(pk=board.pk).update(most_minutes=40)
    Level.objects.filter(activity=tiles["Fold and compare"], number=3).update(minutes=60)
    for tile in tiles.values():
        tile.board.refresh_from_db()

    assert take(student, tiles["Fold and compare"]).level == 1  # 15 minutes, as the tile says


@pytest.fixture
def in_forty_minutes(board, tiles):
    """40 minutes in all, 10 of them the must-do's; level 3 of "Fold and compare" takes 60."""
    Board.objects.filter(pk=board.pk).update(most_minutes=40)
    Level.objects.filter(activity=tiles["Fold and compare"], number=3).update(minutes=60)
    for tile in tiles.values():
        tile.board.refresh_from_db()
    return tiles


def test_a_level_counts_with_its_own_minutes(in_forty_minutes, student):
    with pytest.raises(RuleBroken, match="more than 40 min"):
        take(student, in_forty_minutes["Fold and compare"], level=3)

    assert not student.picks.exists()


def test_a_held_tile_takes_no_level_that_is_too_long_and_any_that_is_shorter(
    in_forty_minutes, student
):
    tile = in_forty_minutes["Fold and compare"]
    take(student, tile)
    with pytest.raises(RuleBroken, match="more than 40 min"):
        take(student, tile, level=3)
    assert student.picks.get().level == 1

    student.picks.update(level=3)  # from before the board had a limit
    assert take(student, tile, level=2).level == 2


def test_a_must_do_is_open_however_long_the_rest_takes(in_forty_minutes, student, priya, must):
    tile = in_forty_minutes["Fold and compare"]
    take(student, tile)
    student.picks.update(level=3)

    page = priya.get(reverse("my_board"))
    assert next(row for row in page.context["shown"].tiles if row.key == must.key).pin == "must"
    assert take(student, in_forty_minutes["Show what you know"], level=2).place is None


def test_a_level_of_a_must_do_that_takes_too_long_is_refused(in_forty_minutes, student):
    must = in_forty_minutes["Show what you know"]
    Level.objects.filter(activity=must, number=3).update(minutes=45)

    with pytest.raises(RuleBroken, match="more than 40 min"):
        take(student, must, level=3)
    assert take(student, must, level=2).level == 2


def test_of_each_course_so_many(board, tiles, student, priya):
    Board.objects.filter(pk=board.pk).update(
        shape="menu", rule="courses", courses={"starter": 1, "dessert": 1}, may_pick=2
    )
    Activity.objects.update(course="main", is_must=False)
    Activity.objects.filter(position__in=[1, 2]).update(course="starter")
    Activity.objects.filter(position=3).update(course="dessert")
    for tile in tiles.values():
        tile.board.refresh_from_db()
    take(student, tiles["The pizza problem"])

    with pytest.raises(RuleBroken, match="enough from this part"):
        take(student, tiles["Fold and compare"])
    page = priya.get(reverse("my_board"))
    assert "Pick 1 of Starter and 1 of Dessert." in page.text
    assert [heading for heading, _tiles in page.context["parts"]] == [
        "Starter",
        "Main dish",
        "Dessert",
    ]


def test_a_playlist_is_done_in_its_order(board, tiles, student, priya):
    Board.objects.filter(pk=board.pk).update(shape="playlist", rule="all", may_pick=9)
    for tile in tiles.values():
        tile.board.refresh_from_db()

    with pytest.raises(RuleBroken, match="not next"):
        take(student, tiles["Comic strip"])
    take(student, tiles["The pizza problem"])
    assert "Do every one in order." in priya.get(reverse("my_board")).text


def test_rules_that_rule_each_other_out_shut_nobody_out(board, tiles, student):
    Board.objects.filter(pk=board.pk).update(rule="line", shape="list", may_pick=3)
    for tile in tiles.values():
        tile.board.refresh_from_db()
    assert take(student, tiles["Comic strip"]).place == 1


def test_a_closed_tile_takes_no_new_picks_and_keeps_the_old(board, tiles, student, priya, pizza):
    take(student, pizza)
    Activity.objects.update(is_closed=True)
    comic = Activity.objects.select_related("board").get(title="Comic strip")

    with pytest.raises(TileClosed):
        take(student, comic)
    pins, _shown = looks(priya)
    assert (pins["The pizza problem"], pins["Comic strip"]) == ("mine", "closed")


def test_a_tile_taken_off_the_board_stays_with_whoever_picked_it(student, priya, pizza, comic):
    take(student, pizza)
    Activity.objects.filter(pk__in=[pizza.pk, comic.pk]).update(removed_at=NOW)

    pins, _shown = looks(priya)

    assert pins["The pizza problem"] == "mine"
    assert "Comic strip" not in pins
    assert priya.get(reverse("tile", args=[pizza.key])).status_code == 200
    assert priya.get(reverse("tile", args=[comic.key])).status_code == 404


def test_a_board_without_tiles_says_so(board, priya):
    Activity.objects.all().delete()
    assert "No tiles yet" in priya.get(reverse("my_board")).text


def test_a_pick_that_waited_counts_once(priya, student, pizza, comic):
    sent = {"level": 1, "format": "read", "product": "A drawing", "ago": 90}
    sent["key"] = "6f2b2f0e-8f7c-4b2c-9a53-0c9d2b8f7e11"
    address = reverse("pick_tile", args=[pizza.key])
    priya.post(address, sent)
    services.put_back(student=student, activity=pizza)

    assert priya.post(address, sent).status_code == 302  # sent again: the answer was lost

    pick = Pick.objects.get(student=student)
    assert pick.state == Pick.State.SWAPPED
    assert (NOW - pick.picked_at).total_seconds() == 90


@pytest.fixture
def waited():
    """What the browser sends of a pick that waited for the network."""
    key = "6f2b2f0e-8f7c-4b2c-9a53-0c9d2b8f7e11"
    return {"level": 1, "format": "read", "product": "A drawing", "ago": 90, "key": key}


def test_a_start_whose_answer_was_lost_is_no_mistake_when_it_comes_again(
    priya, student, pizza, waited
):
    take(student, pizza)
    address = reverse("pick_tile", args=[pizza.key])
    priya.post(address, {**waited, "then": "start", "ago": ""})

    assert priya.post(address, {**waited, "then": "start"}).status_code == 302

    pick = Pick.objects.get(student=student)
    assert (pick.state, pick.started_at) == (Pick.State.STARTED, NOW)


def test_a_change_that_comes_after_the_start_is_refused_in_words(priya, student, pizza, waited):
    priya.post(reverse("pick_tile", args=[pizza.key]), {**waited, "then": "start"})
    changed = {**waited, "level": 2, "key": "11111111-8f7c-4b2c-9a53-0c9d2b8f7e11"}
    page = priya.post(reverse("pick_tile", args=[pizza.key]), changed)
    assert page.status_code == 422
    assert 'id="form-errors"' in page.text


def test_a_waiting_pick_that_was_refused_may_come_again(priya, pizza, waited):
    """A full tile has a seat again: the refusal did not use the form's key up."""
    address = reverse("pick_tile", args=[pizza.key])
    Activity.objects.filter(pk=pizza.pk).update(capacity=1, taken=1)
    assert priya.post(address, waited).status_code == 422
    Activity.objects.filter(pk=pizza.pk).update(taken=0)
    assert priya.post(address, waited).status_code == 302
    assert Pick.objects.get().state == Pick.State.PICKED


def test_likes_and_ways_are_said_beside_at_most_two_tiles(student, priya, board):
    ProfileAnswerFactory(student=student, card="interests", choices=["comics"])
    ProfileAnswerFactory(student=student, card="formats", choices=["draw", "read", "talk"])

    shown = priya.get(reverse("my_board")).context["shown"]

    assert [(tile.title, tile.hint) for tile in shown.tiles if tile.hint] == [
        ("The pizza problem", "You learn well this way"),
        ("Comic strip", "You like: Comics"),
    ]


def test_a_tile_is_read_in_the_language_she_taps(priya, board, pizza):
    TileText.objects.create(
        activity=pizza,
        language="es",
        title="El problema de la pizza",
        directions="Lee 2 hojas.",
        levels=["Mira los dibujos."],
        materials="Un lápiz",
    )
    address = reverse("tile", args=[pizza.key])

    assert f'href="{address}?in=es"' in priya.get(address).text
    refused = priya.post(reverse("pick_tile", args=[pizza.key]), {"level": "9"})
    assert f'href="{address}?in=es"' in refused.text  # where a pick came from is not a page to read
    page = priya.get(address, {"in": "es"}).text

    assert '<h1 dir="auto" lang="es">El problema de la pizza</h1>' in page
    assert '<span dir="auto" lang="es">Un lápiz</span>' in page
    assert "Mira los dibujos." in page  # level 1
    assert "Circle the pairs. Say why they match." in page  # level 2 was not translated

    sent = reverse("pick_tile", args=[pizza.key]) + "?in=es"
    assert f'action="{sent}"' in page
    refused = priya.post(sent, {"level": "9"}).text
    assert '<h1 dir="auto" lang="es">El problema de la pizza</h1>' in refused
    assert "Mira los dibujos." in refused


@pytest.mark.parametrize("language", ["xx", "<script>", "en' or 1"])
def test_a_language_that_is_not_there_shows_the_tile_as_it_is(priya, board, pizza, language):
    page = priya.get(reverse("tile", args=[pizza.key]), {"in": language})
    assert page.status_code == 200
    assert "The pizza problem" in page.text
