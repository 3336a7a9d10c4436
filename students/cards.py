"""The six cards of the learner profile: what they ask and the choices they offer."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from students.models import Card

MOST_CHOICES = 5


@dataclass(frozen=True)
class CardText:
    """One card: its question, a picture, and (value, words) to choose from."""

    card: Card
    question: str | Promise
    icon: str
    choices: tuple[tuple[str, str | Promise], ...]
    hint: str | Promise = ""

    @property
    def words(self) -> dict[str, str | Promise]:
        return dict(self.choices)


CARDS: tuple[CardText, ...] = (
    CardText(
        Card.INTERESTS,
        _("What do you like?"),
        "heart",
        (
            ("comics", _("Comics")),
            ("music", _("Music")),
            ("cats", _("Cats and dogs")),
            ("animals", _("Wild animals")),
            ("soccer", _("Soccer")),
            ("space", _("Space")),
            ("cooking", _("Cooking")),
            ("robots", _("Robots")),
            ("drawing", _("Drawing")),
            ("bikes", _("Bikes")),
            ("books", _("Books")),
            ("games", _("Games")),
        ),
    ),
    CardText(
        Card.STRENGTHS,
        _("What are you good at?"),
        "star",
        (
            ("drawing", _("Drawing")),
            ("explaining", _("Explaining")),
            ("patterns", _("Spotting patterns")),
            ("kindness", _("Being kind to partners")),
            ("building", _("Building things")),
            ("reading", _("Reading")),
            ("questions", _("Asking questions")),
            ("numbers", _("Numbers")),
        ),
    ),
    CardText(
        Card.LANGUAGES,
        _("Which languages do you speak?"),
        "language",
        (
            ("English", _("English")),
            ("Spanish", _("Spanish")),
            ("Arabic", _("Arabic")),
            ("Somali", _("Somali")),
            ("Vietnamese", _("Vietnamese")),
            ("Mandarin", _("Mandarin")),
            ("French", _("French")),
            ("Portuguese", _("Portuguese")),
        ),
        _("Write any other language below."),
    ),
    CardText(
        Card.FORMATS,
        _("How do you learn best?"),
        "book-2",
        (
            ("read", _("I read")),
            ("listen", _("I listen")),
            ("watch", _("I watch")),
            ("make", _("I make things")),
            ("draw", _("I draw")),
            ("talk", _("I talk")),
            ("move", _("I move")),
        ),
    ),
    CardText(
        Card.NEEDS,
        _("What helps you?"),
        "heart-handshake",
        (
            ("steps", _("Small steps")),
            ("pictures", _("Pictures")),
            ("quiet", _("A quiet place")),
            ("examples", _("An example first")),
            ("time", _("More time")),
            ("partner", _("A partner")),
        ),
        _("Only your teachers see this card."),
    ),
    CardText(
        Card.TOGETHER,
        _("How do you like to work?"),
        "users",
        (
            ("alone", _("Alone")),
            ("pair", _("With one partner")),
            ("group", _("In a group")),
        ),
    ),
)
CARD_BY_NAME = {text.card.value: text for text in CARDS}


def words_of(card: str, choices: list[str], own: str = "") -> list[str]:
    """An answer as words to show: the chosen ones, then the student's own."""
    known = CARD_BY_NAME[card].words
    return [*(str(known.get(choice, choice)) for choice in choices), *([own] if own else [])]
