"""The templates we ship are whole and fit the model."""

from datetime import time
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings

from lessons.library import HERE, NAMES, template, templates
from lessons.models import Block, LessonPlan

SPRITE = (Path(settings.BASE_DIR) / "static" / "icons.svg").read_text()


def minutes_of(block):
    start, end = block.starts_at, block.ends_at
    return (end.hour - start.hour) * 60 + end.minute - start.minute


def test_every_file_is_offered_and_every_offer_has_its_file():
    assert sorted(path.stem for path in HERE.glob("*.toml")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_blocks_follow_each_other_without_overlap(name):
    blocks = template(name).blocks
    assert all(block.starts_at < block.ends_at for block in blocks)
    assert all(a.ends_at <= b.starts_at for a, b in pairwise(blocks))


@pytest.mark.parametrize("name", NAMES)
def test_a_template_has_all_five_parts_of_the_day(name):
    kinds = {block.kind for block in template(name).blocks}
    assert {"connect", "lesson", "work", "curious", "share"} <= kinds <= set(Block.Kind.values)


@pytest.mark.parametrize("name", NAMES)
def test_texts_and_icons_fit(name):
    shipped = template(name)
    assert len(shipped.name) <= LessonPlan._meta.get_field("template").max_length
    for block in shipped.blocks:
        assert len(block.title) <= Block._meta.get_field("title").max_length
        assert len(block.details) <= Block._meta.get_field("details").max_length
        assert f'id="{block.icon}"' in SPRITE


@pytest.mark.parametrize(("name", "minutes"), [("middle-period", 50), ("block-90", 90)])
def test_a_period_is_exactly_as_long_as_it_says(name, minutes):
    assert sum(minutes_of(block) for block in template(name).blocks) == minutes


def test_the_elementary_day_gives_115_minutes_of_independent_work():
    work = [block for block in template("elementary-day").blocks if block.kind == "work"]
    assert [(block.starts_at, block.ends_at) for block in work] == [
        (time(9, 10), time(9, 50)),
        (time(10, 35), time(11, 15)),
        (time(13, 0), time(13, 35)),
    ]
    assert sum(minutes_of(block) for block in work) == 115


def test_an_unknown_template_is_refused_even_if_its_name_is_a_path():
    for name in ("", "nothing", "../library/block-90"):
        with pytest.raises(KeyError):
            template(name)


def test_templates_come_in_the_order_they_are_offered():
    assert tuple(shipped.name for shipped in templates()) == NAMES
