"""Choice boards: tiles a student may pick, how she may show it, and who picked what."""

from choiceboards.models.boards import Activity, Board
from choiceboards.models.kinds import Ask, Company, Course, Kind, Offer, Rating, Rule, Shape
from choiceboards.models.levels import Level
from choiceboards.models.picks import Pick
from choiceboards.models.polls import Poll, PollOption, Vote
from choiceboards.models.texts import BoardText, TileText

__all__ = [
    "Activity",
    "Ask",
    "Board",
    "BoardText",
    "Company",
    "Course",
    "Kind",
    "Level",
    "Offer",
    "Pick",
    "Poll",
    "PollOption",
    "Rating",
    "Rule",
    "Shape",
    "TileText",
    "Vote",
]
