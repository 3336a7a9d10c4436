"""How adults prove who they are: e-mail and password through allauth."""

from allauth.account.auth_backends import AuthenticationBackend

from plc.models import User


class StaffBackend(AuthenticationBackend):
    """allauth's, for adults alone: a student's account has no e-mail and never a password."""

    def user_can_authenticate(self, user: User) -> bool:
        return bool(user.is_staff and super().user_can_authenticate(user))
