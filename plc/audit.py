"""Write down that somebody read or changed something sensitive."""

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
