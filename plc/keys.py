"""Opaque keys: what stands in a URL instead of a row's number or a child's name."""

import secrets

from django.db import models

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # no l, o, 0, 1: they are read aloud and copied
LENGTH = 12


def new_key() -> str:
    """60 random bits as twelve letters and digits that cannot be mistaken for each other."""
    number = secrets.randbits(5 * LENGTH)
    return "".join(_LETTERS[(number >> (5 * place)) & 31] for place in range(LENGTH))


class KeyField(models.CharField):
    """A unique opaque key, made when the row is."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.update(max_length=LENGTH, default=new_key, unique=True, editable=False)
        super().__init__(**kwargs)  # type: ignore[arg-type]
