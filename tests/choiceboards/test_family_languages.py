"""A copy of a board in the family's language: what the board says in it, and what the page says."""

import re

import pytest
from django.urls import reverse

from choiceboards.family import Said, token_of
from choiceboards.family_words import LINES, family_words
from choiceboards.languages import is_right_to_left, own_name
from choiceboards.models import Board, BoardText, Course, TileText
from tests.factories import NOW, TODAY, ActivityFactory, BoardTextFactory, TileTextFactory


@pytest.fixture
def okonkwo(sign_in, teacher):
    return sign_in(teacher)


@pytest.fixture
def link(board, teacher):
    return reverse("family_board", args=[token_of(board, teacher, TODAY)])


@pytest.fixture
def spanish(board, pizza):
    """The board's title and one tile in Spanish."""
    BoardTextFactory(board=board, title="Las fracciones", directions="")
    return TileTextFactory(
        activity=pizza, title="La pizza", directions="Corta.", materials="Un lápiz"
    )


def tiles_of(page):
    return {tile.activity.title: tile for _heading, row in page.context["parts"] for tile in row}


def test_the_board_and_its_tiles_are_read_in_another_language_where_they_have_it(
    client, link, board, spanish
):
    Board.objects.filter(pk=board.pk).update(directions="Choose two.")
    page = client.get(link, {"in": "es"})
    assert page.context["title"] == Said("Las fracciones", "es")
    assert page.context["directions"] == Said("Choose two.", "en")
    pizza, comic = (tiles_of(page)[title] for title in ("The pizza problem", "Comic strip"))
    assert (pizza.title, pizza.directions) == (Said("La pizza", "es"), Said("Corta.", "es"))
    assert pizza.materials == Said("Un lápiz", "es")
    assert comic.title == Said("Comic strip", "en")


def test_materials_that_have_no_words_in_the_language_stay_the_board_s(client, link, spanish):
    TileText.objects.update(materials="")
    tile = tiles_of(client.get(link, {"in": "es"}))["The pizza problem"]
    assert tile.title.lang == "es"
    assert tile.materials == Said(tile.activity.materials, "en")


def test_each_text_carries_its_language(client, link, spanish):
    text = client.get(link, {"in": "es"}).text
    assert re.search(r'<html\s+lang="es"\s+dir="ltr"', text)
    assert '<h1 dir="auto" lang="es">Las fracciones</h1>' in text
    assert re.search(r'<div lang="es">\s*<h2 dir="auto">La pizza</h2>', text)
    assert re.search(r'<b>Se necesita:</b>\s*<span dir="auto" lang="es">Un lápiz', text)
    assert re.search(r'<div lang="en">\s*<h2 dir="auto">Comic strip</h2>', text)
    assert '<a class="skip" href="#main">Ir al contenido principal</a>' in text


def test_every_language_in_which_anything_is_said_is_offered(client, link, board, pizza, spanish):
    BoardTextFactory(board=board, language="ar")  # of the board alone
    TileTextFactory(activity=pizza, language="ht")  # of a tile alone
    gone = ActivityFactory(board=board, position=40, removed_at=NOW)
    TileTextFactory(activity=gone, language="ko")
    page = client.get(link)
    assert page.context["languages"] == [
        ("en", "English"),
        ("ar", "العربيّة"),
        ("es", "español"),
        ("ht", "Kreyòl ayisyen"),
    ]
    assert client.get(link, {"in": "ar"}).context["title"].lang == "ar"


def test_a_board_in_one_language_offers_none(client, link, board):
    TileText.objects.filter(activity__board=board).delete()
    page = client.get(link)
    assert page.context["languages"] == []
    assert "<nav" not in page.text


def test_in_arabic_the_page_runs_from_right_to_left(client, link, board):
    BoardTextFactory(board=board, language="ar", title="الكسور")
    page = client.get(link, {"in": "ar"})
    assert re.search(r'<html\s+lang="ar"\s+dir="rtl"', page.text)
    assert family_words()["ar"].ask in page.text


def test_a_board_in_spanish_speaks_spanish_unasked(client, link, board):
    Board.objects.filter(pk=board.pk).update(language="es")
    page = client.get(link)
    assert page.context["words"].lang == "es"
    assert page.context["title"] == Said(board.title, "es")


def test_a_language_in_which_the_board_says_nothing_is_spoken_by_the_page_alone(client, link):
    page = client.get(link, {"in": "vi"})
    assert page.context["words"].lang == "vi"
    assert page.context["title"].lang == "en"


def test_a_language_that_the_page_does_not_speak_is_shown_between_english_sentences(
    client, link, board
):
    BoardTextFactory(board=board, language="sw", title="Sehemu")
    page = client.get(link, {"in": "sw"})
    assert re.search(r'<html\s+lang="en"\s+dir="ltr"', page.text)
    assert '<h1 dir="auto" lang="sw">Sehemu</h1>' in page.text
    assert family_words()["en"].ask in page.text


