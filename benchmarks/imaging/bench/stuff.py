"""Bytes to fill images with: the same ones each time, on every machine."""
import hashlib
import itertools
import random

MIB = 1 << 20
_STEP = 16 * MIB


def noise(seed, size):
    """Cannot be compressed, like a ZIM file or a video. Yields pieces."""
    for number in range(-(-size // _STEP)):
        step = min(_STEP, size - number * _STEP)
        yield hashlib.shake_128(f"{seed} {number}".encode()).digest(step)


class Prose:
    """Compresses like web pages do: by about four to one."""

    def __init__(self):
        source = random.Random("prose")
        letters = "eeeeeeettttaaaooiinnsshhrrddlucmfwypvbgk"
        words = ["".join(source.choices(letters, k=source.randint(2, 10))) for _ in range(20000)]
        frequent = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(words))))
        self._sentences = [
            " ".join(source.choices(words, cum_weights=frequent, k=source.randint(5, 20))).encode() + b".</p>\n<p>"
            for _ in range(30000)
        ]

    def text(self, seed, size):
        """Yields pieces."""
        source = random.Random(f"text {seed}")
        left = size
        while left > 0:
            piece = b" ".join(source.choices(self._sentences, k=min(40000, left // 60 + 1)))[:left]
            left -= len(piece)
            yield piece


class Tree:
    """Writes files into a folder and remembers their digests."""

    def __init__(self, folder, prose):
        self.folder = folder
        self.files = {}
        self._prose = prose

    def noise(self, name, size, seed=None):
        return self._put(name, noise(seed or name, size))

    def text(self, name, size, seed=None):
        return self._put(name, self._prose.text(seed or name, size))

    def pages(self, name, count, seed):
        """`count` pages of 30 to 70 KB."""
        sizes = random.Random(seed)
        for number in range(count):
            self.text(f"{name}/{number % 40:02d}/page-{number:05d}.html", sizes.randint(30_000, 70_000), f"{seed} {number}")
        return self

    def _put(self, name, pieces):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with open(path, "wb") as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
        self.files[name] = digest.hexdigest()
        return self
