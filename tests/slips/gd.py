"""Slips in steps of gradient descent, and in gradients by rule.

A small differentiator works on the tree of the function that is given, term by term, with one
rule got wrong where it is told to; from its gradients the steps are taken, on and on.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from tests.slips import Made, told_apart

Where = dict[str, float]
Terms = list[tuple[int, Any]]
Gradient = Callable[[Any], Any]

UNARY: dict[str, Callable[[float], float]] = {
    "exp": math.exp,
    "ln": math.log,
    "sin": math.sin,
    "cos": math.cos,
    "tanh": math.tanh,
    "sigmoid": lambda a: 1 / (1 + math.exp(-a)),
}
OUTER: dict[str, Callable[[float], float]] = {
    "exp": math.exp,
    "ln": lambda a: 1 / a,
    "sin": math.cos,
    "cos": lambda a: -math.sin(a),
    "tanh": lambda a: 1 - math.tanh(a) ** 2,
    "sigmoid": lambda a: UNARY["sigmoid"](a) * (1 - UNARY["sigmoid"](a)),
}
# outer derivatives that people give, by what is said of them
OUTER_WRONG: dict[str, dict[str, Callable[[float], float]]] = {
    "outer-kept": {"ln": math.log, "tanh": math.tanh, "sigmoid": UNARY["sigmoid"]},
    "outer-sign": {
        "sin": lambda a: -math.cos(a),
        "cos": math.sin,
        "tanh": lambda a: 1 + math.tanh(a) ** 2,
        "sigmoid": lambda a: UNARY["sigmoid"](a) * (1 + UNARY["sigmoid"](a)),
    },
    "outer-square": {
        "tanh": lambda a: 1 - math.tanh(a),
        "sigmoid": lambda a: 1 - UNARY["sigmoid"](a),
    },
    "outer-other": {
        "tanh": lambda a: math.tanh(a) * (1 - math.tanh(a)),
        "sigmoid": lambda a: 1 - UNARY["sigmoid"](a) ** 2,
    },
    "outer-one": {"ln": lambda _a: 1.0},
}


def kind(tree: Any) -> str:
    """Name a node's kind: an operator, or what it is."""
    return tree.op if hasattr(tree, "op") else type(tree).__name__


def names(tree: Any) -> set[str]:
    """Gather the variables."""
    if kind(tree) == "Name":
        return {tree.name}
    return set().union(*map(names, parts(tree))) if parts(tree) else set()


def parts(tree: Any) -> tuple[Any, ...]:
    match kind(tree):
        case "Negative":
            return (tree.body,)
        case "Call":
            return tuple(tree.args)
        case "Number" | "Name" | "Constant":
            return ()
    return (tree.left, tree.right)


def rebuilt(tree: Any, change: Callable[[Any], Any]) -> Any:
    """Change a tree from its leaves up."""
    match kind(tree):
        case "Negative":
            tree = replace(tree, body=rebuilt(tree.body, change))
        case "Call":
            tree = replace(tree, args=tuple(rebuilt(each, change) for each in tree.args))
        case "+" | "-" | "*" | "/" | "^":
            left, right = rebuilt(tree.left, change), rebuilt(tree.right, change)
            tree = replace(tree, left=left, right=right)
    return change(tree)


def value(tree: Any, at: Where, slip: str = "") -> float:
    """Work out a tree, with the slip wherever it can be made."""
    match kind(tree):
        case "Number":
            return float(tree.value)
        case "Name":
            return at[tree.name]
        case "Negative":
            body = value(tree.body, at, slip)
            return body if slip == "minus-lost" else -body
        case "Call":
            return UNARY[tree.name](value(tree.args[0], at, slip))
    left, right = value(tree.left, at, slip), value(tree.right, at, slip)
    match tree.op:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*" if slip == "coefficient" and kind(tree.left) == "Number":
            return right
        case "*":
            return left + right if slip == "sum" and kind(tree.left) == "Name" else left * right
        case "/":
            return left / right
    if slip == "power-lost":
        return left
    if slip == "exponent-multiplied":
        return left * right
    return -(abs(left) ** right) if slip == "negative-square" and left < 0 else left**right


