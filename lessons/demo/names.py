"""Names from many languages for the children of Maple Street School. None is a real child's."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from plc.frozen import frozen

# language: (family name first?, given names, family names)
_NAMES: dict[str, tuple[bool, str, str]] = {
    "English": (
        False,
        "Caleb Otis Hazel Ruby Jonah Ivy Silas Nora Amos Wren Jude Opal Felix Pearl Reid Mabel",
        "Whitaker Brooks Parrish Langley Sutton Mercer Hollis Bright Carver Dunn Ellery Fenwick",
    ),
    "Spanish": (
        False,
        "Inés Mateo Camila Joaquín Valeria Emilio Renata Andrés Paloma Gael Ximena Tadeo Alma Iker",
        "Peña Castañeda Ibáñez Rosales Quiroga Zúñiga Beltrán Montero Arriaga Cárdenas Luna Vega",
    ),
    "Somali": (
        False,
        "Ayaan Hodan Liban Sagal Abdi Ifrah Guled Hibaaq Warsame Deeqa Mahad Ubah",
        "Warsame Farah Jama Abdullahi Hirsi Duale Samatar Guled Nur Aden",
    ),
    "Arabic": (
        False,
        "Layla Yusuf Maryam Tariq Noor Khalil Salma Ziad Huda Rami Dalia Nabil",
        "Haddad Mansour al-Amin Khoury Darwish Nasser Saleh Bishara Zaki Hamdan",
    ),
    "Vietnamese": (
        True,
        "Minh Khôi|Thảo Nhi|Gia Bảo|Ánh Dương|Quốc Huy|Ngọc Hân|Đức Anh|Thu Hà",
        "Nguyễn Trần Lê Phạm Hoàng Võ Đặng Bùi",
    ),
    "Mandarin": (
        False,
        "Jia Yichen Ruoxi Haoran Xinyi Zihan Mingze Lian Yutong Bowen",
        "Zhang Liu Huang Wu Xu Sun Gao Lin Tang Deng",
    ),
    "Tamil": (
        False,
        "Kavya Arun Meena Surya Nila Karthik Anjali Vikram Thara Dev",
        "Raman Subramaniam Krishnan Selvam Murugan Natarajan Iyer Pillai",
    ),
    "Portuguese": (
        False,
        "João Luísa Caetano Benedita Vicente Mafalda Otávio Iara Davi Marina",
        "Carvalho Azevedo Gonçalves Moreira Magalhães Pires Teixeira Brandão",
    ),
    "French": (
        False,
        "Aïssatou Étienne Océane Moussa Maëlle Cédric Fatou Loïc Awa Rémy",
        "Diallo Lefèvre Traoré Beaulieu Camara Gauthier Koné Desrosiers",
    ),
    "Polish": (
        False,
        "Zofia Wojciech Hanna Łukasz Maja Stanisław Oliwia Kuba",
        "Kowalska Wiśniewski Zając Dąbrowski Jabłoński Górecki Mazur",
    ),
    "Turkish": (
        False,
        "Elif Çağan Defne Umut Gökçe Kerem Şeyma Ilgın",
        "Yıldız Öztürk Şahin Çelik Aydın Koç Güneş Arslan",
    ),
    "Ukrainian": (
        False,
        "Oksana Taras Solomiya Danylo Zlata Ostap Mariia Bohdan",
        "Shevchuk Kovalenko Bondar Melnyk Lysenko Hrytsenko Tkachuk",
    ),
    "Hmong": (
        False,
        "Paj|Tou|Maiv|Kong|Nkauj|Xeng|Gao Nou|Pheng",
        "Vang Xiong Moua Yang Thao Her Lor Vue",
    ),
    "Amharic": (
        False,
        "Selam Dawit Hiwot Abel Meron Yonas Bethel Kaleb",
        "Tesfaye Bekele Alemu Girma Haile Mekonnen Tadesse",
    ),
    "Tagalog": (
        False,
        "Tala Amado Ligaya Crisanto Mayumi Rodel Hiraya Isagani",
        "Reyes Bautista Villanueva Manalo Dizon Salonga Magsaysay",
    ),
    "Navajo": (
        False,
        "Shandiin Ahiga Nizhoni Tsela Doba Yanaba Hastiin Sahkyo",
        "Begay Yazzie Tsosie Benally Nez Etsitty Bitsui",
    ),
}
# How often a language is spoken at home, out of a hundred children.
_SHARES = {
    "English": 38,
    "Spanish": 20,
    "Somali": 9,
    "Arabic": 7,
    "Vietnamese": 4,
    "Mandarin": 4,
    "Tamil": 2,
    "Portuguese": 3,
    "French": 3,
    "Polish": 2,
    "Turkish": 1,
    "Ukrainian": 2,
    "Hmong": 2,
    "Amharic": 1,
    "Tagalog": 1,
    "Navajo": 1,
}


@frozen
class Name:
    """A child's name as the family writes it, what she is called, and the home's language."""

    full: str
    called: str
    language: str


def _split(text: str) -> list[str]:
    return text.split("|") if "|" in text else text.split()


def names(rng: Random) -> Iterator[Name]:
    """Names without end, none twice, in the shares of the school's languages."""
    given_out: set[str] = set()
    languages, shares = list(_SHARES), list(_SHARES.values())
    while True:
        language = rng.choices(languages, shares)[0]
        family_first, given, family = _NAMES[language]
        called, surname = rng.choice(_split(given)), rng.choice(_split(family))
        full = f"{surname} {called}" if family_first else f"{called} {surname}"
        if full not in given_out:
            given_out.add(full)
            yield Name(full, called, language)


