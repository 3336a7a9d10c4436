"""Pages of the day."""

from lessons.views.blocks import (
    edit_block,
    new_block,
    put_back_block,
    remove_block,
    resize_block,
    take_up_spark,
)
from lessons.views.my_day import my_day
from lessons.views.plan import mark_ready, new_plan, plan, plan_day, print_plan
from lessons.views.repairs import repair_plan, undo_plan
from lessons.views.school_days import school_days
from lessons.views.today import today

__all__ = [
    "edit_block",
    "mark_ready",
    "my_day",
    "new_block",
    "new_plan",
    "plan",
    "plan_day",
    "print_plan",
    "put_back_block",
    "remove_block",
    "repair_plan",
    "resize_block",
    "school_days",
    "take_up_spark",
    "today",
    "undo_plan",
]