def slope(tree: Any, v: str, at: Where, slip: str = "") -> float:
    """Differentiate at a point, with the slip wherever it can be made."""

    def d(each: Any) -> float:
        return slope(each, v, at, slip)

    match kind(tree):
        case "Number":
            return 0.0
        case "Name":
            return float(tree.name == v)
        case "Negative":
            return d(tree.body) if slip == "minus-lost" else -d(tree.body)
    if v not in names(tree):
        return 0.0
    if kind(tree) == "Call":
        a = value(tree.args[0], at)
        outer = OUTER_WRONG.get(slip, OUTER).get(tree.name, OUTER[tree.name])(a)
        return outer * (1 if slip == "inner" else d(tree.args[0]))
    left, right = value(tree.left, at), value(tree.right, at)
    match tree.op:
        case "+" | "-":
            sign = 1 if tree.op == "+" else -1
            return summand(tree.left, v, at, slip) + sign * summand(tree.right, v, at, slip)
        case "*":
            return of_product(tree, v, at, slip)
        case "/":
            return of_quotient(left, right, d(tree.left), d(tree.right), slip)
    n, inner = right, d(tree.left)
    if slip == "inner" and kind(tree.left) != "Name":
        inner = 1.0
    match slip:
        case "exponent-kept":
            return n * left**n * inner
        case "exponent-not-in-front":
            return left ** (n - 1) * inner
        case "power-untouched":
            return left**n * inner
        case "two-lower":
            return n * left ** (n - 2) * inner
    return n * left ** (n - 1) * inner


def of_term(tree: Any, v: str, at: Where, slip: str) -> float:
    """Differentiate a term of the function, in which a factor may be lost."""
    c = coefficient(tree)
    if slip == "coefficient":
        return slope(tree, v, at) / c
    if slip == "inner-coefficient":
        return slope(tree, v, at, slip) * c if kind(tree) != "/" else slope(tree, v, at)
    return summand(tree, v, at, slip)


def summand(tree: Any, v: str, at: Where, slip: str) -> float:
    """Differentiate a summand; it may be kept though it is a constant."""
    if slip == "constant-kept" and kind(tree) == "Number":
        return float(tree.value)
    return slope(tree, v, at, slip)


def of_product(tree: Any, v: str, at: Where, slip: str) -> float:
    """Differentiate a product."""
    left, right = value(tree.left, at), value(tree.right, at)
    dl, dr = slope(tree.left, v, at, slip), slope(tree.right, v, at, slip)
    if kind(tree.left) == "Number" and slip == "inner-coefficient":
        return dr
    both = v in names(tree.left) and v in names(tree.right)
    if both:
        return {
            "product-of-derivatives": dl * dr,
            "product-half": dl * right,
            "product-other-half": left * dr,
            "product-minus": dl * right - left * dr,
        }.get(slip, dl * right + left * dr)
    if slip == "fixed-factor-lost":  # y² in x y² is held fixed, so it stays
        left = 1.0 if names(tree.left) else left
        right = 1.0 if names(tree.right) else right
    return dl * right + left * dr


def of_quotient(u: float, v: float, du: float, dv: float, slip: str) -> float:
    """Differentiate a quotient."""
    if dv == 0:
        return du / v
    return {
        "quotient-turned": (u * dv - du * v) / v**2,
        "quotient-plus": (du * v + u * dv) / v**2,
        "quotient-unsquared": (du * v - u * dv) / v,
        "quotient-of-derivatives": du / dv,
    }.get(slip, (du * v - u * dv) / v**2)


