"""A document with one of everything, for the tests of every renderer."""

from __future__ import annotations

from fractions import Fraction

from ncrevise.document.figure import (
    Branch,
    Cell,
    Chart,
    Gallery,
    GraphFigure,
    Grid,
    GridFigure,
    HeatMap,
    Link,
    Map,
    NodeFigure,
    Series,
    Shaded,
    Spot,
    TreeFigure,
    Vertex,
)
from ncrevise.document.tree import (
    Aside,
    Code,
    CodeBlock,
    Document,
    Emph,
    Equation,
    Heading,
    Inline,
    Keep,
    Listing,
    Maths,
    PageBreak,
    Paragraph,
    Part,
    Step,
    Strong,
    Table,
    Words,
)
from ncrevise.maths.build import (
    add,
    call,
    divide,
    multiply,
    negate,
    power,
    subscript,
    subtract,
    transpose,
)
from ncrevise.maths.tree import (
    Accent,
    Chain,
    Digits,
    Fence,
    Frac,
    Id,
    Limits,
    Mark,
    Matrix,
    Num,
    Op,
    Root,
    Row,
    Text,
    column,
)


def words(text: str) -> tuple[Inline, ...]:
    return (Words(text),)


def matrix(rows: list[list[float]], places: int | None = None) -> Matrix:
    return Matrix(tuple(tuple(Num(value, places) for value in row) for row in rows))


f_t = subscript(Id("f"), Id("t"))
x_t = subscript(Id("x"), Id("t"))
h_before = subscript(Id("h"), Row((Id("t"), Op("−"), Digits("1"))))
W_f, U_f, b_f = (subscript(Id(letter), Id("f")) for letter in "WUb")

GATE = Chain(
    f_t,
    (
        ("=", call("σ", add(multiply(W_f, x_t), multiply(U_f, h_before), b_f))),
        (
            "=",
            call("σ", add(multiply(Num(0.3), Num(1.5)), multiply(Num(-0.8), Num(0.4)), Num(-0.6))),
        ),
        ("=", call("σ", Num(-0.47))),
        ("≈", Num(0.3846152, 4)),
    ),
)

VECTOR_GATE = Chain(
    subscript(Id("z"), Id("f")),
    (
        ("=", add(multiply(W_f, x_t), b_f)),
        (
            "=",
            column(
                [
                    add(multiply(Num(1), Num(0.5)), multiply(Num(-2), Num(1)), Num(0.5)),
                    add(multiply(Num(0.5), Num(0.5)), multiply(Num(1), Num(1)), Num(-1)),
                ]
            ),
        ),
        ("=", column([Num(-1.0), Num(0.25)])),
    ),
)

LONG_SUM = Chain(
    subscript(Id("O"), Digits("1"), Digits("1")),
    (
        ("=", add(*(multiply(Num(k % 7 - 3), Num(k % 5 - 2)) for k in range(25)))),
        ("=", Num(sum((k % 7 - 3) * (k % 5 - 2) for k in range(25)))),
    ),
)

SOFTMAX = Chain(
    subscript(Id("y"), Id("k")),
    (
        (
            "=",
            Frac(
                power(Id("e"), subscript(Id("z"), Id("k"))),
                Row(
                    (
                        Limits(Op("∑", "prefix"), Row((Id("j"), Op("="), Digits("1"))), Id("K")),
                        power(Id("e"), subscript(Id("z"), Id("j"))),
                    )
                ),
            ),
        ),
        (
            "=",
            divide(power(Id("e"), Num(-1)), add(power(Id("e"), Num(2)), power(Id("e"), Num(-1)))),
        ),
        ("≈", Num(0.04742587, 4)),
    ),
)

ATTENTION = multiply(
    call(
        "softmax",
        divide(multiply(Id("Q"), transpose(Id("K"))), Root(subscript(Id("d"), Id("k")))),
    ),
    Id("V"),
)

