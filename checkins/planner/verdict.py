"""What a plan achieves and how sure that is, in one sentence each."""

from __future__ import annotations

from .model import Plan, Sentence
from .words import say


def verdict(plan: Plan) -> Sentence:
    """How many are met, and whether that is proven: never called best without a proof."""
    met, out = len(plan.checkins), len(plan.left_out)
    counts = {"met": met, "students": met + out}
    if plan.optimal:
        return say("proven", **counts)
    score, bound = plan.score, plan.proof.bound
    if (score.unmet_must, score.unmet_need) == (bound.unmet_must, bound.unmet_need):
        return say("seats_proven", **counts)
    return say(
        "not_proven",
        **counts,
        need=score.unmet_need,
        must=score.unmet_must,
        least_need=bound.unmet_need,
        least_must=bound.unmet_must,
    )
