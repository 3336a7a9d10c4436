"""Whether a tile suits a learner: device, internet, and what she needs."""

from __future__ import annotations

from .model import Ask, Company, Learner, Need, Offer, Tile

BARRIERS: dict[Need, tuple[Ask, Offer]] = {
    Need.READING: (Ask.READ, Offer.READ_ALOUD),
    Need.WRITING: (Ask.WRITE, Offer.SPOKEN_ANSWER),
    Need.SPEAKING: (Ask.SPEAK, Offer.WRITTEN_ANSWER),
    Need.MOVING: (Ask.MOVE, Offer.SEATED),
    Need.HEARING: (Ask.HEAR, Offer.CAPTIONS),
    Need.SEEING: (Ask.SEE, Offer.DESCRIBED),
}
"""What stands in the way, unless the tile offers the way round it."""

HELPS: dict[Need, Offer] = {
    Need.PICTURES: Offer.PICTURES,
    Need.STEPS: Offer.STEPS,
    Need.EXAMPLES: Offer.EXAMPLES,
}
"""What the tile itself must have ready."""


def meets(tile: Tile, need: Need) -> bool:
    """Whether someone with this need can do the tile."""
    if need in BARRIERS:
        ask, way_round = BARRIERS[need]
        return ask not in tile.asks or way_round in tile.offers
    if need in HELPS:
        return HELPS[need] in tile.offers
    if need == Need.QUIET:
        return tile.company != Company.TOGETHER or Offer.QUIET in tile.offers
    return need != Need.PARTNER or tile.company != Company.ALONE


def suits(tile: Tile, learner: Learner) -> bool:
    """Whether the learner can do the tile with what she has and needs."""
    if tile.needs_device and not learner.has_device:
        return False
    if tile.needs_internet and not learner.has_internet:
        return False
    return all(meets(tile, need) for need in learner.needs)