ERROR_SIGNAL = Chain(
    Accent(Id("z"), "¯"),
    (
        ("=", multiply(Accent(Id("y"), "¯"), call("σ′", Id("z")))),
        ("=", multiply(Num(-0.5), Num(0.25))),
        ("=", Num(-0.125)),
    ),
)

FRACTIONS = Chain(
    Row((Text("P"), Fence("(", Row((Id("s"), Op("|"), Id("a"))), ")"))),
    (
        ("=", divide(multiply(Num(Fraction(1, 2)), Num(Fraction(3, 4))), Num(Fraction(5, 8)))),
        ("=", Num(Fraction(3, 5))),
    ),
)

CASES = Chain(
    call("ReLU", Id("z")),
    (
        (
            "=",
            Matrix(
                (
                    (Id("z"), Row((Text("if "), Id("z"), Op("≥"), Digits("0")))),
                    (Digits("0"), Text("otherwise")),
                ),
                "{",
                "",
                "left",
            ),
        ),
    ),
)

CONVOLUTION = GridFigure(
    (
        Grid(
            tuple(
                tuple(
                    Cell(
                        Num(v),
                        "muted"
                        if i in {0, 4} or j in {0, 4}
                        else "window"
                        if i < 3 and 1 <= j < 3
                        else "",
                    )
                    for j, v in enumerate(row)
                )
                for i, row in enumerate(
                    [
                        [0, 0, 0, 0, 0],
                        [0, 1, 3, 1, 0],
                        [0, 0, -1, 1, 0],
                        [0, 2, 2, -1, 0],
                        [0, 0, 0, 0, 0],
                    ]
                )
            ),
            boxed=(1, 1, 2, 2),
            label=Id("A"),
        ),
        Grid(
            tuple(tuple(Cell(Num(v), "kernel") for v in row) for row in [[-1, 0], [2, 1]]),
            label=Row((Text("flipped "), Id("B"))),
        ),
        Grid(
            (
                (Cell(Num(1), ""), Cell(Num(5), "result"), Cell(None), Cell(None)),
                *(tuple(Cell(None) for _ in range(4)) for _ in range(3)),
            )
        ),
    ),
    ("×", "="),
    "The kernel, flipped, lies on the window in rows 2 and 3, columns 2 and 3 of A.",
)

GRIDWORLD = GridFigure(
    (
        Grid(
            (
                (Cell(Num(0.81, 2), "", "→"), Cell(Num(0.9, 2), "", "→"), Cell(Num(1), "goal")),
                (Cell(Num(0.73, 2), "", "↑"), Cell(None, "wall"), Cell(Num(-1), "trap")),
            ),
            frame="ruled",
        ),
    ),
    (),
    "A grid of two rows and three columns with the goal at the top right.",
)

GRAPH = GraphFigure(
    (
        Vertex("x", Id("x"), "", Num(2)),
        Vertex("w", Id("w"), "", Num(-1), Num(1.5)),
        Vertex("b", Id("b"), "", Num(3), Num(0.75)),
        Vertex("u", Id("u"), "×", Num(-2), Num(0.75)),
        Vertex("z", Id("z"), "+", Num(1), Num(0.75)),
        Vertex("y", Id("y"), "σ", Num(0.7311, 4), Num(1)),
        Vertex("r", Id("r"), "w²", Num(1), Num(1)),
        Vertex("L", Id("L"), "+", Num(1.7311, 4), Num(1)),
    ),
    (
        ("x", "u"),
        ("w", "u"),
        ("u", "z"),
        ("b", "z"),
        ("z", "y"),
        ("w", "r"),
        ("y", "L"),
        ("r", "L"),
    ),
    "x and w multiply to u; u and b add to z; y is the sigmoid of z; r is w squared; L is y plus r.",
)

CURVES = Chart(
    (
        Series("training loss", tuple((20.0 * k, 2.4 * 0.97**k + 0.1) for k in range(101))),
        Series(
            "validation loss",
            tuple((20.0 * k, 2.4 * 0.97**k + 0.1 + 0.003 * k) for k in range(0, 101, 5)),
        ),
        Series("early stop", ((1200.0, 0.67),), dots=True),
    ),
    "updates",
    "loss (nats)",
    "Training loss falls from 2.5 to 0.2; validation loss stays 0.3 above it.",
    lines=(("chance", 2.303),),
)

