"""Opening a ZIP or a folder of CSV files without trusting it: names, sizes, twins."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import field
from pathlib import Path, PurePosixPath

from plc.frozen import frozen
from students.roster.messages import say, shorten
from students.roster.model import RowError

CHUNK = 1 << 20


@frozen
class BundleLimits:
    """What a roster of many files may hold, packed and unpacked."""

    zip_megabytes: int = 25
    megabytes: int = 200
    files: int = 200
    rows: int = 2_000_000


BUNDLE = BundleLimits()


@frozen
class Files:
    """The CSV files of a bundle by small-letter name. `read` unpacks one."""

    read: Callable[[str], bytes]
    names: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[RowError, ...] = ()
    limits: BundleLimits = BUNDLE


def _nothing(_name: str) -> bytes:
    return b""


def _refused(code: str, **params: object) -> Files:
    return Files(_nothing, errors=(say(RowError, code, params=params),))


def from_zip(data: bytes, limits: BundleLimits = BUNDLE) -> Files | None:
    """The CSV files of a ZIP, nested folders or not; None when it is a workbook, not a bundle."""
    if len(data) > limits.zip_megabytes * 1024 * 1024:
        size = f"{len(data) / 1024 / 1024:.1f}"
        return _refused("file_too_big", size=size, limit=limits.zip_megabytes)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = [member for member in archive.infolist() if not member.is_dir()]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return _refused("zip_damaged") if data.startswith(b"PK\x03\x04") else None
    if {"[Content_Types].xml", "mimetype"} & {member.filename for member in members}:
        return None
    return _distrust(members, limits) or _trusted(archive, members, limits)


def _trusted(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], limits: BundleLimits
) -> Files:
    found = {member.filename: member for member in members if _is_csv(member.filename)}
    names, twin = by_small_name([member.filename for member in members if member.filename in found])
    if twin:
        return _refused("zip_twice", name=shorten(twin))

    def read(name: str) -> bytes:
        return _unpack(archive, found[names[name]])

    return Files(read, names, limits=limits)


def _distrust(members: list[zipfile.ZipInfo], limits: BundleLimits) -> Files | None:
    """Refuse the whole ZIP for one bad member: an honest export has none."""
    if len(members) > limits.files:
        return _refused("zip_many_files", found=len(members), limit=limits.files)
    for member in members:
        if not _inside(member.filename):
            return _refused("zip_path", name=shorten(member.filename))
        if member.flag_bits & 0x1:
            return _refused("zip_locked")
    if sum(member.file_size for member in members) > limits.megabytes * 1024 * 1024:
        return _refused("zip_too_big", limit=limits.megabytes)
    return None


def _inside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return not (path.is_absolute() or ".." in path.parts or ":" in name or "\0" in name)


def _is_csv(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return path.suffix.lower() in (".csv", ".txt", ".tsv") and not hidden


def by_small_name(paths: list[str]) -> tuple[dict[str, str], str]:
    """Map "users.csv" to the path that holds it; the second value names a twin."""
    names: dict[str, str] = {}
    for path in paths:
        name = PurePosixPath(path.replace("\\", "/")).name.lower()
        if name in names:
            return {}, name
        names[name] = path
    return names, ""


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Unpack in pieces: zipfile stops at the size the ZIP states, which `_distrust` has summed.

    Read at one go, a member that lies about its size would be unpacked whole before it is cut.
    """
    try:
        with archive.open(member) as packed:
            return b"".join(iter(lambda: packed.read(CHUNK), b""))
    except (zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise zipfile.BadZipFile from error


def from_folder(folder: Path, limits: BundleLimits = BUNDLE) -> Files:
    """The CSV files of a folder; links and folders below it are left alone."""
    found = {
        path.name: path
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.is_symlink() and _is_csv(path.name)
    }
    if sum(path.stat().st_size for path in found.values()) > limits.megabytes * 1024 * 1024:
        return _refused("zip_too_big", limit=limits.megabytes)
    names, twin = by_small_name(list(found))
    if twin:
        return _refused("zip_twice", name=shorten(twin))
    return Files(lambda name: found[names[name]].read_bytes(), names, limits=limits)
