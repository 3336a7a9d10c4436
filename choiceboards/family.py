"""A board for the family: its signed address, and what stands there.

Whoever has the address reads the board without an account: titles, directions, materials; no name,
no pick, no level, no rubric. It ends on its day, when the board is put away, and when whoever gave
it out no longer teaches the class. The address says nothing: two random keys, a date, a signature.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.signing import BadSignature, Signer

from choiceboards.languages import own_name
from choiceboards.models import Activity, Board, Kind, Shape, TileText
from plc.models import User

LASTS = timedelta(days=60)
_SIGNER = Signer(salt="choiceboards.family", sep=".")


@dataclass(frozen=True, slots=True)
class FamilyTile:
    """A tile as the family reads it; `lang` is empty where it is the board's own."""

    title: str
    directions: str
    lang: str
    activity: Activity

    @property
    def ways(self) -> list[str]:
        return [str(Kind(name).label) for name in self.activity.formats]


def last_day(today: date) -> date:
    return today + LASTS


def token_of(board: Board, user: User, until: date) -> str:
    """The end of the address: good until the end of a day."""
    return _SIGNER.sign(f"{board.key}-{user.key}-{until:%Y%m%d}")


def board_of_token(token: str, today: date) -> Board | None:
    """The open board with this address (three queries); None for any reason that it is not."""
    try:
        board_key, user_key, until = _SIGNER.unsign(token).split("-")
    except (BadSignature, ValueError):
        return None
    if f"{today:%Y%m%d}" > until:
        return None
    user = User.objects.filter(key=user_key, is_active=True).first()
    if user is None:
        return None
    return Board.objects.editable_by(user).open().filter(key=board_key).first()


def family_tiles(board: Board, language: str) -> list[tuple[str, list[FamilyTile]]]:
    """The tiles in their parts, in the language where there is one (two queries)."""
    tiles = list(board.activities.on_board())
    texts = {row.activity_id: row for row in _texts(board).filter(language=language)}
    if board.shape != Shape.MENU:
        return [("", [_tile(row, texts) for row in tiles])]
    parts: dict[str, list[FamilyTile]] = {}
    for row in tiles:
        parts.setdefault(str(row.get_course_display()), []).append(_tile(row, texts))
    return list(parts.items())


def _texts(board: Board) -> TileText.TileTextQuerySet:
    return TileText.objects.filter(activity__board=board, activity__removed_at=None)


def _tile(row: Activity, texts: dict[int, TileText]) -> FamilyTile:
    if text := texts.get(row.pk):
        return FamilyTile(text.title, text.directions, text.language, row)
    return FamilyTile(row.title, row.directions, "", row)


def family_languages(board: Board) -> list[tuple[str, str]]:
    """(code, its own name) of the languages to read it in, the board's first (one query)."""
    codes = _texts(board).order_by("language").values_list("language", flat=True).distinct()
    own = board.language or "en"
    return [(code, own_name(code)) for code in (own, *(code for code in codes if code != own))]