POWER_LAW = Chart(
    (Series("gradient", tuple((10.0 ** (k / 4), 10.0 ** (-k / 3)) for k in range(13))),),
    "step",
    "norm",
    "The gradient falls as a power of the step.",
    log_x=True,
    log_y=True,
)

SEVEN = [
    "........",
    "..####..",
    "..####..",
    ".....#..",
    "....##..",
    "...###..",
    "...##...",
    "...##...",
]
DIGITS = Gallery(
    tuple(
        Shaded(tuple(tuple(float(c == "#") * (1 - k / 8) for c in row) for row in SEVEN), caption)
        for k, caption in enumerate(("a 7, read as 7", "a 7, read as 1", "a 7, read as 9"))
    ),
    across=3,
    alt="Three sevens, paler and paler; the second and third are misread.",
)

FILTERS = Gallery(
    (
        Shaded(((1.0, 0.0, -1.0), (1.0, 0.0, -1.0), (1.0, 0.0, -1.0)), "upright edge"),
        Shaded(((1.0, 1.0, 1.0), (0.0, 0.0, 0.0), (-1.0, -1.0, -1.0)), "level edge"),
    ),
    across=2,
    alt="A filter for upright edges and one for level edges.",
    signed=True,
)

TOKENS = ("the", "cat", "sat", "because", "it", "was", "tired")
ATTENTION_MAP = HeatMap(
    tuple(
        tuple(0.64 if (i, j) == (4, 1) else 0.06 + 0.05 * (i == j) for j in range(7))
        for i in range(7)
    ),
    TOKENS,
    TOKENS,
    "Row it looks mostly at column cat.",
    x="key",
    y="query",
    places=2,
)

NETWORK = Map(
    (
        Spot(0.0, 0.5, "Ann"),
        Spot(0.3, 1.0, "Bob"),
        Spot(0.3, 0.0, "Cy"),
        Spot(0.7, 0.5, "Di", 1),
        Spot(1.0, 0.9, "Ed", 1),
    ),
    ((0, 1), (0, 2), (1, 2), (2, 3), (3, 4)),
    "Ann, Bob and Cy know each other; Cy knows Di, who knows Ed.",
    ("first club", "second club"),
)

ROUTES = NodeFigure(
    ("a", "b", "c", "hub"),
    ((0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)),
    (
        Link(0, 1, Num(2)),
        Link(1, 2, Num(-1)),
        Link(2, 3, Num(0.5)),
        Link(3, 1, Num(Fraction(1, 3))),
        Link(3, 3, Num(4)),
    ),
    "a leads to b with weight 2, b to c with −1, c to the hub with 0.5, the hub to b with 1/3 and "
    "to itself with 4.",
    directed=True,
)

PARSED = TreeFigure(
    Branch(
        Text("S"),
        (
            Branch(None, (Branch(Text("the")), Branch(Text("cat")))),
            Branch(subscript(Id("v"), Digits("2")), (Branch(Text("sat")),)),
            Branch(Num(-0.5)),
        ),
    ),
    "S joins the and cat, v 2 over sat, and minus a half.",
)

PARAMETERS = Table(
    head=(words("layer"), words("output"), words("parameters"), words("value")),
    rows=(
        (
            words("conv 3 × 3, 16"),
            words("32 × 32 × 16"),
            (
                Maths(
                    multiply(
                        Fence("(", add(multiply(power(Num(3), Digits("2")), Num(3)), Num(1)), ")"),
                        Num(16),
                    )
                ),
            ),
            (Maths(Num(448)),),
        ),
        (words("pool 2 × 2"), words("16 × 16 × 16"), (Maths(Num(0)),), (Maths(Num(0)),)),
        (
            words("dense 10"),
            words("10"),
            (Maths(multiply(Fence("(", add(Num(4096), Num(1)), ")"), Num(10))),),
            (Maths(Num(40970)),),
        ),
        (words("total"), words(""), words(""), (Maths(Num(41418)),)),
    ),
    align="lllr",
    total=True,
    caption="Parameters layer by layer",
)

