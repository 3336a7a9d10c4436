"""What a heading may mean, by its words alone."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from students.roster.synonyms import WORDS

FIELDS = (
    "name",
    "given",
    "family",
    "middle",
    "called",
    "external_id",
    "grade",
    "class_name",
    "class_id",
    "term",
    "home_language",
    "birth_year",
    "teacher_name",
    "teacher_email",
    "role",
)
# Headings that only one file of a bundle has: its names are not students.
BUNDLE_PARTS = (
    ("parentsourcedid",),
    ("dfenumber", "name"),
    ("sisid", "name"),
    ("sectionname", "schoolsisid"),
    ("sectionname", "schooldfenumber"),
    ("title", "orgsourcedid"),
    ("title", "sourcedid"),
    ("sectionsisid", "sisid"),
    ("sectionid", "id"),
    ("classsourcedid",),
    ("usersourcedid",),
    ("teachernumber",),
    ("propertyname", "value"),
)
PEOPLE = ("sourcedid", "givenname")  # students, staff and parents, told apart by another file
NAME_FIELDS = ("name", "given", "family")
# Beside the other half of a name, these words mean one half: Name and Vorname, Nome and Cognome.
HALF_WORDS = {
    "family": {"name", "nom", "naam", "nume", "navn", "namn", "ho", "nev", "姓"},
    "given": {
        "name",
        "nombre",
        "nome",
        "ad",
        "adi",
        "ism",
        "ismi",
        "ten",
        "名",
        "名字",
        "имя",
        "imie",
        "ime",
        "nimi",
        "nama",
        "jina",
        "الاسم",
        "jmeno",
    },
}
WHOLE_ALONE = {
    "nombre",
    "nombres",
    "nome",
    "nom",
    "naam",
    "ad",
    "adi",
    "ism",
    "ismi",
    "имя",
    "імя",
    "ime",
    "jmeno",
    "isim",
    "nume",
    "ονομα",
    "ten",
    "име",
    "names",
}


def squeeze(header: str) -> str:
    """Compare headings without capitals, accents, spaces and punctuation."""
    plain = unicodedata.normalize("NFKD", header[:200]).casefold().replace("ı", "i")
    plain = plain.replace("đ", "d").replace("ł", "l").replace("ø", "o").replace("æ", "ae")
    kept = (sign for sign in plain if sign.isalnum() or sign in "#№")
    return unicodedata.normalize("NFC", "".join(kept))


def part_of_bundle(headers: list[str]) -> bool:
    """Whether the headings are those of one file of a bundle that is not a list of students."""
    keys = {squeeze(header) for header in headers}
    if keys.issuperset(PEOPLE) and "role" not in keys:
        return True
    return any(keys.issuperset(marks) for marks in BUNDLE_PARTS)


@lru_cache(maxsize=1)
def _known() -> dict[str, tuple[str, ...]]:
    known: dict[str, tuple[str, ...]] = {}
    for field, words in WORDS.items():
        for word in words.split("|"):
            key = squeeze(word)
            if key and field not in known.get(key, ()):
                known[key] = (*known.get(key, ()), field)
    for key in WHOLE_KEYS.union(*HALF_KEYS.values()):
        known.setdefault(key, ("name",))
    return known


WHOLE_KEYS = {squeeze(word) for word in WHOLE_ALONE}
HALF_KEYS = {field: {squeeze(word) for word in words} for field, words in HALF_WORDS.items()}


def candidates(header: str) -> tuple[str, ...]:
    """The fields a heading may stand for, by its words alone."""
    key = squeeze(header)
    found = _known().get(key, ())
    if found:
        return found
    for lead in ("student", "students", "pupil", "learner"):
        if key.startswith(lead) and (found := _known().get(key.removeprefix(lead), ())):
            return found
    return ()
