"""Where boards come from and how they leave: our library searched, files in and out."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from choiceboards.board_files import template_of
from choiceboards.forms.library import MOST_SHOWN
from choiceboards.library import board_templates, read, write
from choiceboards.models import Board
from tests.factories import ActivityFactory, BoardFactory

FOUND = {"HX-Request": "true", "HX-Target": "div#found"}


@pytest.fixture
def okonkwo(sign_in, teacher):
    """The client, signed in as the teacher of Room 12, grade 4."""
    return sign_in(teacher)


@pytest.fixture
def fractions():
    return write(board_templates()["fractions_in_real_life"])


def names(page):
    return [template.name for template in page.context["templates"]]


# --- looking among our boards ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "RIVER flood"}, ["rivers_and_first_cities"]),
        ({"q": "cuento volcano"}, []),
        ({"q": "gráfica"}, ["a_town_decides"]),
        ({"q": "grafica"}, ["a_town_decides"]),
        ({"grades": "6-8", "subject": "Math"}, ["which_rate_is_better"]),
        ({"subject": "Science", "grades": "K-2"}, ["what_living_things_need"]),
        ({"q": "friction", "subject": "Math"}, []),
    ],
)
def test_a_board_is_found_by_words_grades_and_subject(okonkwo, section, asked, found):
    page = okonkwo.get(reverse("new_board", args=[section.key]), asked)
    assert names(page) == found
    assert ("No board of ours fits" in page.text) == (not found)
    assert ("Make the board" in page.text) == bool(found)


@pytest.mark.parametrize(
    "asked", [{}, {"q": " "}, {"q": "x" * 81}, {"grades": "3"}, {"subject": "<b>"}]
)
def test_what_cannot_be_asked_for_shows_every_board(okonkwo, section, asked):
    page = okonkwo.get(reverse("new_board", args=[section.key]), asked)
    assert set(names(page)) == set(board_templates())


def test_the_search_answers_htmx_with_the_boards_alone(okonkwo, section):
    address = reverse("new_board", args=[section.key])
    page = okonkwo.get(address, {"q": "river"}, headers=FOUND)
    assert page.text.lstrip().startswith('<div id="found"')
    assert "Rivers and first cities" in page.text
    assert page.text.count("checked") == 1


def test_a_board_is_made_from_what_was_found(okonkwo, section):
    address = reverse("new_board", args=[section.key]) + "?q=river"
    said = {"template": "rivers_and_first_cities", "title": "", "key": uuid4()}
    assert okonkwo.post(address, said).status_code == 302
    made = Board.objects.get()
    assert template_of(made) == board_templates()["rivers_and_first_cities"]


# --- from a file ----------------------------------------------------------------------------------
def send(client, section, **said):
    address = reverse("board_from_file", args=[section.key])
    return client.post(address, {"key": uuid4(), "text": "", **said})


def as_file(content, name="board.toml"):
    content = content.encode() if isinstance(content, str) else content
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("way", ["file", "text"])
def test_a_board_comes_in_as_a_draft(okonkwo, section, teacher, fractions, way):
    said = {"text": fractions.replace("\n", "\r\n")}
    response = send(okonkwo, section, **(said if way == "text" else {"file": as_file(fractions)}))

    made = Board.objects.get()
    assert response.url == reverse("board", args=[section.key, made.key])
    assert (made.state, made.made_by, made.template) == ("draft", teacher, "")
    assert write(template_of(made)) == fractions


def test_a_second_click_leads_to_the_same_board(okonkwo, section, fractions):
    key = uuid4()
    first, second = (send(okonkwo, section, text=fractions, key=key) for _click in range(2))
    assert first.url == second.url
    assert Board.objects.count() == 1


def test_faults_are_listed_and_the_text_of_the_file_is_there_to_mend(okonkwo, section, fractions):
    wrong = fractions.replace("minutes = 10", "minutes = 0").replace("</b>", "")
    response = send(okonkwo, section, file=as_file(wrong + "# <script>\n"))

    assert response.status_code == 422
    assert "3 lines need you" in response.text
    assert "Tile 1, The pizza problem: `minutes` must be a number from 1 to 120." in response.text
    assert "# &lt;script&gt;" in response.text
    assert response.context["form"]["text"].value() == wrong + "# <script>\n"
    assert not Board.objects.exists()


def test_pasted_text_with_faults_stays_in_the_box(okonkwo, section, fractions):
    wrong = fractions.replace('kind = "read"', 'kind = "nap"')
    response = send(okonkwo, section, text=wrong)
    assert response.status_code == 422
    assert "Tile 1, The pizza problem: `kind` cannot be “nap”." in response.text
    assert response.context["form"]["text"].value() == wrong


def test_many_faults_are_not_all_listed_but_counted(okonkwo, section):
    tiles = "[[tile]]\n" * 40
    form = send(okonkwo, section, text=tiles).context["form"]
    assert len(form.shown_faults) == MOST_SHOWN
    assert form.more_faults == len(form.faults) - MOST_SHOWN > 0


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Choose a file, or paste its text."),
        ({"text": "\0"}, "This text holds signs no text has."),
        ({"text": "x\ny"}, "Line 1 cannot be read: “x”."),
        ({"text": "# " + "x\n" * 110_000}, "The file has more than 200 KB."),
        ({"file": b""}, "`title` is missing."),
        ({"file": b"\xff\xfe"}, "Line 1 is not saved as UTF-8."),
        ({"file": b"\x89PNG\r\n\x1a\n" + b"\0" * 900}, "Line 1 is not saved as UTF-8."),
        ({"file": b"#" * 300_000}, "The file has more than 200 KB."),
        ({"key": "x"}, "Please check"),
    ],
)
def test_what_is_no_board_file_is_refused_in_words(okonkwo, section, said, words):
    if "file" in said:
        said = {"file": as_file(said["file"])}
    response = send(okonkwo, section, **said)
    assert response.status_code == 422
    assert words in response.text
    assert not Board.objects.exists()


@pytest.mark.parametrize("content", [b"title = \xff", b"title = '\0'", b"#" * 300_000])
def test_what_cannot_be_mended_by_hand_is_not_put_into_the_box(okonkwo, section, content):
    form = send(okonkwo, section, file=as_file(content)).context["form"]
    assert form["text"].value() == ""
    assert list(form.errors) == ["file"]


def test_a_file_is_read_before_the_text_in_the_box(okonkwo, section, fractions):
    send(okonkwo, section, file=as_file(fractions), text="older text")
    assert Board.objects.get().title == "Fractions in real life"


def test_a_file_of_26_megabytes_is_never_taken_in(okonkwo, section):
    response = send(okonkwo, section, file=as_file(b"#" * (26 * 1024 * 1024)))
    assert response.status_code == 422
    assert "The file has more than 200 KB." in response.text


# --- to a file ------------------------------------------------------------------------------------
def test_a_board_is_saved_as_a_file_and_comes_in_again(okonkwo, section, board):
    response = okonkwo.get(reverse("save_board_file", args=[section.key, board.key]))
    assert response["Content-Type"] == "application/toml"
    assert response["Content-Disposition"] == ('attachment; filename="fractions-in-real-life.toml"')
    again = read(response.text).board
    assert again.tiles == board_templates()["fractions_in_real_life"].tiles


@pytest.mark.parametrize(
    ("title", "name"),
    [("🎲", "board.toml"), ("كسور", "%D9%83%D8%B3%D9%88%D8%B1.toml"), ('"; x=../a', "xa.toml")],
)
def test_any_title_makes_a_name_for_a_file(okonkwo, section, board, title, name):
    Board.objects.update(title=title)
    response = okonkwo.get(reverse("save_board_file", args=[section.key, board.key]))
    assert name in response["Content-Disposition"]
    assert read(response.text).board.title == title


@pytest.mark.parametrize("tiles", [1, 30])
def test_saving_costs_the_same_for_1_and_30_tiles(
    okonkwo, section, tiles, django_assert_num_queries
):
    board = BoardFactory(section=section, shape="list")
    for place in range(1, tiles + 1):
        ActivityFactory(board=board, position=place)
    # session, user, classes, board, tiles, their levels, their texts, the board's texts
    with django_assert_num_queries(8):
        page = okonkwo.get(reverse("save_board_file", args=[section.key, board.key]))
    assert page.text.count("[[tile]]") == tiles


# --- who may come in ------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["stranger", "other_teacher", "specialist", "school_admin"])
def test_a_board_of_a_class_one_does_not_teach_is_not_saved(request, sign_in, section, board, who):
    client = sign_in(request.getfixturevalue(who))
    address = reverse("save_board_file", args=[section.key, board.key])
    assert client.get(address).status_code == 404
    assert send(client, section, text="x").status_code == 404


def test_a_board_of_another_class_is_not_found_through_ones_own(okonkwo, section):
    foreign = BoardFactory()
    address = reverse("save_board_file", args=[section.key, foreign.key])
    assert okonkwo.get(address).status_code == 404