SAMPLE = Document(
    "Neural computation: sample",
    (
        Heading(1, words("Neural computation: sample")),
        Heading(2, words("1. One step of an LSTM cell"), "lstm.step/1@7f2a   8 marks"),
        Keep(
            (
                Paragraph(
                    (
                        Words("A one-unit LSTM has input "),
                        Maths(Chain(x_t, (("=", Num(1.5)),))),
                        Words(" and previous state "),
                        Maths(Chain(h_before, (("=", Num(0.4)),))),
                        Words(". Compute "),
                        Maths(f_t),
                        Words(" to "),
                        Strong(words("four decimal places")),
                        Words(" (see "),
                        Emph(words("Long short-term memory")),
                        Words(", or run "),
                        Code("ncrevise show"),
                        Words(")."),
                    )
                ),
                Equation(
                    Row(
                        (
                            Id("W"),
                            Op("="),
                            matrix([[1, -2], [0.5, 1]]),
                            Op(",", "separator"),
                            Id("b"),
                            Op("="),
                            column([Num(0.5), Num(-1)]),
                        )
                    )
                ),
            )
        ),
        Part("a", 2, (Paragraph((Words("Find "), Maths(f_t), Words("."))),), 3),
        Part(
            "b",
            6,
            (
                Paragraph(
                    (
                        Words("Find the pre-activation "),
                        Maths(subscript(Id("z"), Id("f"))),
                        Words("."),
                    )
                ),
            ),
            6,
        ),
        Heading(3, words("Worked solution")),
        Step(1, (Words("Forget gate "), Maths(f_t)), (Equation(GATE),)),
        Step(2, words("Pre-activation"), (Equation(VECTOR_GATE), Paragraph(words("Row by row.")))),
        Step(3, words("A long sum"), (Equation(LONG_SUM),)),
        Step(
            4,
            words("Softmax"),
            (Equation(SOFTMAX), Equation(ATTENTION), Equation(FRACTIONS), Equation(CASES)),
        ),
        Step(5, words("Backwards"), (Equation(ERROR_SIGNAL), GRAPH)),
        Step(
            6,
            words("Slide the window"),
            (
                CONVOLUTION,
                Equation(
                    Chain(
                        Id("v"),
                        (
                            (
                                "=",
                                add(
                                    multiply(Mark(Num(3), "window"), Mark(Num(2), "kernel")),
                                    multiply(Mark(Num(-1), "window"), Mark(Num(-1), "kernel")),
                                ),
                            ),
                            ("=", Mark(Num(7), "result")),
                        ),
                    )
                ),
            ),
        ),
        GRIDWORLD,
        PARAMETERS,
        Listing(
            (
                (Paragraph(words("first")),),
                (Paragraph((Words("second, "), Maths(subtract(Id("a"), negate(Id("b")))))),),
            ),
            ordered=True,
        ),
        CodeBlock("ncrevise solve lstm.step\n  x = 1.5"),
        Aside("answer", (Equation(Chain(f_t, (("≈", Num(0.3846152, 4)),))),)),
        Aside(
            "hint",
            (
                Paragraph(
                    words(
                        "Start with the pre-activation. Costs <nothing> & is 100% safe: #panic() $x$ \\ @b // /* [ ] {_^~}."
                    )
                ),
            ),
        ),
        PageBreak(),
        Aside("feedback", (Paragraph(words("Your answer is the gate without its bias.")),)),
    ),
)

PICTURES = Document(
    "Figures of plain numbers",
    (
        Paragraph(words("One of each kind.")),
        CURVES,
        POWER_LAW,
        DIGITS,
        FILTERS,
        ATTENTION_MAP,
        NETWORK,
        ROUTES,
        PARSED,
    ),
)