RULES: dict[str, tuple[str, tuple[str, ...]]] = {
    "exponent-kept": ("kept the exponent as it came to the front", ("exponent",)),
    "exponent-not-in-front": ("lowered the exponent, but did not bring it down", ("exponent",)),
    "power-untouched": ("left a power as it is", ("exponent",)),
    "two-lower": ("lowered an exponent by two", ("exponent",)),
    "coefficient": ("left out a coefficient", ("left out",)),
    "inner-coefficient": ("left out a coefficient of the inner function", ()),
    "inner": ("left out the inner derivative", ("inner derivative",)),
    "minus-lost": ("lost the minus of an inner derivative", ()),
    "constant-kept": ("kept a constant", ("constant",)),
    "fixed-factor-lost": ("lost a factor that is held fixed", ("left out",)),
    "product-of-derivatives": ("multiplied the derivatives", ("product rule",)),
    "product-half": ("only the first half of the product rule", ("left out",)),
    "product-other-half": ("only the second half of the product rule", ("left out",)),
    "product-minus": ("minus in the product rule", ()),
    "quotient-turned": ("the quotient rule the other way round", ("quotient",)),
    "quotient-plus": ("plus in the quotient rule", ()),
    "quotient-unsquared": ("no square below in the quotient rule", ("power",)),
    "quotient-of-derivatives": ("divided the derivatives", ("quotient",)),
    "outer-kept": ("kept the outer function", ("derivative",)),
    "outer-sign": ("a sign wrong in the outer derivative", ()),
    "outer-square": ("no square or first factor in the outer derivative", ()),
    "outer-other": ("mixed up the derivatives of sigmoid and tanh", ("derivative",)),
    "outer-one": ("left out 1/u in the derivative of ln u", ()),
}


def terms_of(tree: Any, sign: int = 1) -> Terms:
    """List the terms of a sum with their signs."""
    match kind(tree):
        case "+":
            return terms_of(tree.left, sign) + terms_of(tree.right, sign)
        case "-":
            return terms_of(tree.left, sign) + terms_of(tree.right, -sign)
    return [(sign, tree)]


def jacobian(terms: Terms, vs: Sequence[str], x: Any, slip: str = "") -> Any:
    """Differentiate: a row for each variable, a column for each term."""
    at = dict(zip(vs, map(float, np.ravel(x)), strict=True))
    rows = [[s * of_term(tree, v, at, slip) for s, tree in terms] for v in vs]
    return np.array(rows, dtype=float)


def right_gradient(f: Any, x: Any) -> Any:
    vs = sorted(names(f))
    return jacobian(terms_of(f), vs, x).sum(axis=1)


def right_points(f: Any, x: Any, eta: float, steps: int) -> Any:
    return walk(lambda w: right_gradient(f, w), x, eta, steps)


def right_costs(f: Any, points: Any) -> Any:
    return np.array([value(f, dict(zip(sorted(names(f)), w, strict=True))) for w in points])


def walk(gradient: Gradient, x: Any, eta: float, steps: int) -> Any:
    points = [np.asarray(x, dtype=float)]
    for _ in range(steps):
        points.append(points[-1] - eta * gradient(points[-1]))
    return np.array(points)


def swap(x: Any, i: int = 0, j: int = 1) -> Any:
    """Exchange two entries, or two columns."""
    x = np.array(x)
    x[..., [i, j]] = x[..., [j, i]]
    return x


def text(tree: Any) -> str:
    """Write a tree in short, for people."""
    match kind(tree):
        case "Number":
            return str(tree.value)
        case "Name":
            return str(tree.name)
        case "Negative":
            return f"-{text(tree.body)}"
        case "Call":
            return f"{tree.name}({text(tree.args[0])})"
        case "+" | "-":
            return f"({text(tree.left)} {tree.op} {text(tree.right)})"
    return f"{text(tree.left)}{tree.op}{text(tree.right)}"


def coefficient(tree: Any) -> int:
    """Find the whole factor that a term begins with; 1 when there is none."""
    while kind(tree) in {"*", "/"}:
        tree = tree.left
    return int(tree.value) if kind(tree) == "Number" else 1


def exponent(tree: Any, v: str) -> int:
    """Find the exponent of a variable in a product of powers; 0 when it is none."""
    match kind(tree):
        case "Name":
            return int(tree.name == v)
        case "*":
            return exponent(tree.left, v) + exponent(tree.right, v)
        case "^" if kind(tree.left) == "Name":
            return int(tree.right.value) if tree.left.name == v else 0
    return 0


def called(tree: Any) -> set[str]:
    """Gather the functions that are called."""
    own = {tree.name} if kind(tree) == "Call" else set()
    return own.union(*map(called, parts(tree)))


