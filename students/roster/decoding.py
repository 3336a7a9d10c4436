"""From bytes to text. UTF-8 and UTF-16 are recognised; Windows-1252 is read and said out loud."""

from __future__ import annotations

import codecs
import re

from plc.frozen import frozen
from students.roster.messages import say, shorten
from students.roster.model import Note, RowError

# What a person may choose instead, when the letters came out wrong.
ENCODINGS = {
    "UTF-8": "utf-8",
    "UTF-16": "utf-16",
    "Windows-1250": "cp1250",
    "Windows-1251": "cp1251",
    "Windows-1252": "cp1252",
    "Windows-1253": "cp1253",
    "Windows-1254": "cp1254",
    "Windows-1255": "cp1255",
    "Windows-1256": "cp1256",
    "Windows-1257": "cp1257",
    "Windows-1258": "cp1258",
    "Shift JIS": "cp932",
    "GB 18030": "gb18030",
    "Big5": "big5",
    "EUC-KR": "cp949",
    "Mac OS Roman": "mac_roman",
}

KINDS = (  # how foreign files begin: (first bytes, error code, what to call it)
    (b"\xd0\xcf\x11\xe0", "workbook", "Excel 97"),
    (b"%PDF", "not_text", "PDF"),
    (b"\x89PNG", "not_text", "picture"),
    (b"\xff\xd8\xff", "not_text", "picture"),
    (b"GIF8", "not_text", "picture"),
    (b"\x1f\x8b", "not_text", "GZIP"),
    (b"Rar!", "not_text", "RAR"),
    (b"7z\xbc\xaf", "not_text", "7-Zip"),
    (b"SQLite format 3", "not_text", "database"),
    (b"{\\rtf", "not_text", "RTF"),
    (b"bplist", "not_text", "Apple data"),
)
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]{1,3}")


@frozen
class Decoded:
    text: str = ""
    encoding: str = ""
    notes: tuple[Note, ...] = ()
    error: RowError | None = None


def decode(data: bytes, *, encoding: str = "", limits_mb: int = 5, file: str = "") -> Decoded:
    """Turn a file into text, or say why not. `encoding` is a name from ENCODINGS."""
    if len(data) > limits_mb * 1024 * 1024:
        size = f"{len(data) / 1024 / 1024:.1f}"
        return _refused("file_too_big", file, size=size, limit=limits_mb)
    if not data.strip():
        return _refused("file_empty", file)
    if kind := foreign_kind(data):
        code, name = kind
        return _refused(code, file, kind=name)
    if encoding:
        return _chosen(data, encoding, file)
    return _with_mark(data, file) or _sixteen_bit(data, file) or _eight_bit(data, file)


def _refused(code: str, file: str, **params: object) -> Decoded:
    return Decoded(error=say(RowError, code, file=file, params=params))


def foreign_kind(data: bytes) -> tuple[str, str] | None:
    """Recognise files that are no text at all, so that the refusal can name them."""
    if data.startswith(b"PK\x03\x04"):
        if b"xl/" in data or b"[Content_Types].xml" in data[:4096]:
            return "workbook", "Excel"
        if b"opendocument" in data[:200]:
            return "workbook", "OpenDocument"
        return "not_text", "ZIP"
    for start, code, name in KINDS:
        if data.startswith(start):
            return code, name
    return None


def _chosen(data: bytes, encoding: str, file: str) -> Decoded:
    codec = ENCODINGS.get(encoding)
    if codec == "utf-8":
        codec = "utf-8-sig"
    try:
        text = data.decode(codec) if codec else ""
    except (UnicodeDecodeError, UnicodeError):
        text = ""
    if not text or "\0" in text:
        return _refused("encoding_wrong", file, encoding=shorten(encoding))
    return Decoded(text, encoding)


MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


def _with_mark(data: bytes, file: str) -> Decoded | None:
    """A byte order mark is a promise: a file that breaks it is damaged."""
    for mark, codec, name in MARKS:
        if data.startswith(mark):
            try:
                text = data.decode(codec)
            except UnicodeDecodeError as error:
                line = _line_at(data, error.start)
                return _refused(
                    "encoding_mixed" if name == "UTF-8" else "nul_bytes", file, line=line
                )
            if not text.strip():
                return _refused("file_empty", file)
            if "\0" in text:
                return _refused("nul_bytes", file)
            return Decoded(text, name, _said(name, file))
    return None


def _said(name: str, file: str) -> tuple[Note, ...]:
    return () if name == "UTF-8" else (say(Note, "utf16", file=file, params={"encoding": name}),)


def _sixteen_bit(data: bytes, file: str) -> Decoded | None:
    """UTF-16 without a mark: half of every comma and line end is a zero byte."""
    if b"\0" not in data:
        return None
    even, odd = data[0::2].count(0), data[1::2].count(0)
    codec = "utf-16-le" if odd > even else "utf-16-be"
    if len(data) % 2 == 0 and min(even, odd) == 0:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            text = "\0"
        if not CONTROL.search(text) and ("\n" in text or b"\n" not in data):
            return Decoded(text, "UTF-16", _said("UTF-16", file))
    return _refused("nul_bytes", file)


def _eight_bit(data: bytes, file: str) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError as error:
        if _mostly_utf8(data):
            return _refused("encoding_mixed", file, line=_line_at(data, error.start))
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return _refused("encoding_unknown", file)
    if CONTROL.search(text):
        return _refused("encoding_unknown", file)
    said = {"encoding": "Windows-1252", "sample": _accented_cell(text)}
    return Decoded(text, "Windows-1252", (say(Note, "encoding", file=file, params=said),))


def _mostly_utf8(data: bytes) -> bool:
    """Whether the bytes beyond ASCII are mostly whole UTF-8 letters with some damage between."""
    whole = 0
    for found in MULTIBYTE.finditer(data):
        try:
            found.group().decode("utf-8")
        except UnicodeDecodeError:
            continue
        whole += len(found.group())
    beyond = sum(map(data.count, (bytes([code]) for code in range(128, 256))))
    return whole * 2 > beyond


def _line_at(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1


def _accented_cell(text: str) -> str:
    """The first cell with an accented letter, at most 40 letters to either side of it."""
    found = re.search(r"[^\x00-\x7f]", text)
    if not found:
        return ""
    before = re.split(r"[,;\t|\r\n\"]", text[max(0, found.start() - 40) : found.start()])[-1]
    after = re.split(r"[,;\t|\r\n\"]", text[found.start() : found.start() + 40])[0]
    return shorten((before + after).strip(), 40)
