"""Grades: a closed list, and a reader for the many ways schools write them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

GRADES = ("PK", "K", *(str(number) for number in range(1, 13)))

NAMED = {
    **dict.fromkeys(("pk", "prek", "prekindergarten", "pre-k", "preschool", "pr", "vpk"), "PK"),
    **dict.fromkeys(
        ("k", "kg", "kinder", "kindergarten", "kinderg", "kdg", "jardindeinfantes"), "K"
    ),
}
# Words that stand beside the number in one language or another, without spaces or accents.
WORDS = (
    "grade|grades|gr|grd|yeargroup|class|klasse|klas|klass|classe|jahrgangsstufe|jahrgang|stufe|"
    "grado|curso|ano|anno|annee|serie|ciclo|sinif|sinf|lop|klasa|osztaly|trida|rocnik|razred|"
    "клас|класс|класі|сынып|σταξη|ταξη|الصف|صف|כיתה|कक्षा|年级|年級|学年|學年|年|학년|ชั้น"
)
# "4e" and "4a" are left to a person: grade 4 in Montréal, grade 8 in Paris, or class 4A.
ORDINALS = r"st|nd|rd|th|th\.|º|ª|°|\.|й|-й|-"
LETTERED = "a|o|e|er|ere|eme|ieme|re|ro|do|to|mo|vo"
PLAIN = re.compile(
    rf"(?:{WORDS})?[.-]?(?:no\.?|第)?(?P<number>\d{{1,2}})(?:{ORDINALS})?-?(?:{WORDS})?"
    rf"|(?P<lettered>\d{{1,2}})(?:{LETTERED})(?:{WORDS})"
)
SPELT = dict(
    zip(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
        range(1, 13),
        strict=True,
    )
)
ROMAN = dict(zip("i ii iii iv v vi vii viii ix x xi xii".split(), range(1, 13), strict=True))
HAN = {sign: str(number) for number, sign in enumerate("一二三四五六七八九十", start=1)}
FRENCH = {"cp": "1", "ce1": "2", "ce2": "3", "cm1": "4", "cm2": "5"}
ANY_NUMBER = re.compile(r"(?<!\d)(?<![^\W\d_])(?:1[0-2]|0?[1-9])(?!\d)|(?<=\by)\d(?!\d)")
ANY_ROMAN = re.compile(r"(?:^|[^a-z])(x?(?:i{1,3}|iv|vi{0,3}|ix)|xi{0,2})(?:$|[^a-z])")


class GradeReading(NamedTuple):
    """`grade` is from GRADES, or "" where we are not sure; then `suggestion` may help."""

    grade: str
    suggestion: str = ""


@lru_cache(maxsize=4096)
def parse_grade(text: str) -> GradeReading:
    """Read "4", "04", "4th", "Grade 4", "KG", "4º", "4-sinf"; only suggest for "Gr. IV", "4B".

    >>> parse_grade("Grade 04").grade, parse_grade("Gr. IV")
    ('4', GradeReading(grade='', suggestion='4'))
    """
    key = _squeeze(text)
    if not key:
        return GradeReading("")
    bare = re.sub(r"(?:grade|gr)\.?", "", key)
    if named := NAMED.get(key) or NAMED.get(bare):
        return GradeReading(named)
    if number := SPELT.get(bare):
        return GradeReading(str(number))
    if match := PLAIN.fullmatch(key):
        number = int(match["number"] or match["lettered"])
        return GradeReading(str(number) if 1 <= number <= 12 else "")
    return GradeReading("", _suggest(text))


def _squeeze(text: str) -> str:
    """Small letters, no accents, no spaces, Western digits."""
    plain = unicodedata.normalize("NFKC", text[:80]).casefold().replace("ı", "i")
    plain = "".join(
        sign for sign in unicodedata.normalize("NFD", plain) if unicodedata.category(sign) != "Mn"
    )
    return "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else HAN.get(sign, sign)
        for sign in unicodedata.normalize("NFC", plain)
        if not sign.isspace()
    )


def _suggest(text: str) -> str:
    low = unicodedata.normalize("NFKC", text[:80]).casefold().strip()
    if low in FRENCH:
        return FRENCH[low]
    if re.fullmatch(r"\d+ ?(?:e|er|re|[eè]me)", low):
        return ""
    if numbers := set(ANY_NUMBER.findall(low)):
        return str(int(numbers.pop())) if len(numbers) == 1 else ""
    if roman := ANY_ROMAN.search(low):
        return str(ROMAN.get(roman[1], ""))
    return ""
