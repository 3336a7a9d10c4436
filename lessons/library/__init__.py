"""The lesson-plan templates we ship: one readable TOML file each, beside this one."""

from __future__ import annotations

import tomllib
from datetime import time
from functools import cache
from pathlib import Path
from typing import Any

from plc.frozen import frozen

HERE = Path(__file__).parent
# In the order in which they are offered.
NAMES = ("elementary-day", "workshop-morning", "middle-period", "block-90")


@frozen
class TemplateBlock:
    """One block, with the local times it has when the template is used unchanged."""

    kind: str  # a value of `lessons.models.Block.Kind`
    title: str
    icon: str
    starts_at: time
    ends_at: time
    details: str = ""


@frozen
class Template:
    """A day, a period or a block, ready to be made a class's own."""

    name: str
    title: str
    who: str
    summary: str
    blocks: tuple[TemplateBlock, ...]

    @property
    def starts_at(self) -> time:
        return self.blocks[0].starts_at

    @property
    def ends_at(self) -> time:
        return self.blocks[-1].ends_at


@cache
def template(name: str) -> Template:
    """The template with this name; KeyError for one that we do not ship."""
    if name not in NAMES:
        raise KeyError(name)
    with (HERE / f"{name}.toml").open("rb") as file:
        return _read(name, tomllib.load(file))


def templates() -> tuple[Template, ...]:
    return tuple(template(name) for name in NAMES)


def _read(name: str, data: dict[str, Any]) -> Template:
    blocks = tuple(TemplateBlock(**block) for block in data.pop("blocks"))
    return Template(name=name, blocks=blocks, **data)