def polynomial(tree: Any) -> bool:
    """Say whether a term is a product of powers of variables."""
    match kind(tree):
        case "Number" | "Name":
            return True
        case "*":
            return polynomial(tree.left) and polynomial(tree.right)
    return kind(tree) == "^" and kind(tree.left) == "Name"


def entry_slips(f: Any) -> Iterator[tuple[int, int, str, str, tuple[str, ...]]]:
    """List what may be done wrongly in one term of one coordinate.

    Yields:
        The coordinate, the term, the slip (``out``, ``turned`` or a rule), why, and what is said.
    """
    vs, terms = sorted(names(f)), terms_of(f)
    for i, v in enumerate(vs):
        dependent = [j for j, (_, tree) in enumerate(terms) if v in names(tree)]
        for j, (sign, tree) in enumerate(terms):
            what = f"{text(tree)} by {v}"
            if j not in dependent:
                if kind(tree) != "Number":
                    yield i, j, "kept", f"kept, though held fixed: {what}", ("held fixed",)
                continue
            c, n = coefficient(tree), exponent(tree, v)
            if len(dependent) > 1:
                yield i, j, "out", f"left out {what}", ("left out",)
            turned: tuple[str, ...] = ()
            if polynomial(tree):
                turned = ("subtracted",) if sign < 0 and j != dependent[0] else ("sign",)
            yield i, j, "turned", f"turned the sign of {what}", turned
            for rule, (why, said) in RULES.items():
                expected = said
                if rule == "coefficient":
                    expected = (f"left out ${c}$",)
                elif rule == "exponent-not-in-front" and n > 1 and c == 1:
                    expected = (f"left out ${n}$",)
                elif rule == "exponent-not-in-front" and kind(tree) == "^":
                    expected = ("left out",)
                elif rule == "two-lower" and polynomial(tree):
                    expected = ("left out",) if n == 2 else ("power",)
                elif rule == "inner" and {"sin", "cos"} & called(tree):
                    expected = ()  # without the inner z, z³ sin(yz) has a power too low
                elif rule == "outer-kept" and "sigmoid" in called(tree):
                    expected = ("sigma",)
                yield i, j, rule, f"{why}: {what}", expected


def entry(f: Any, x: Any, i: int, j: int, slip: str) -> Any:
    """Work out the gradient with a slip in one term of one coordinate."""
    vs, terms = sorted(names(f)), terms_of(f)
    found = jacobian(terms, vs, x)
    if slip == "out":
        found[i, j] = 0
    elif slip == "turned":
        found[i, j] *= -1
    elif slip == "kept":
        sign, tree = terms[j]
        found[i, j] = sign * value(tree, dict(zip(vs, map(float, x), strict=True)))
    else:
        found[i, j] = jacobian(terms, vs, x, slip)[i, j]
    return found.sum(axis=1)


def everywhere(f: Any, x: Any, slip: str) -> Any:
    return jacobian(terms_of(f), sorted(names(f)), x, slip).sum(axis=1)


def inner_constant(f: Any, sign: int) -> Any:
    """Turn the constant in a bracket that is squared, or take it away (0)."""

    def change(tree: Any) -> Any:
        if kind(tree) not in {"+", "-"} or kind(tree.right) != "Number":
            return tree
        number = replace(tree.right, value=tree.right.value * sign)
        return replace(tree, right=number)

    return rebuilt(f, change) if kind(f) in {"*", "^"} else f