@pytest.mark.parametrize("asked", ["<b>", "", "xx", "-" * 5000, "es\0", "en-", "\u202e", "../es"])
def test_what_is_no_language_is_answered_in_english(client, link, spanish, asked):
    page = client.get(link, {"in": asked})
    assert page.context["reads"] == "en"
    assert page.context["words"].lang == "en"
    assert "<b>&lt;" not in page.text


def test_the_parts_of_a_menu_are_called_in_the_language(client, link, board):
    Board.objects.filter(pk=board.pk).update(shape="menu")
    board.activities.update(course="main")
    board.activities.filter(position=1).update(course="starter")
    board.activities.filter(position=2).update(course="dessert")
    BoardTextFactory(board=board, language="uk")
    for language, names in {
        "uk": ["Закуска", "Основна страва", "Десерт"],
        "en": ["Starter", "Main dish", "Dessert"],
    }.items():
        page = client.get(link, {"in": language})
        assert [heading for heading, _tiles in page.context["parts"]] == names


@pytest.mark.parametrize("asked", ["ar", "es-MX", "zh-TW"])
def test_a_link_that_has_ended_says_so_in_the_language_asked_for(client, link, asked, board):
    Board.objects.filter(pk=board.pk).update(state="closed")
    page = client.get(link, {"in": asked})
    words = family_words()[{"ar": "ar", "es-MX": "es", "zh-TW": "zh-hant"}[asked]]
    assert page.status_code == 404
    assert f"<h1>{words.ended}</h1>" in page.text
    assert re.search(rf'<html\s+lang="{words.lang}"\s+dir="{words.dir}"', page.text)


# --- the teacher's sheets -------------------------------------------------------------------------
def sheet(client, section, board, **asked):
    return client.get(reverse("family_link", args=[section.key, board.key]), asked)


def test_each_language_has_its_own_sheet_with_its_own_link(okonkwo, section, board, spanish):
    english, in_spanish = (
        sheet(okonkwo, section, board),
        sheet(okonkwo, section, board, **{"in": "es"}),
    )
    assert in_spanish.context["url"] == english.context["url"] + "?in=es"
    assert in_spanish.context["qr"] != english.context["qr"]
    letter = family_words()["es"].letter
    assert f'<p lang="es" dir="ltr">{letter}</p>' in in_spanish.text
    assert letter not in english.text
    page = okonkwo.get(in_spanish.context["url"].removeprefix("http://testserver"))
    assert page.context["title"] == Said("Las fracciones", "es")


def test_the_teacher_is_told_what_is_not_in_the_language_yet(
    okonkwo, section, board, spanish, comic
):
    page = sheet(okonkwo, section, board, **{"in": "es"})
    assert not page.context["untold"].board
    text = " ".join(page.text.split())
    assert "8 tiles have no Spanish text; they stay in English:" in text
    at = reverse("new_text", args=[section.key, board.key, comic.key])
    assert f'href="{at}?in=es"' in text
    assert "The materials of" not in text

    BoardText.objects.all().delete()
    TileText.objects.update(materials="")
    text = " ".join(sheet(okonkwo, section, board, **{"in": "es"}).text.split())
    assert "The board’s title and directions stay in English." in text
    assert reverse("new_board_text", args=[section.key, board.key]) + "?in=es" in text
    assert "The materials of 1 tile stay in English:" in text
    assert reverse("edit_text", args=[section.key, board.key, spanish.activity.key, "es"]) in text


def test_where_everything_is_said_nothing_is_missed(okonkwo, section, board, spanish):
    for tile in board.activities.exclude(pk=spanish.activity_id):
        TileTextFactory(activity=tile, materials="Papel")
    for asked in ({"in": "es"}, {"in": "en"}, {"in": "<b>"}, {}):
        page = sheet(okonkwo, section, board, **asked)
        assert not page.context["untold"]
        assert "yet</h2>" not in page.text
    assert "stay in" not in page.text


# --- the page's own words -------------------------------------------------------------------------
AS_IN_ENGLISH = {("fr", "dessert", "Dessert")}


def test_the_page_speaks_at_least_what_most_families_read():
    wanted = {"en", "es", "fr", "pt", "ht", "ar", "zh-hans", "vi", "ru", "uk", "tl", "ko", "hi"}
    assert wanted <= set(family_words())


@pytest.mark.parametrize("code", family_words())
def test_every_language_has_every_sentence_and_none_that_stayed_english(code):
    words, english = family_words()[code], family_words()["en"]
    said = {name: getattr(words, name) for name in LINES}
    assert [name for name, line in said.items() if not line.strip() or line != line.strip()] == []
    stayed = {(code, name, line) for name, line in said.items() if line == getattr(english, name)}
    assert code == "en" or stayed <= AS_IN_ENGLISH
    assert own_name(code) != code


def test_english_names_the_parts_of_a_menu_as_the_teacher_reads_them():
    english = family_words()["en"]
    assert [english.course(course) for course in Course.values] == Course.labels


@pytest.mark.parametrize("code", ["ar", "fa", "he", "ur", "ps"])
def test_languages_that_run_from_right_to_left_are_known(code):
    assert is_right_to_left(code)
    assert not is_right_to_left("uk")
