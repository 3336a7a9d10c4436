"""How a block looks: the paper and the icon of each kind."""

from lessons.models import Block

# kind: (paper tint or "off" for time that is not with the class, icon)
LOOKS = {
    Block.Kind.CONNECT: ("butter", "heart-handshake"),
    Block.Kind.MINI_LESSON: ("sky", "bulb"),
    Block.Kind.WORK: ("mint", "message-2"),
    Block.Kind.CURIOSITY: ("lilac", "telescope"),
    Block.Kind.SHARE: ("rose", "speakerphone"),
    Block.Kind.TOGETHER: ("peach", "book-2"),
    Block.Kind.OFF: ("off", "clock"),
}


def tint_of(kind: str) -> str:
    return LOOKS[Block.Kind(kind)][0]


def icon_of(kind: str) -> str:
    return LOOKS[Block.Kind(kind)][1]
