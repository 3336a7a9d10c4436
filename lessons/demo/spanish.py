"""The board of the day in Spanish, as a teacher of Room 12 put it for two families."""

from __future__ import annotations

from choiceboards.models import Board, BoardText, TileText

# By the tile's place: title, directions, what each level asks, what is needed.
_TILES = (
    (
        "El problema de la pizza",
        "Lee 2 páginas. Encierra las fracciones que son iguales.",
        (
            "Usa el dibujo junto a cada pizza.",
            "Encierra las parejas. Di por qué son iguales.",
            "Escribe una tercera fracción para cada pareja.",
        ),
        "Dos páginas con dibujos de pizzas, un lápiz, una tarjeta con dibujos de los pasos",
    ),
    (
        "Dobla y compara",
        "Dobla tiras de papel. Busca 3 que sean iguales a un medio.",
        (
            "Dobla medios, cuartos y octavos.",
            "Dobla también tercios y sextos.",
            "Iguala un medio y después dos tercios.",
        ),
        "Tiras de papel, un lápiz, una tarjeta con dibujos de los pasos",
    ),
    (
        "Enséñalo en 1 minuto",
        "Cuenta por qué 2/4 y 1/2 son iguales. Grábalo.",
        (
            "Muestra dos dibujos mientras hablas.",
            "Cuéntalo con un dibujo y con números.",
            "Enseña una pareja que nadie te mostró.",
        ),
        "Papel para dibujar, un reloj, un aparato para grabar",
    ),
    (
        "Caza de fracciones",
        "Busca 5 cosas que se puedan partir en partes iguales.",
        (
            "Busca cosas con 2 o 4 partes.",
            "Busca partes de tres tamaños distintos.",
            "Busca una cosa con dos nombres de fracción.",
        ),
        "Papel, un lápiz; para la mesa: una caja con cosas para partir",
    ),
    (
        "Muestra lo que sabes",
        "Contesta 3 preguntas. Cuenta cómo lo sabes.",
        (
            "Usa tiras de fracciones en cada pregunta.",
            "Dibuja o escribe cómo lo sabes.",
            "Contesta y escribe tú una pregunta.",
        ),
        "3 preguntas, tiras de fracciones, una tarjeta con dibujos de los pasos",
    ),
    (
        "Historieta",
        "Dibuja una historia donde dos amigos reparten de forma justa.",
        (
            "Reparte una cosa. Usa 4 cuadros.",
            "Reparte de dos formas que sean iguales.",
            "Reparte entre 3 amigos. Prueba que es justo.",
        ),
        "Papel con cuadros, lápices de colores",
    ),
    (
        "¿Quién comió más?",
        "Resuelve 4 acertijos. Cada uno tiene un truco.",
        (
            "Resuelve los primeros 2. Usa tiras.",
            "Resuelve los 4. Dibuja cada uno.",
            "Resuelve los 4. Haz un quinto acertijo.",
        ),
        "4 tarjetas con acertijos, tiras de fracciones, una tarjeta con dibujos de los pasos",
    ),
    (
        "Pregunta en casa",
        "¿Cómo reparten la comida en casa? Escribe 3 datos.",
        (
            "Haz una pregunta. Escribe 3 datos.",
            "Escribe una fracción para cada dato.",
            "Busca dos datos con la misma fracción.",
        ),
        "Una hoja para notas",
    ),
    (
        "Tengo una idea",
        "Usa lo que te encanta. Cuenta tu plan a tu maestra.",
        (
            "Usa una fracción en tu idea.",
            "Usa dos fracciones del mismo tamaño.",
            "Prueba que tus fracciones son iguales.",
        ),
        "Cosas del estante de la clase",
    ),
)


def put_in_spanish(board: Board) -> None:
    """The board's title and each tile's words in Spanish (two inserts)."""
    BoardText.objects.create(board=board, language="es", title="Las fracciones en la vida diaria")
    TileText.objects.bulk_create(
        TileText(
            school_id=board.school_id,
            activity=tile,
            language="es",
            title=title,
            directions=directions,
            materials=materials,
            levels=list(levels),
        )
        for tile, (title, directions, levels, materials) in zip(
            board.activities.on_board(), _TILES, strict=True
        )
    )
