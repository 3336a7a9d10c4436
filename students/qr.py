"""Sign-in cards: a QR code that holds a random token, of which only the digest is kept."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString, mark_safe

from plc.frozen import frozen
from students.models import Section, SignInCard, Student

TOKEN_BYTES = 20  # 160 bits


@frozen
class PrintedCard:
    """A card as it is printed, once: the student and the QR code as an inline SVG."""

    student: Student
    svg: SafeString


def token_digest(token: str) -> str:
    return salted_hmac("students.card", token, algorithm="sha256").hexdigest()


@transaction.atomic
def print_cards(
    *,
    section: Section,
    students: Iterable[Student],
    now: datetime,
    address: Callable[[str], str],
) -> list[PrintedCard]:
    """New cards for these students; their old ones stop working. `address` makes a token a URL."""
    tokens = [(student, secrets.token_urlsafe(TOKEN_BYTES)) for student in students]
    SignInCard.objects.filter(
        student__in=[student for student, _token in tokens], revoked_at=None
    ).update(revoked_at=now)
    SignInCard.objects.bulk_create(
        SignInCard(
            school_id=section.school_id,
            section=section,
            student=student,
            token_digest=token_digest(token),
            printed_at=now,
        )
        for student, token in tokens
    )
    return [PrintedCard(student, qr_svg(address(token))) for student, token in tokens]


def qr_svg(url: str) -> SafeString:
    """The code as an SVG without a style attribute; it holds nothing but the code's squares."""
    import segno  # noqa: PLC0415 - only printing cards needs it

    svg = segno.make_qr(url, error="m").svg_inline(omitsize=True, border=2, svgclass="qr")
    return mark_safe(svg)  # noqa: S308 - made by segno from a URL of ours


def card_of(token: str) -> SignInCard | None:
    """The working card with this token, with its student and class, or None."""
    cards = SignInCard.objects.select_related("student__school", "section__school")
    return cards.filter(token_digest=token_digest(token), revoked_at=None).first()
