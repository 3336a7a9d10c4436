"""A board for the family: its signed address, and what stands there.

Whoever has the address reads the board without an account: titles, directions, materials; no name,
no pick, no level, no rubric. It ends on its day, when the board is put away, and when whoever gave
it out no longer teaches the class. The address says nothing: two random keys, a date, a signature.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.core.signing import BadSignature, Signer

from choiceboards.family_words import FamilyWords
from choiceboards.languages import own_name
from choiceboards.lying import in_courses
from choiceboards.models import Activity, Board, BoardText, Shape, TileText
from plc.frozen import frozen
from plc.models import User

LASTS = timedelta(days=60)
_SIGNER = Signer(salt="choiceboards.family", sep=".")


@frozen
class Said:
    """Words as the family reads them, and the language that they are in."""

    words: str
    lang: str


@frozen
class FamilyTile:
    title: Said
    directions: Said
    materials: Said
    activity: Activity


@frozen
class Untold:
    """What a board does not say in a language; the family reads its own words there."""

    board: bool
    tiles: list[Activity]
    materials: list[Activity]  # of tiles that say the rest

    def __bool__(self) -> bool:
        return bool(self.board or self.tiles or self.materials)


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


def own_language(board: Board) -> str:
    return board.language or "en"


def family_languages(board: Board) -> list[tuple[str, str]]:
    """(code, its own name) of the languages to read it in, the board's first (one query)."""
    of_tiles = TileText.objects.on(board).order_by().values_list("language", flat=True)
    of_board = board.texts.order_by().values_list("language", flat=True)
    own = own_language(board)
    codes = sorted({*of_tiles.union(of_board)} - {own})
    return [(code, own_name(code)) for code in (own, *codes)]


def family_head(board: Board, language: str) -> tuple[Said, Said]:
    """The board's title and its directions (one query)."""
    text = board.texts.filter(language=language).first()
    return _said(text, board, board, "title"), _said(text, board, board, "directions")


def family_tiles(
    board: Board, language: str, words: FamilyWords
) -> list[tuple[str, list[FamilyTile]]]:
    """The tiles in their parts, in the language where there is one (two queries)."""
    tiles, texts = _tiles(board, language)
    parts = in_courses(tiles) if board.shape == Shape.MENU else [("", tiles)] if tiles else []
    return [
        (words.course(course), [_tile(row, texts.get(row.pk), board) for row in rows])
        for course, rows in parts
    ]


def untold(board: Board, language: str) -> Untold:
    """What is left to say in a language that is not the board's own (three queries)."""
    tiles, texts = _tiles(board, language)
    return Untold(
        board=not board.texts.filter(language=language).exists(),
        tiles=[row for row in tiles if row.pk not in texts],
        materials=[
            row
            for row in tiles
            if row.materials and row.pk in texts and not texts[row.pk].materials
        ],
    )


def _tiles(board: Board, language: str) -> tuple[list[Activity], dict[int, TileText]]:
    """The tiles, and the words of those that say it in this language, by the tile's id."""
    texts = TileText.objects.on(board).filter(language=language)
    return list(board.activities.on_board()), {row.activity_id: row for row in texts}


def _tile(row: Activity, text: TileText | None, board: Board) -> FamilyTile:
    return FamilyTile(
        title=_said(text, row, board, "title"),
        directions=_said(text, row, board, "directions"),
        materials=_said(text, row, board, "materials"),
        activity=row,
    )


def _said(
    text: BoardText | TileText | None, row: Board | Activity, board: Board, name: str
) -> Said:
    """One line in the text's language where it says it, else in the board's own."""
    if text and (words := getattr(text, name)):
        return Said(words, text.language)
    return Said(getattr(row, name), own_language(board))