def shared_slips(g: Any, part: str, shown: Callable[[Any], Any]) -> list[Made]:
    """List slips in the steps, whatever of the points is asked."""
    f, x, eta, steps = g.f, np.asarray(g.w, dtype=float), float(g.eta), int(g.steps)
    right = right_points(f, x, eta, steps)
    last, before = right[-1], right[-2]
    step = eta * right_gradient(f, before)
    first = right_gradient(f, x)

    def grad(w: Any) -> Any:
        return right_gradient(f, w)

    def ending(point: Any) -> Any:
        return np.array([*right[:-1], point])

    def add(why: str, points: Any, *said: str) -> Made:
        return Made(part, why, shown(np.array(points)), said)

    found = [
        add("went up", walk(grad, x, -eta, steps), r"\eta"),
        add("went up in the last step", ending(before + step), r"\eta", "added"),
        add("left out the learning rate", walk(grad, x, 1, steps), r"\eta"),
        add(
            "left out the learning rate in the last step",
            ending(before - step / eta),
            "left out",
            r"\eta",
        ),
        add(
            "left out the learning rate in the first step",
            [x, *walk(grad, x - first, eta, steps - 1)],
            "left out",
            r"\eta",
        ),
        add("kept the first gradient", walk(lambda _w: first, x, eta, steps), "You took"),
        add("divided by the learning rate", walk(grad, x, 1 / eta, steps), r"\eta"),
        add("gave the gradient as the new point", ending(step / eta), "g^{(1)}"),
        add("gave the step as the new point", ending(step), "w^{(1)}"),
        add("gave minus the step as the new point", ending(-step), "left out $w^{(1)}$"),
        add("stepped from the start again", ending(x - step), "You took", "w^{(0)}"),
        add("subtracted the old point", ending(step - before), "other way round"),
        add("half the learning rate", walk(grad, x, eta / 2, steps), r"\eta"),
        add("learning rate squared in the last step", ending(before - eta * step), r"\eta"),
    ]
    for i, j, slip, why, said in entry_slips(f):
        points = walk(lambda w, i=i, j=j, slip=slip: entry(f, w, i, j, slip), x, eta, steps)
        found.append(add(why, points, *said))
        if slip in {"out", "turned", "coefficient"}:
            point = before - eta * entry(f, before, i, j, slip)
            found.append(add(f"{why}, in the last step", ending(point), *said))
    for rule in ("exponent-kept", "exponent-not-in-front", "coefficient"):
        why, _said = RULES[rule]
        points = walk(lambda w, rule=rule: everywhere(f, w, rule), x, eta, steps)
        found.append(add(f"{why}, everywhere", points))
    for i, v in enumerate(sorted(names(f))):
        lost = np.array(before)
        lost[i] = abs(lost[i])
        points = ending(before - eta * grad(lost))
        found.append(add(f"lost the minus of {v} in the last gradient", points))
        if len(last) > 1:
            still = np.array(last)
            still[i] = before[i]
            found.append(add(f"did not move {v} in the last step", ending(still)))
            up = np.array(last)
            up[i] = before[i] + step[i]
            found.append(add(f"{v} went up in the last step", ending(up)))
    return found


def one_variable(g: Any) -> list[Made]:
    f, x, eta, steps = g.f, np.asarray(g.w, dtype=float), float(g.eta), int(g.steps)
    right = right_points(f, x, eta, steps + 1)[:, 0]
    found = shared_slips(g, "b", lambda points: points[-1, 0])

    def cost(w: Any) -> Any:
        return right_costs(f, [w])

    return [
        *found,
        Made("b", "one step too few", right[-3], ("w^{(1)}",)),
        Made("b", "one step too many", right[-1], ()),
        Made("b", "stayed at the start", right[0], ("w^{(0)}",)),
        Made("b", "gave the cost of the point", cost(right[-2:-1])[0], ()),
        Made("b", "f for its derivative", walk(cost, x, eta, steps)[-1, 0], ("derivative",)),
        Made(
            "b",
            "left out the constant in the bracket",
            walk(lambda w: right_gradient(inner_constant(f, 0), w), x, eta, steps)[-1, 0],
            ("left out",),
        ),
        Made(
            "b",
            "turned the sign in the bracket",
            walk(lambda w: right_gradient(inner_constant(f, -1), w), x, eta, steps)[-1, 0],
            (),
        ),
    ]


def one_after_another(f: Any, x: Any, eta: float, steps: int, order: int = 1) -> Any:
    """Move a coordinate at a time, the next by a gradient that has seen it move."""
    points = [np.asarray(x, dtype=float)]
    for _ in range(steps):
        point = points[-1].copy()
        for k in range(len(point))[::order]:
            point[k] -= eta * right_gradient(f, point)[k]
        points.append(point)
    return np.array(points)


