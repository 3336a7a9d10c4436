"""The ground: who signs in, and the append-only record of who read what."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from plc.keys import KeyField


class UserManager(BaseUserManager["User"]):
    def create_staff(self, *, email: str, name: str, password: str | None = None) -> User:
        """An adult who signs in by e-mail; without a password, one is set by the reset mail."""
        user = self.model(kind=User.Kind.STAFF, email=email.strip().lower(), name=name.strip())
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """Someone signed in: an adult with an e-mail, or a student with a class code."""

    class Kind(models.TextChoices):
        STAFF = "staff", _("Adult at school")
        STUDENT = "student", _("Student")

    key = KeyField()
    kind = models.CharField(max_length=8, choices=Kind)
    email = models.EmailField(unique=True, null=True, blank=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(
                condition=models.Q(kind="student") | models.Q(email__isnull=False),
                name="staff_have_an_email",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """Adults at school; nothing to do with Django's admin, which is not installed."""
        return self.kind == self.Kind.STAFF

    @property
    def is_student(self) -> bool:
        return self.kind == self.Kind.STUDENT


class AuditEntry(models.Model):
    """One sensitive act: who did it, when, to whose record. Rows are added, never changed."""

    class Action(models.TextChoices):
        READ_NOTE = "read_note", _("Read a check-in note")
        READ_SUPPORTS = "read_supports", _("Read support needs")
        READ_MOOD = "read_mood", _("Read how a student feels")
        IMPORTED = "imported", _("Imported a roster")
        EXPORTED = "exported", _("Exported figures")
        RESET_SIGN_IN = "reset_sign_in", _("Reset a student's sign-in")
        CHANGED_ROLES = "changed_roles", _("Changed who works here")
        CHANGED_SCHOOL = "changed_school", _("Changed the school's settings")

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="audit_entries")
    action = models.CharField(max_length=24, choices=Action)
    school_key = models.CharField(max_length=12, db_index=True)
    subject_key = models.CharField(max_length=12, blank=True)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.at:%Y-%m-%d %H:%M}"


class FormKeyQuerySet(models.QuerySet["FormKey"]):
    def claimed(self, *, user: User, key: UUID) -> bool:
        """Whether this post is the first with its key; call inside the write's transaction."""
        with transaction.atomic():
            _row, created = self.get_or_create(user=user, key=key)
        return created


class FormKey(models.Model):
    """The key of a form that was posted: a second post with it changes nothing."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="form_keys")
    key = models.UUIDField()
    used_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = FormKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("user", "key", name="form_key_once"),
        ]

    def __str__(self) -> str:
        return str(self.key)
