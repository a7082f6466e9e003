"""The reader's own images of digits: MNIST as published, a NumPy archive, or lines of text."""

from __future__ import annotations

from codecs import BOM_UTF8
from pathlib import Path

from ncrevise.data import archive, idx, rows
from ncrevise.data.digits import Digits, Split, split
from ncrevise.data.opened import opened
from ncrevise.data.pixels import digits
from ncrevise.errors import GivensError, UsageError

# How MNIST is published, "{}" for images-idx3 or labels-idx1; some copies have a full stop.
PUBLISHED = {"train": "train", "test": "t10k"}
SPELLINGS = ("{}-{}-ubyte", "{}-{}-ubyte.gz", "{}-{}.ubyte", "{}-{}.ubyte.gz")
KINDS = (
    "an MNIST folder (train-images-idx3-ubyte, train-labels-idx1-ubyte and perhaps the two of "
    "t10k, .gz or not), an .npz with x_train and y_train, or a CSV of label,pixels"
)


def load(path: str | Path) -> Split:
    """Read images of any square size to learn from and to be judged by.

    Where there are no test images, a sixth of the images is kept for that, always the same.

    Raises:
        UsageError: there is no such file or folder.
        GivensError: what is there can't be read as images of digits.
    """
    path = Path(path)
    parts = folder(path) if path.is_dir() else file(path)
    seen = set(parts[0].labels.tolist())
    if len(seen) == 1:
        raise GivensError(
            f"{path}: every image is labelled {seen.pop()}, and there is nothing to tell apart. "
            "In a line of text the label comes first."
        )
    if len(parts) == 1:
        return split(parts[0], max(1, len(parts[0]) // 6), "mnist")
    train, test = parts[0], parts[-1]
    if train.images.shape[1:] != test.images.shape[1:]:
        sizes = [f"{part.images.shape[1]} × {part.images.shape[2]}" for part in parts]
        raise GivensError(
            f"{path}: the images to learn from are {sizes[0]}, those of the test {sizes[1]}."
        )
    return Split(train, test)


def folder(path: Path) -> list[Digits]:
    """Read what a folder holds: MNIST as published, or else its archive or its texts."""
    if parts := publication(path):
        return parts
    found = sorted(each for kind in ("*.npz", "*.csv", "*.csv.gz") for each in path.glob(kind))
    pair = [each for part in PUBLISHED for each in found if part in each.name.lower()]
    if len(found) == 1 or (len(found) == 2 and len(set(pair)) == 2):
        return [part for each in pair or found for part in file(each)]
    which = "several" if found else "none"
    raise GivensError(f"{path}: one set of images is needed and there are {which}. Give {KINDS}.")


def publication(path: Path) -> list[Digits]:
    """Read the parts of MNIST that a folder has."""
    found = [published(path, name) for name in PUBLISHED.values()]
    return [part for part in found if part]


def published(path: Path, name: str) -> Digits | None:
    """Read one part of MNIST from a folder that has its images."""
    images, labels = (spelt(path, name, kind) for kind in ("images-idx3", "labels-idx1"))
    if not images and not labels:
        return None
    if not (images and labels):
        lacking = SPELLINGS[0].format(name, "labels-idx1" if images else "images-idx3")
        raise GivensError(f"{path}: {lacking} is missing, and images go with their labels.")
    return digits(idx.read(images, 3), idx.read(labels, 1), str(images))


def spelt(path: Path, name: str, kind: str) -> Path | None:
    """Find a published file under any of its names."""
    tried = (path / spelling.format(name, kind) for spelling in SPELLINGS)
    return next((each for each in tried if each.is_file()), None)


def file(path: Path) -> list[Digits]:
    """Read a file by what it starts with, not by how it is named."""
    if not path.is_file():
        raise UsageError(f"{path}: there is no such file or folder. Give {KINDS}.")
    with opened(path) as content:
        start = content.read(16)
    if start.startswith(idx.MAGIC):
        if parts := publication(path.parent):
            return parts
        raise GivensError(f"{path}: name it and its labels as MNIST does. Give {KINDS}.")
    if start.startswith(archive.MAGIC):
        return archive.read(path)
    if start and not is_text(start):
        raise GivensError(f"{path}: it starts with {start[:4].hex(' ')}. Give {KINDS}.")
    return [rows.read(path)]


def is_text(start: bytes) -> bool:
    """Tell text from anything packed, pickled or compiled."""
    plain = start.removeprefix(BOM_UTF8)
    return plain.isascii() and all(byte >= 32 or byte in b"\t\r\n" for byte in plain)
