"""Write down that somebody read or changed something sensitive."""

from collections.abc import Iterable

from plc.models import AuditEntry, User


def record(
    action: AuditEntry.Action,
    *,
    actor: User,
    school_key: str,
    subject_key: str = "",
    detail: str = "",
) -> None:
    """Add the entry in the caller's transaction, so the act fails when its record does."""
    AuditEntry.objects.create(
        action=action,
        actor=actor,
        school_key=school_key,
        subject_key=subject_key,
        detail=detail[:200],
    )


def record_each(
    action: AuditEntry.Action, *, actor: User, subjects: Iterable[tuple[str, str]]
) -> None:
    """Add an entry for each (school key, subject key), as `record` does, in one statement."""
    AuditEntry.objects.bulk_create(
        AuditEntry(action=action, actor=actor, school_key=school, subject_key=subject)
        for school, subject in subjects
    )
