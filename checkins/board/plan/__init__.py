"""The check-ins of a day as planned: who, when, why; who does not fit, and what would help.

For the page of the whole day (lessons' `plan_day`):

- put the `PlanBoard` into the context as `board`, with `section`, `day` and `today`, and include
  "checkins/slots.html"; `{% include "checkins/capacity.html" %}` is the sentence with the sum;
- the region with the id `plan-board` holds all that a change to the plan touches (the sum, the
  timeline's pictures, the included slots). Buttons in slots.html post to addresses here, which
  redirect to `plan_day`: htmx follows, so `plan_day` answers with its partial `plan-board`;
- `board.window(pk)` gives the slots of the window of one block (`block.window_id`).
"""

from .board import plan_board
from .shapes import Free, NotPlaced, Offer, OtherDay, PlanBoard, WindowRow

__all__ = ["Free", "NotPlaced", "Offer", "OtherDay", "PlanBoard", "WindowRow", "plan_board"]
