"""`@frozen`: a dataclass nobody assigns to, for what reads return and services are told.

`@dataclass(frozen=True, slots=True)` writes and compiles six functions for each class and, up to
Python 3.13, keeps the class twice: 15 KiB and 0.3 ms of every process's start, for two hundred
classes. Here they share three functions, and mypy, not each assignment, sees to it that nothing is
changed; so one is also made in a third of the time (docs/adr/0012-frozen-rows-share-their-code.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import Field, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform, overload

T = TypeVar("T")


@overload
def frozen(cls: type[T], /) -> type[T]: ...
@overload
def frozen(*, slots: bool) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: Any = None, /, *, slots: bool = False) -> Any:
    """Make a dataclass that equals, hashes and prints as a frozen one; what the class has stays.

    `slots` are for rows that come by the thousand: each is a third smaller.
    """
    if cls is None:
        return lambda cls: _made(cls, slots=slots)
    return _made(cls, slots=slots)


def _made(cls: type[T], *, slots: bool) -> type[T]:
    shared = {name: code for name, code in _SHARED.items() if name not in cls.__dict__}
    cls.__doc__ = cls.__doc__ or cls.__name__  # else each signature is looked up to make one
    made = dataclass(eq=False, repr=False, slots=slots)(cls)
    for name, code in shared.items():
        setattr(made, name, code)
    return made


def _fields(cls: Any) -> tuple[Field[Any], ...]:
    return fields(cls)


_READERS: dict[type, Callable[[object], object]] = {}


def _values_of(cls: type) -> Callable[[object], object]:
    """What reads the values that a row of this class is compared by, made when first asked for."""
    if cls not in _READERS:
        names = [each.name for each in _fields(cls) if each.compare]
        _READERS[cls] = attrgetter(*names) if names else lambda _row: ()
    return _READERS[cls]


def _eq(self: Any, other: object) -> bool:
    if type(self) is not type(other):
        return NotImplemented
    values = _values_of(type(self))
    return values(self) == values(other)


def _hash(self: Any) -> int:
    return hash(_values_of(type(self))(self))


def _repr(self: object) -> str:
    cls = type(self)
    shown = (f"{each.name}={getattr(self, each.name)!r}" for each in _fields(cls) if each.repr)
    return f"{cls.__qualname__}({', '.join(shown)})"


_SHARED = {"__eq__": _eq, "__hash__": _hash, "__repr__": _repr}
