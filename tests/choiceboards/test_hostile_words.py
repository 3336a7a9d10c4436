"""Whatever somebody types is kept as it was typed and shown as text, or refused in words."""

import json
import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.html import escape

from choiceboards.forms.student import FinishForm
from choiceboards.models import Board, Pick, Poll, PollOption
from tests.factories import NOW, ActivityFactory, BoardFactory, PickFactory

STRINGS = Path(__file__).parents[3] / "shared/data/strings/naughty/blns.json"
needs_strings = pytest.mark.skipif(not STRINGS.is_file(), reason="the shared strings are not here")
PAGES = (
    "board print_board print_sheets type_picks class_picks check_board board_paths kit_list "
    "pick_groups family_link edit_board new_tile board_ideas save_board_file"
).split()


def typed(longest):
    """Each line as a browser would send it from a field of this length."""
    lines = [line.strip()[:longest].strip() for line in json.loads(STRINGS.read_text("utf-8"))]
    return [line for line in lines if line and "\0" not in line]


@needs_strings
def test_what_a_student_says_she_made_is_kept_and_its_link_is_one_or_refused():
    for line in typed(500):
        form = FinishForm({"made": line, "link": line}, rubric=[])
        form.is_valid()
        assert form.cleaned_data["made"] == line
        link = form.cleaned_data.get("link")
        assert form.errors.get("link") or link.startswith(("http://", "https://")), line


@needs_strings
def test_what_she_made_and_her_ideas_are_shown_to_her_team_as_text(
    sign_in, teacher, section, student
):
    board, lines = BoardFactory(section=section), typed(200)
    for place, line in enumerate(lines, 1):
        tile = ActivityFactory(board=board, position=place)
        PickFactory(activity=tile, student=student, state="finished", made=line)
    client = sign_in(teacher)
    url = reverse("student_picks", args=[student.key])

    pages = "".join(client.get(url, {"page": n}).text for n in range(1, len(lines) // 30 + 2))

    assert [line for line in lines if escape(line) not in pages] == []
    assert set(Pick.objects.values_list("made", flat=True)) == set(lines)


@needs_strings
def test_what_she_made_is_shown_as_text_to_herself_and_after_the_lesson(
    sign_in, teacher, section, student
):
    board, lines = BoardFactory(section=section), typed(200)
    for place, line in enumerate(lines, 1):
        PickFactory(
            activity=ActivityFactory(board=board, position=place),
            student=student,
            state="finished",
            showed={"title": line[:80].strip(), "rubric": [line]},
            ratings=[3],
            made=line,
            made_link=line,
        )
    after = reverse("class_picks", args=[section.key, board.key])
    for person, url in ((student, reverse("my_made")), (teacher, f"{after}?by=after")):
        client, pages = sign_in(person), ""
        for number in range(1, len(lines) // 30 + 2):
            pages += client.get(url, {"by": "after", "page": number}).text
        assert [line for line in lines if escape(line) not in pages] == []
        links = re.findall(r'href="([^"]*)" rel="noopener', pages)
        assert [link for link in links if not link.startswith(("http://", "https://"))] == []


@needs_strings
def test_an_idea_in_any_words_is_kept_and_read_as_text(sign_in, student, teacher, section, idea):
    lines = typed(60)
    ideas = [" ".join(lines[n : n + 3]) for n in range(0, len(lines), 3)]
    child, kept = sign_in(student), []
    for words in ideas:
        answer = child.post(reverse("pick_tile", args=[idea.key]), {"words": words, "level": "1"})
        assert answer.status_code == 302, (words, answer.text)
        kept.append(Pick.objects.select_related("spark").get(student=student).spark.words)
    assert kept == ideas

    page = sign_in(teacher).get(reverse("board_ideas", args=[section.key, idea.board.key]))
    assert escape(ideas[-1]) in page.text


@needs_strings
def test_a_question_and_its_answers_are_kept_and_shown_as_text(sign_in, teacher, section):
    lines = list({line.casefold(): line for line in typed(100)}.values())
    client, day = sign_in(teacher), (NOW + timedelta(days=1)).date()
    for n in range(0, len(lines) - 6, 7):
        question, *answers = lines[n : n + 7]
        said = {f"answer_{place}": words for place, words in enumerate(answers, 1)}
        said |= {"question": question, "closes_on": day, "closes_time": "12:00", "key": uuid4()}
        response = client.post(reverse("new_poll", args=[section.key]), said)
        assert response.status_code == 302, (question, answers, response.text)
        page = client.get(response.url).text
        assert [words for words in (question, *answers) if escape(words) not in page] == []
    count = len(range(0, len(lines) - 6, 7))
    assert (Poll.objects.count(), PollOption.objects.count()) == (count, 6 * count)


@pytest.mark.parametrize("page", PAGES)
def test_a_board_without_a_tile_has_every_page(sign_in, teacher, section, student, page):
    bare = BoardFactory(section=section, state=Board.State.OPEN)

    answer = sign_in(teacher).get(reverse(page, args=[section.key, bare.key]))

    assert answer.status_code == 200