def many_variables(g: Any, part: str, shown: Callable[[Any], Any]) -> list[Made]:
    """List slips that there are with more coordinates than one."""
    f, x, eta, steps = g.f, np.asarray(g.w, dtype=float), float(g.eta), int(g.steps)
    right = right_points(f, x, eta, steps)
    before = right[-2]
    step = eta * right_gradient(f, before)

    def add(why: str, points: Any, *said: str) -> Made:
        return Made(part, why, shown(np.array(points)), said)

    def summed(w: Any) -> Any:
        return np.full(len(w), right_gradient(f, w).sum())

    moved = one_after_another(f, x, eta, steps)
    backwards = one_after_another(f, x, eta, steps, -1)
    crossed = walk(lambda w: swap(right_gradient(f, w)), x, eta, steps)
    taken = walk(lambda w: right_gradient(f, swap(w)), x, eta, steps)
    return [
        add("used coordinates that had moved", moved, "already moved"),
        add("used coordinates that had moved, from the last", backwards, "moved"),
        add("exchanged the first two coordinates", swap(right), "changed places"),
        add("moved each coordinate by the other's slope", crossed, "gradient"),
        add("put the coordinates in the wrong places of the gradient", taken, "You took"),
        add("all variables at once", walk(summed, x, eta, steps), "at once"),
        add("exchanged slopes in the last step", [*right[:-1], before - swap(step)], "gradient"),
        *shared_slips(g, part, shown),
    ]


def two_variables(g: Any) -> list[Made]:
    f, x, eta, steps = g.f, np.asarray(g.w, dtype=float), float(g.eta), int(g.steps)
    right = right_points(f, x, eta, steps + 1)
    gradients = np.array([right_gradient(f, w) for w in right])
    return [
        Made("b", "began the list at the first step", right[1:], ()),
        Made("b", "stopped a step early", np.array([*right[:-2], right[-3]]), ("w^{(1)}",)),
        Made("b", "listed the gradients", gradients[:-1], ("gradient",)),
        Made("b", "listed the start and then the gradients", [right[0], *gradients[:2]], ()),
        Made("b", "listed from the last to the first", right[-2::-1], ("reverse",)),
        *many_variables(g, "b", lambda points: points),
    ]


def cross_terms(g: Any) -> list[Made]:
    f, x, eta, steps = g.f, np.asarray(g.w, dtype=float), float(g.eta), int(g.steps)
    right = right_points(f, x, eta, steps + 1)
    found = many_variables(g, "b", lambda points: points[-1])
    found += [
        Made("b", "one step too few", right[-3], ("w^{(1)}",)),
        Made("b", "one step too many", right[-1], ()),
        Made("b", "gave the last two coordinates in exchange", swap(right[-2], 1, 2), ("places",)),
    ]
    return found + costs_wrong(f, x, eta, steps)


def costs_wrong(f: Any, x: Any, eta: float, steps: int) -> list[Made]:
    """List slips in the costs."""
    points = right_points(f, x, eta, steps)
    right, vs = right_costs(f, points), sorted(names(f))

    def add(why: str, costs: Any, *said: str) -> Made:
        return Made("c", why, np.array(costs), said)

    first = right_gradient(f, x)
    found = [
        add("the old point's cost every time", [right[0], *right[:-1]]),
        add("the last cost at the old point", [*right[:-1], right[-2]], "w"),
        add("from the last to the first", right[::-1], "reverse"),
        add("began at the first step", right_costs(f, right_points(f, x, eta, steps + 1)[1:])),
        add("coordinates exchanged", right_costs(f, swap(points))),
        add("halved the costs", right / 2),
        add("minus the costs", -right, "sign"),
        add("falls from the first cost", right[0] - right),
        add(
            "went up",
            right_costs(f, walk(lambda w: right_gradient(f, w), x, -eta, steps)),
            r"\eta",
        ),
        add(
            "left out the learning rate",
            right_costs(f, walk(lambda w: right_gradient(f, w), x, 1, steps)),
            r"\eta",
        ),
        add(
            "kept the first gradient",
            right_costs(f, walk(lambda _w: first, x, eta, steps)),
            "You took",
        ),
        add("used moved coordinates", right_costs(f, one_after_another(f, x, eta, steps)), "moved"),
    ]
    ways = {
        "power-lost": ("left out the power of", ("power",)),
        "exponent-multiplied": ("multiplied by the exponent in", ("exponent",)),
        "negative-square": ("a square below zero in", ()),
        "coefficient": ("left out the coefficient of", ("left out",)),
        "sum": ("added where it multiplies in", ("multiplies",)),
        "minus-lost": ("lost the minus in", ()),
    }
    for j, (sign, tree) in enumerate(terms_of(f)):
        each = np.array([sign * value(tree, dict(zip(vs, w, strict=True))) for w in points])
        turned = "subtracted" if sign < 0 and j else "sign"
        changes = [
            ("left out", -each, ("left out",)),
            ("turned the sign of", -2 * each, (turned,)),
        ]
        for slip, (why, said) in ways.items():
            other = [sign * value(tree, dict(zip(vs, w, strict=True)), slip) for w in points]
            changes.append((why, np.array(other) - each, said))
        for why, change, said in changes:
            found.append(add(f"{why} {text(tree)}", right + change, *said))
            only = np.where(np.arange(len(right)) == len(right) - 1, change, 0)
            found.append(add(f"{why} {text(tree)}, in the last", right + only, *said))
    return found


