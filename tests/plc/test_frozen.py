"""`@frozen` is the standard library's frozen dataclass to all who look."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace

from plc.frozen import frozen


@frozen
class Seat:
    """Who sits where."""

    name: str
    row: int = 1
    friends: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list, compare=False, repr=False)

    @property
    def is_first(self) -> bool:
        return self.row == 1


@dataclass(frozen=True)
class Usual:
    name: str
    row: int = 1
    friends: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list, compare=False, repr=False)


@frozen
class Desk:
    name: str
    row: int = 1

    def __repr__(self) -> str:
        return f"the desk of {self.name}"


@frozen
class Window(Seat):
    floor: int = 0


@frozen(slots=True)
class Small:
    """One of thousands."""

    name: str
    row: int = 1


def test_slots_are_for_rows_that_come_by_the_thousand():
    assert not hasattr(Small("Ada"), "__dict__")
    assert (Small("Ada"), repr(Small("Ada"))) == (Small("Ada", 1), "Small(name='Ada', row=1)")
    assert {Small("Ada"), replace(Small("Bo"), name="Ada")} == {Small("Ada")}


def test_rows_are_equal_by_class_and_by_the_fields_that_are_compared():
    assert Seat("Ada", 2, notes=["a"]) == Seat("Ada", 2, notes=["b"])
    assert Seat("Ada", 2) != Seat("Ada", 3)
    assert Seat("Ada") != Desk("Ada")
    assert Seat("Ada") != Window("Ada")
    assert Seat("Ada").__eq__("Ada") is NotImplemented


def test_rows_without_a_field_are_all_alike():
    @frozen
    class Nothing:
        pass

    assert (Nothing(), len({Nothing(), Nothing()})) == (Nothing(), 1)


def test_equal_rows_are_one_key():
    assert {Seat("Ada", notes=["a"]): 1, Seat("Ada"): 2, Seat("Bo"): 3} == {
        Seat("Ada"): 2,
        Seat("Bo"): 3,
    }
    assert hash(Seat("Ada", 2)) == hash(Usual("Ada", 2))


def test_a_row_prints_as_a_dataclass_does_or_as_its_class_says():
    assert repr(Seat("Ada", 2)) == repr(Usual("Ada", 2)).replace("Usual", "Seat")
    assert repr(Desk("Ada")) == "the desk of Ada"
    assert Desk("Ada") == Desk("Ada")


def test_fields_defaults_copies_and_heirs_are_those_of_a_dataclass():
    first, second = Seat("Ada"), Seat("Bo")
    first.notes.append("hers")

    assert [each.name for each in fields(Window)] == ["name", "row", "friends", "notes", "floor"]
    assert second.notes == []
    assert replace(first, row=2) == Seat("Ada", 2)
    assert (Window("Ada", floor=3).floor, Window("Ada").is_first) == (3, True)
    assert (Seat.__doc__, Desk.__doc__) == ("Who sits where.", "Desk")
