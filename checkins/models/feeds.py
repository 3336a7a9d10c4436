"""How an adult follows her check-ins outside plc: by a calendar's address, by a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from plc.models import User


class OwnQuerySet(models.QuerySet[Any]):
    """Rows of one adult's account, which nobody else sees."""

    def visible_to(self, user: User) -> Self:
        return self.filter(user=user)


class StaffCalendar(models.Model):
    """What an adult wants of her calendar. Of its address only the token's digest is kept."""

    class Names(models.TextChoices):
        INITIALS = "initials", _("Initials, like P.R.")
        CALLED = "called", _("First names")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_calendar"
    )
    token_digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)  # the address
    names = models.CharField(
        _("How students are named"), max_length=8, choices=Names, default=Names.INITIALS
    )
    sends_digest = models.BooleanField(_("Mail me the evening before"), default=False)
    # Counts up with each choice above: what a calendar holds then reads differently.
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    # What a calendar program last got, and when: for a while nothing is looked up for it again.
    etag = models.CharField(max_length=70, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"


class Digest(models.Model):
    """The mail about one adult's check-ins of one day; the row is taken before it is sent."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests"
    )
    on = models.DateField()
    tries = models.PositiveSmallIntegerField(default=1)
    tried_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("user", "on", name="one_digest_a_day")]

    def __str__(self) -> str:
        return f"digest of {self.user_id} for {self.on:%Y-%m-%d}"