def gradient_wrong(g: Any) -> list[Made]:
    f, x = g.f, np.asarray(g.point, dtype=float)
    vs = sorted(names(f))
    right = right_gradient(f, x)
    order = "reverse" if len(vs) == 2 else "changed places"

    def add(why: str, answer: Any, *said: str) -> Made:
        return Made("b", why, np.array(answer, dtype=float), said)

    found = [
        add("gave the direction of descent", -right, r"\nabla"),
        add("exchanged the first two coordinates", swap(right), order),
        add("exchanged x and y in the point", right_gradient(f, swap(x))),
        add("all variables at once", np.full(len(vs), right.sum()), "at once"),
        add("gave the point", x),
        add("gave the next point of descent", x - right),
        add("scaled to length one", right / np.linalg.norm(right)),
    ]
    for i, v in enumerate(vs):
        other = np.where(np.arange(len(vs)) == i, -x, x)
        if x[i] < 0:
            found.append(add(f"lost the minus of {v}", right_gradient(f, other)))
            for k in range(len(vs)):
                lost = np.array(right)
                lost[k] = right_gradient(f, other)[k]
                found.append(add(f"lost the minus of {v} in the slope by {vs[k]}", lost))
        one = np.where(np.arange(len(vs)) == i, -right, right)
        found.append(add(f"turned the sign of the slope by {v}", one))
        swapped = np.array(right)
        swapped[i] = right_gradient(f, swap(x))[i]
        found.append(add(f"exchanged x and y in the slope by {v}", swapped))
    for i, j, slip, why, said in entry_slips(f):
        found.append(add(why, entry(f, x, i, j, slip), *said))
    for rule, (why, said) in RULES.items():
        many = said if said in {("inner derivative",), ("product rule",), ("quotient",)} else ()
        found.append(add(f"{why}, everywhere", everywhere(f, x, rule), *many))
    return found


def right_answers(question: str, g: Any) -> dict[str, Any]:
    """Work out the right answers, by part."""
    if question.startswith("gd.gradient/"):
        return {"b": right_gradient(g.f, g.point)}
    points = right_points(g.f, g.w, float(g.eta), int(g.steps))
    return {
        "gd.step/one-variable": {"b": points[-1, 0]},
        "gd.step/two-variables": {"b": points},
        "gd.step/cross-terms": {"b": points[-1], "c": right_costs(g.f, points)},
    }[question]


MADE: dict[str, Callable[[Any], list[Made]]] = {
    "gd.step/one-variable": one_variable,
    "gd.step/two-variables": two_variables,
    "gd.step/cross-terms": cross_terms,
    "gd.gradient/polynomial": gradient_wrong,
    "gd.gradient/chain": gradient_wrong,
    "gd.gradient/three-variables": gradient_wrong,
}


def made(question: str, g: Any) -> list[Made]:
    if question not in MADE:
        return []
    return told_apart(MADE[question](g), right_answers(question, g))
