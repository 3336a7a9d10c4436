from django.apps import AppConfig


class ChoiceboardsConfig(AppConfig):
    name = "choiceboards"
