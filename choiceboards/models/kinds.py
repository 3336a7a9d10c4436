"""The closed sets of words that boards and tiles are made of."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a student does on a tile."""

    READ = "read", _("Read")
    LISTEN = "listen", _("Listen")
    WATCH = "watch", _("Watch")
    MAKE = "make", _("Make")
    DRAW = "draw", _("Draw")
    RECORD = "record", _("Record")
    MOVE = "move", _("Move")
    SOLVE = "solve", _("Solve")
    SHOW = "show", _("Show")
    TALK = "talk", _("Talk")
    IDEA = "idea", _("My idea")

    @property
    def icon(self) -> str:
        """Its drawing in the icon sprite."""
        return _ICONS[self]


_ICONS = {
    Kind.READ: "book-2",
    Kind.LISTEN: "volume",
    Kind.WATCH: "video",
    Kind.MAKE: "scissors",
    Kind.DRAW: "palette",
    Kind.RECORD: "microphone",
    Kind.MOVE: "walk",
    Kind.SOLVE: "puzzle",
    Kind.SHOW: "star",
    Kind.TALK: "users",
    Kind.IDEA: "sparkles",
}


class Rating(models.IntegerChoices):
    """How a student rates herself on a line of the rubric."""

    NOT_YET = 1, _("Not yet")
    WITH_HELP = 2, _("With help")
    CAN = 3, _("I can")
    CAN_TEACH = 4, _("I can teach it")


class Shape(models.TextChoices):
    """How the tiles lie. A grid has rows and columns, a menu its courses, a playlist an order."""

    GRID = "grid", _("Grid")
    MENU = "menu", _("Learning menu")
    LIST = "list", _("List")
    PLAYLIST = "playlist", _("Playlist")


class Rule(models.TextChoices):
    """What a student does besides the must-dos."""

    COUNT = "count", _("Choose a number of tiles")
    LINE = "line", _("Three in a line")
    COURSES = "courses", _("Some of each course")
    ALL = "all", _("Do every tile")


class Course(models.TextChoices):
    """The parts of a learning menu."""

    STARTER = "starter", _("Starter")
    MAIN = "main", _("Main dish")
    DESSERT = "dessert", _("Dessert")


class Company(models.TextChoices):
    """With whom a tile is done."""

    EITHER = "either", _("Alone or with others")
    ALONE = "alone", _("Alone")
    TOGETHER = "together", _("With others")


class Ask(models.TextChoices):
    """What a tile asks of whoever does it, whichever way and level she chooses."""

    READ = "read", _("Reading")
    WRITE = "write", _("Writing")
    SPEAK = "speak", _("Speaking")
    MOVE = "move", _("Moving around")
    HEAR = "hear", _("Hearing")
    SEE = "see", _("Seeing")


class Offer(models.TextChoices):
    """What a tile has ready for whoever needs it."""

    READ_ALOUD = "read_aloud", _("Read aloud")
    SPOKEN_ANSWER = "spoken_answer", _("A spoken answer counts")
    WRITTEN_ANSWER = "written_answer", _("A written answer counts")
    SEATED = "seated", _("Can be done sitting")
    CAPTIONS = "captions", _("Captions")
    DESCRIBED = "described", _("Pictures are described")
    PICTURES = "pictures", _("Picture directions")
    STEPS = "steps", _("Small steps")
    EXAMPLES = "examples", _("An example first")
    QUIET = "quiet", _("A quiet place")
