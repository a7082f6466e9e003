"""How a family declares what comes out: a class of fields, like its givens."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, dataclass_transform

from ncrevise.givens.declare import kind_of, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ncrevise.results.values import Answer, Answers
    from ncrevise.tape.value import Tensor

T = TypeVar("T")
KINDS = frozenset({"array", "count", "each", "formulas", "number", "set", "text", "word", "words"})
UpTo: TypeAlias = Literal["", "sign", "scale"]

Each: TypeAlias = "Mapping[str, Tensor]"
"""Several results whose number depends on the givens, by name."""


@dataclass(frozen=True, slots=True)
class Result:
    """What is known of one result.

    Args:
        meaning: a phrase that ends a sentence: "the pooled map"; of several results by one
            pattern, a star stands for what the star in ``name`` stood for.
        kind: how it is printed, typed and compared, a module of ``results.kinds``.
        shape: names or numbers of its axes, as of a given; an axis that the family names has
            its rows and columns called by these names.
        one_of: for words, those that may be answered, or the axis whose names they are.
        up_to: what of a vector is left open: its ``sign``, or its ``scale`` and sign.
        accepts: says why an answer is not right, "" if it is; where many answers are, and the
            solver gives a sample.
        points: for a text, what it must say to earn marks.
        name: how results of a pattern are called, ``"h*"``.
    """

    meaning: str
    kind: str = ""
    shape: str = ""
    one_of: tuple[str, ...] | str = ()
    up_to: UpTo = ""
    accepts: Callable[[Any, Any], str] | None = None
    points: tuple[str, ...] = ()
    name: str = ""

    @property
    def axes(self) -> tuple[str, ...]:
        """The names or numbers of its axes."""
        return tuple(axis.strip() for axis in self.shape.split(",")) if self.shape else ()


def result(
    meaning: str,
    shape: str = "",
    *,
    one_of: tuple[str, ...] | str = (),
    up_to: UpTo = "",
    accepts: Callable[[Any, Any], str] | None = None,
    points: tuple[str, ...] = (),
    name: str = "",
) -> Any:  # noqa: ANN401 - the field's own type stands before it
    """Declare a result; its kind is the type it is annotated with. See ``Result``.

    Example:
        ``map: Array = result("the pooled map", "h,w")``
    """
    about = Result(
        meaning,
        shape=shape,
        one_of=one_of,
        up_to=up_to,
        accepts=accepts,
        points=points,
        name=name,
    )
    return field(metadata={"result": about})


@dataclass_transform(frozen_default=True, field_specifiers=(result,))
def results(model: type[T]) -> type[T]:
    """Make a class of results of a class that declares them."""
    made = dataclass(frozen=True)(model)
    _DECLARED[made] = Declared(
        {
            f.name: replace(about, kind=kind_of(f.type), name=about.name or f.name)
            for f in fields(made)  # type: ignore[arg-type]  # it was made one just above
            for about in [said(f, "result")]
        }
    )
    return made


class Declared(dict[str, Result]):
    """The results of a family by field; looked up by the name of a result.

    ``h*`` stands for ``h1``, ``h2`` …; a name of its own comes first, then the longest pattern.
    """

    def field_of(self, name: str) -> str:
        """Give the field that a result of this name belongs to.

        Raises:
            KeyError: when there is none.
        """
        if name in self and self[name].kind != "each":
            return name
        for key in sorted(self, key=lambda key: -len(self[key].name)):
            if self.star(key, name):
                return key
        raise KeyError(name)

    def star(self, key: str, name: str) -> str:
        """Give what the star of a pattern stands for in a name; empty where it does not match."""
        start, star, end = self[key].name.partition("*")
        matches = star and name.startswith(start) and name.endswith(end)
        return name[len(start) : len(name) - len(end)] if matches else ""

    def of(self, name: str) -> Result | None:
        """Give what is known of a result, a star in its meaning filled in."""
        try:
            key = self.field_of(name)
        except KeyError:
            return None
        about = self[key]
        if about.kind != "each":
            return about
        return replace(
            about, meaning=about.meaning.replace("*", self.star(key, name)), kind="array"
        )

    @property
    def patterns(self) -> Iterator[str]:
        """The names, patterns among them."""
        return (about.name for about in self.values())


_DECLARED: dict[type[Any], Declared] = {}


def results_of(model: type[Any]) -> Declared:
    """List the results of a class made by ``results``."""
    return _DECLARED[model]


def spread(found: object) -> dict[str, Answer]:
    """List results by name; those that there are none of are left out.

    Args:
        found: an instance of a class made by ``results``, or results by name.
    """
    if isinstance(found, dict):
        return found
    listed: dict[str, Answer] = {}
    for name, about in _DECLARED[type(found)].items():
        value = getattr(found, name)
        if about.kind == "each":
            listed |= value
        elif value is not None:
            listed[name] = value
    return listed


def gathered(model: type[T], found: Answers) -> T:
    """Make an instance of results by name, None for those that are missing."""
    declared = _DECLARED[model]
    values: dict[str, Any] = {}
    for name in found:
        field_name = declared.field_of(name)
        if declared[field_name].kind == "each":
            values.setdefault(field_name, {})[name] = found[name]
        else:
            values[field_name] = found[name]
    absent: dict[str, Any] = {
        k: {} if about.kind == "each" else None for k, about in declared.items()
    }
    return model(**{**absent, **values})