@frozen
class Child:
    """One of the 28 children of Room 12."""

    full: str
    called: str
    language: str
    tint: str
    picture: str


def _child(line: str) -> Child:
    full, called, language, tint, picture = (part.strip() for part in line.split("|"))
    return Child(full, called, language, tint, picture)


ROOM_12 = tuple(
    _child(line)
    for line in """
    Amara Diallo | Amara | French | mint | butterfly
    Nguyễn Minh Anh | Minh Anh | Vietnamese | butter | fish
    Beatriz Carvalho | Beatriz | Portuguese | aqua | cherry
    Bilal Haddad | Bilal | Arabic | sky | rocket
    Chloe Whitaker | Chloe | English | lilac | horse-toy
    Daniyar Akhmetov | Daniyar | Kazakh | lime | mountain
    Diego Castañeda | Diego | Spanish | rose | ball-football
    Elif Yıldız | Elif | Turkish | peach | moon
    Emeka Obi | Emeka | Igbo | sky | robot
    Freya Lindqvist | Freya | Swedish | lilac | snowflake
    Gabriel Souza | Gabriel | Portuguese | lime | microphone
    Hana Kimura | Hana | Japanese | rose | leaf
    Ishaan Mehta | Ishaan | Hindi | peach | planet
    Jayden Brooks | Jayden | English | mint | ball-basketball
    Kai Kealoha | Kai | Hawaiian | butter | submarine
    Leila Farahani | Leila | Persian | aqua | feather
    Lucía Morales | Lucía | Spanish | rose | sun
    Malik Johnson | Malik | English | peach | microscope
    Marta Kowalska | Marta | Polish | mint | mushroom
    Mei-Lin Zhao | Mei-Lin | Mandarin | butter | balloon
    Noah Parrish | Noah | English | aqua | bug
    Oluwaseun Adeyemi | Seun | Yoruba | sky | music
    Priya Raman | Priya | Tamil | lilac | palette
    Rosa Tsosie | Rosa | Navajo | lime | campfire
    Samir al-Amin | Samir | Arabic | butter | puzzle
    Tomás Ó Briain | Tomás | Irish | aqua | cactus
    Yusra Farah | Yusra | Somali | sky | star
    Zoë Papadaki | Zoë | Greek | lilac | bike
    """.strip().splitlines()
)
