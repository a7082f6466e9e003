"""A parse tree in brackets: ``((the cat) sat)``, or with labels ``(S (NP the cat) (VP sat))``.

The first word of a bracket is its label when it ends in a colon, ``(np: the cat)``; a colon by
itself says that there is none. Colons may be left out where every bracket starts with a word in
capitals and not all words are in capitals. A word that is a number, ``((1 -2) 0.5)``, is one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ncrevise.errors import AnswerError
from ncrevise.givens.kinds.support import numerals
from ncrevise.givens.kinds.support.brackets import LIKE, Word, parse, words
from ncrevise.givens.kinds.support.labels import capitalised, check
from ncrevise.givens.kinds.support.tree import Tree

if TYPE_CHECKING:
    from ncrevise.document.figure import TreeFigure
    from ncrevise.givens.declare import Given
    from ncrevise.givens.kinds.support.brackets import Item

__all__ = ["LIFTED", "Tree", "coerce", "read", "show", "write"]

LIFTED = False
MOST_TEXT = 4_000
MOST_NODES = 60
NUMBER = re.compile(r"[-+−]?(\d+\.?\d*|\.\d+)(/\d+)?([eE][-+−]?\d+)?%?")


def read(text: str, given: Given) -> Tree:
    """Read a tree.

    >>> from ncrevise.givens.declare import Given
    >>> read("(S (NP the cat) (VP sat))", Given("the tree", "tree")).label
    'S'
    """
    if len(text) > MOST_TEXT:
        raise AnswerError(f"A tree may take {MOST_TEXT:,} characters, not {len(text):,}.")
    found = parse(text)
    for each in words(found):
        check(each, text)
    marked = any(each.text.endswith(":") for each in words(found))
    tree = built(found, given, text, capitals=not marked and capitalised(found))
    count = sum(1 for _ in tree.postorder())
    if count > MOST_NODES:
        raise AnswerError(f"That is {count} nodes and leaves; {MOST_NODES} is the most read here.")
    return tree


def built(item: Item, given: Given, text: str, *, capitals: bool) -> Tree:
    """Make a tree of brackets; they are at most sixty deep."""
    if isinstance(item, Word):
        return leaf(item, given, text)
    first, *others = item.items
    label = ""
    if isinstance(first, Word) and (capitals or first.text.endswith(":")):
        label = first.text.removesuffix(":")
        if not others:
            raise AnswerError(f"The label {first.text} has nothing under it.", text, item.at)
    else:
        others = item.items
    return Tree(label, tuple(built(each, given, text, capitals=capitals) for each in others))


def leaf(word: Word, given: Given, text: str) -> Tree:
    """Make a leaf: a number where it reads as one."""
    if word.text.endswith(":"):
        late = f"The label {word.text} must come first in its bracket."
        raise AnswerError(late, text, word.at)
    if not NUMBER.fullmatch(word.text):
        return Tree(word.text)
    value = numerals.coerce(word.text, given, f"At {word.text}")
    return Tree(numerals.written(value), (), value)


def coerce(value: object, given: Given) -> Tree:
    """Take a tree as text."""
    if not isinstance(value, str):
        raise AnswerError(f"A tree is written as text. {LIKE}")
    return read(value, given)


def write(value: Tree) -> str:
    """Write it to be typed again, with colons only where they are needed.

    >>> write(Tree("", (Tree("not"), Tree("", (Tree("very"), Tree("good"))))))
    '(not (very good))'
    >>> write(Tree("np", (Tree("the"), Tree("cat"))))
    '(np: the cat)'
    """
    labels = [node.label for node in value.postorder() if node.children and node.label]
    bare = written(value, "")
    if not value.children or capitalised(parse(bare)) == bool(labels) == all_labelled(value):
        return bare
    text = written(value, ":")
    return text if labels else f"(: {text[1:]}"


def all_labelled(tree: Tree) -> bool:
    """Say whether every inner node has a label."""
    return all(node.label for node in tree.postorder() if node.children)


def written(tree: Tree, colon: str) -> str:
    """Write brackets, a sign after every label."""
    if not tree.children:
        return tree.label
    label = [f"{tree.label}{colon}"] if tree.label else []
    return f"({' '.join([*label, *(written(child, colon) for child in tree.children)])})"


def show(value: Tree) -> TreeFigure:
    """Show it as a drawing."""
    from ncrevise.givens.kinds.support.pictures import tree

    return tree(value)
