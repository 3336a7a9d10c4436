"""The six cards of the learner profile: what they ask and the choices they offer."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plc.frozen import frozen
from students.models import Card, ProfileAnswer

MOST_CHOICES = 5


@frozen
class CardText:
    """One card: its question to the child, what adults call it, and (value, words) to choose."""

    card: Card
    question: str | Promise
    heading: str | Promise
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
        _("Interests"),
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
        _("Strengths"),
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
        _("Languages"),
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
        _("Learns best by"),
        "book-2",
        (
            ("read", _("Reading")),
            ("listen", _("Listening")),
            ("watch", _("Watching")),
            ("make", _("Making things")),
            ("draw", _("Drawing")),
            ("talk", _("Talking")),
            ("move", _("Moving")),
        ),
    ),
    CardText(
        Card.NEEDS,
        _("What helps you?"),
        _("Needs"),
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
        _("Likes to work"),
        "users",
        (
            ("alone", _("Alone")),
            ("pair", _("With one partner")),
            ("group", _("In a group")),
        ),
    ),
)
CARD_BY_NAME = {text.card.value: text for text in CARDS}
# What an adult reads first: what the child can and likes; what she needs comes last.
FOR_ADULTS = (
    Card.STRENGTHS,
    Card.INTERESTS,
    Card.LANGUAGES,
    Card.FORMATS,
    Card.TOGETHER,
    Card.NEEDS,
)


@frozen
class Told:
    """A card and the words the student has said on it; none when she has not."""

    text: CardText
    words: tuple[str, ...] = ()


def told(
    answers: Iterable[ProfileAnswer],
    order: Iterable[Card] = tuple(Card),
    *,
    own_words: bool = True,
) -> list[Told]:
    """Every card of `order` with its answer; `own_words=False` leaves out what a child typed."""
    by_card = {answer.card: answer for answer in answers}
    return [
        Told(CARD_BY_NAME[card], _words(by_card[card], own_words) if card in by_card else ())
        for card in order
    ]


def _words(answer: ProfileAnswer, own_words: bool) -> tuple[str, ...]:
    known = CARD_BY_NAME[answer.card].words
    chosen = tuple(str(known.get(choice, choice)) for choice in answer.choices)
    return (*chosen, answer.words) if own_words and answer.words else chosen
