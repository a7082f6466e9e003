"""A formula in words, for screen readers and the alternative text of a PDF.

It is said as a lecturer at a board would, with just enough ends (*end fraction*,
*close bracket*) that nobody could write down another formula.
"""

from __future__ import annotations

from ncrevise.maths import spoken
from ncrevise.maths.clarity import (
    DIFFERENTIALS,
    bare,
    is_binomial,
    is_comma,
    is_grid,
    is_latin,
    is_letter,
    is_mark,
    is_name,
    is_range,
    is_simple,
    key,
    kind,
    reworded,
    scripted,
    share,
)
from ncrevise.maths.number import GROUP, spell
from ncrevise.maths.tree import (
    Accent,
    Bind,
    Chain,
    Context,
    Digits,
    Fence,
    Frac,
    Id,
    Limits,
    Mark,
    Matrix,
    Node,
    Num,
    Op,
    Root,
    Row,
    Script,
    Space,
    Text,
)

PAUSE = 0.9  # em of space from which two formulas stand side by side


def speak(node: Node) -> str:
    """Say a formula in English."""
    return Speaker().speak(node)


class Speaker:
    """Says formulas. Override ``number`` to leave gaps."""

    def speak(self, node: Node) -> str:
        """Say a formula in English."""
        said = " ".join(self.say(node).split())
        for mark in ",;.":
            said = said.replace(f" {mark}", mark)
        return said.replace(",,", ",").replace(",;", ";").strip(" ,;")

    def say(self, node: Node) -> str:
        """Say a node; blanks are put right at the end."""
        match node:
            case Id(name, style):
                return f"bold {spoken.symbol(name)}" if style == "bold" else spoken.symbol(name)
            case Digits(text):
                return text.replace(GROUP, "")
            case Num():
                return self.number(node)
            case Op(symbol, form):
                return spoken.operator(symbol) if form != "separator" else symbol
            case Text(text):
                return text
            case Space(em):
                return "," if em >= PAUSE else ""
            case Row(items, bind):
                return self.application(items) if bind is Bind.APPLY else self.row(items)
            case Fence():
                return self.fence(node)
            case Frac(top, bottom):
                return self.fraction(top, bottom)
            case Root(body, index):
                return self.root(body, index)
            case Script():
                return self.script(node)
            case Limits():
                return self.limits(node)
            case Accent(base, mark):
                return self.accent(base, mark)
            case Matrix():
                return self.matrix(node)
            case Mark(body):
                return self.say(body)
            case Chain(left, links):
                return self.chain(left, links)

    def number(self, node: Num) -> str:
        """Say a number."""
        return self.say(spell(node))

    def ended(self, before: str, body: Node, end: str) -> str:
        """Say a part after its opening words, and where it ends unless that is plain."""
        close = "" if is_simple(body) else f" end {end}"
        return f"{before} {self.say(body)}{close}"

    def row(self, items: tuple[Node, ...]) -> str:
        """Say neighbours, with *times* between two factors."""
        said: list[str] = []
        integral = any(key(scripted(item)) == "∫" for item in items)
        for place, item in enumerate(items):
            before = items[place - 1] if place else None
            if before is not None and not (integral and before == Id("d")):
                said.append(between(before, item))
            last = place == len(items) - 1
            said.append(self.say(item) + ("" if last else end_of_grid(item)))
        return " ".join(said)

    def application(self, items: tuple[Node, ...]) -> str:
        """Say a function of its arguments."""
        match items:
            case (head, Fence(opening, body) as argument, *rest):
                joint = "" if is_range(bare(head)) or isinstance(head, Op) else "of"
                plain = opening == "(" and is_simple(body) and not isinstance(bare(body), Fence)
                said = self.say(body) if plain else self.fence(argument)
                return " ".join((self.say(head), joint, said, *(self.say(item) for item in rest)))
        return " ".join(self.say(item) for item in items)

    def fence(self, node: Fence) -> str:
        """Say brackets, or what they mean; those round a negative number go without saying."""
        body = bare(node.body)
        match body:
            case Row((Op("−", "prefix"), Digits())) if (node.open, node.close) == ("(", ")"):
                return self.say(body)
            case Num(context=Context.PLAIN) if (node.open, node.close) == ("(", ")"):
                return self.say(body)
        measure = spoken.MEASURES.get((node.open, node.close))
        if measure:
            return self.ended(f"the {measure} of", node.body, measure)
        inside = reworded(body, "|", "such that") if node.open == "{" else body
        return " ".join((bracket(node.open), self.say(inside), bracket(node.close)))

    def fraction(self, top: Node, bottom: Node) -> str:
        """Say a fraction: *2 thirds*, *a over b*, or with its ends."""
        plain = is_simple(top)
        if plain and is_simple(bottom):
            return share(top, bottom) or f"{self.say(top)} over {self.say(bottom)}"
        bar = "over" if plain else "all over"
        return f"start fraction {self.say(top)} {bar} {self.say(bottom)} end fraction"

    def root(self, body: Node, index: Node | None) -> str:
        """Say a root."""
        if index is None:
            return self.ended("the square root of", body, "root")
        cube = self.say(index) == "3"
        return self.ended(
            "the cube root of" if cube else f"the root of order {self.say(index)} of", body, "root"
        )

    def script(self, node: Script) -> str:
        """Say a base with its scripts."""
        base = bare(node.base)
        if isinstance(base, Op) and (node.sub or node.sup):
            return self.limits(Limits(base, node.sub, node.sup))
        if isinstance(base, Fence) and not base.open and base.close == "|" and node.sub:
            return f"{self.say(base.body)} evaluated at {self.say(node.sub)}"
        said = self.say(base) + end_of_grid(base)
        if node.sub is not None:
            said += self.ended_index(node.sub)
        return said if node.sup is None else f"{said} {self.raised(node.sup, node.base)}"

    def ended_index(self, sub: Node) -> str:
        """Say a subscript; letters in a row are read one by one."""
        inside = bare(sub)
        if isinstance(inside, Row) and all(isinstance(item, Id | Digits) for item in inside.items):
            return " sub " + " ".join(self.say(item) for item in inside.items)
        if isinstance(inside, Row) and any(is_comma(item) for item in inside.items):
            return f" sub {self.say(inside)}, end sub"
        return " " + self.ended("sub", sub, "sub")

    def raised(self, sup: Node, base: Node) -> str:
        """Say a superscript: a power, a transpose, a prime or a layer."""
        inside = bare(sup)
        match inside:
            case Id(name) | Digits(name) if name in spoken.POWERS and (
                name != "T" or is_latin(base)
            ):
                return spoken.POWERS[name]
            case Num(value=value, places=None) if str(value) in spoken.POWERS:
                return spoken.POWERS[str(value)]
            case Id(name) | Op(name) if name in spoken.RAISED:
                return spoken.RAISED[name]
            case Row(items) if items and all(item == Id("′", "upright") for item in items):
                return " ".join("prime" for _ in items)
            case Row((Op("−", "prefix"), Digits("1"))) if is_grid(base):
                return "inverse"
            case Fence(opening, body, _) if opening in {"(", "["}:
                return self.ended("superscript", body, "superscript")
            case Text():
                return f"superscript {self.say(inside)}"
        return self.ended("to the power", sup, "power")

    def limits(self, node: Limits) -> str:
        """Say a sum with its range, or whatever else has something below or above."""
        name = key(node.base)
        if name == "lim" and node.under:
            return f"the limit as {self.say(reworded(node.under, '→', 'tends to'))} of"
        if name == "∇" and node.under:
            return f"the gradient with respect to {self.say(node.under)} of"
        if name in spoken.EXTREMES:
            return f"{spoken.EXTREMES[name]} {self.over(node.under, node.over)} of"
        below = f" with {self.say(node.under)} below" if node.under else ""
        above = f" with {self.say(node.over)} above" if node.over else ""
        return f"{self.say(node.base)}{below}{above}"

    def over(self, under: Node | None, above: Node | None) -> str:
        """Say a range."""
        said = ""
        match under:
            case Row((index, Op("="), *start)):
                said = f"over {self.say(index)} from {self.row(tuple(start))}"
            case Row((_, Op("∈"), *_)) as inside:
                said = f"over {self.say(reworded(inside, '∈', 'in'))}"
            case Row() | Id() | Script():
                said = f"over {self.say(under)}"
            case None:
                pass
            case _:
                said = f"from {self.say(under)}"
        return said if above is None else f"{said} to {self.say(above)}"

    def accent(self, base: Node, mark: str) -> str:
        """Say an accent after its letter, or before and after what is longer."""
        name = spoken.ACCENTS[mark]
        if isinstance(bare(base), Id):
            return f"vector {self.say(base)}" if mark == "→" else f"{self.say(base)} {name}"
        return f"{name} over {self.say(base)} end {name}"

    def matrix(self, node: Matrix) -> str:
        """Say a vector entry by entry, a matrix row by row, cases one by one."""
        rows = [", ".join(self.say(cell) for cell in row) for row in node.rows]
        if is_binomial(node):
            return f"{rows[0]} choose {rows[1]}"
        if node.open == "{" and not node.close:
            return "cases: " + "; ".join(rows)
        name = kind(node)
        if name.endswith("vector"):
            return f"{name} {', '.join(rows)}"
        width = max((len(row) for row in node.rows), default=0)
        counted = "; ".join(f"row {place}: {row}" for place, row in enumerate(rows, 1))
        return f"{len(rows)} by {width} {name}: {counted}"

    def chain(self, left: Node, links: tuple[tuple[str, Node], ...]) -> str:
        """Say a derivation: *which equals* from the second link on."""
        said = self.say(left) + end_of_grid(left)
        for place, (relation, side) in enumerate(links):
            verb = spoken.RELATIONS.get(relation, relation)
            which = ", which" if place and relation in spoken.RELATIONS else ""
            said += f"{which} {verb} {self.say(side)}"
        return said


def end_of_grid(node: Node) -> str:
    """Say where a matrix ends that something follows."""
    node = bare(node)
    if not isinstance(node, Matrix) or is_binomial(node):
        return ""
    return ", end cases," if node.open == "{" else f", end {kind(node)},"


def between(left: Node, right: Node) -> str:
    """Say what two neighbours without an operator do to each other."""
    left, right = bare(left), bare(right)
    if (
        is_mark(left)
        or is_mark(right)
        or (isinstance(right, Num) and right.context is Context.TERM)
    ):
        return ""
    if is_range(left) or left in DIFFERENTIALS:
        return ""
    called = is_name(left) or (isinstance(right, Fence) and right.open == "[" and is_letter(left))
    return "of" if called else "times"


def bracket(symbol: str) -> str:
    """Say one bracket."""
    return spoken.BRACKETS.get(symbol) or spoken.spell_out(symbol)
