"""A sample image with all that is known of it."""
import hashlib
import json
import os

from .place import SAMPLES, sh
from .spans import merged, minus, pieces, total
from . import freemap


class Sample:
    """`NAME.img`, its manifest beside it, a bmap of the same ranges for bmaptool, and facts for the oracle."""

    def __init__(self, name, folder=SAMPLES):
        self.name = name
        self.image = folder / f"{name}.img"
        self.manifest = folder / f"{name}.img.manifest.json"
        self.bmap = folder / f"{name}.bmap"
        self.facts = folder / f"{name}.facts.json"
        self._read = None

    def _fact(self, key):
        if self._read is None:
            self._read = json.loads(self.facts.read_text())
        return self._read[key]

    @property
    def size(self):
        return self._fact("size")

    @property
    def sha256(self):
        return self._fact("sha256")

    @property
    def data(self):
        """Bytes of data."""
        return self._fact("data")

    @property
    def zero(self):
        """Bytes that must read as zero."""
        return self._fact("zero")

    @property
    def due(self):
        """Bytes that a card must hold to be right: data and zero."""
        return self.data + self.zero

    @property
    def digests(self):
        """[offset, length, sha256] of everything that is due, in pieces of at most 4 MiB."""
        return self._fact("digests")

    @property
    def spans(self):
        return merged((offset, length) for offset, length, _ in self.digests)

    @property
    def partitions(self):
        """[{kind, offset, length, files: {path: sha256}}]"""
        return self._fact("partitions")

    def describe(self, partitions):
        """Writes manifest, bmap and facts of the image. Cardshop maps data and zero; which of the zero no one
        reads is taken from the file systems here, so the map is not Cardshop's word alone."""
        manifest = json.loads(self.manifest.read_text())
        free = merged(
            span for part in partitions for span in freemap.free(part["kind"], self.image, part["offset"])
        )
        zero = [tuple(span) for span in manifest["zero"]]
        manifest["zero"] = [list(span) for span in minus(zero, free)]
        manifest["free"] = [list(span) for span in minus(zero, manifest["zero"])]
        self.manifest.write_text(json.dumps(manifest))
        data = [(chunk["offset"], chunk["length"]) for chunk in manifest["chunks"]]
        due = merged(data + [tuple(span) for span in manifest["zero"]])
        with open(self.image, "rb") as file:
            self.bmap.write_text(bmap(file, manifest["size"], due))
            digests = [[offset, length, _digest(file, offset, length)] for offset, length in pieces(due)]
        facts = {
            "size": manifest["size"],
            "sha256": sh("openssl", "dgst", "-sha256", "-r", self.image).split()[0],
            "data": total(data),
            "zero": total(manifest["zero"]),
            "digests": digests,
            "partitions": partitions,
        }
        self.facts.write_text(json.dumps(facts))
        os.sync()


def _digest(file, offset, length):
    digest = hashlib.sha256()
    file.seek(offset)
    for _, step in pieces([(offset, length)]):
        digest.update(file.read(step))
    return digest.hexdigest()


def bmap(file, size, due, block=4096):
    """A block map, version 2.0 of bmaptool's format, of these ranges."""
    ranges = []
    for offset, length in due:
        first, last = offset // block, (offset + length - 1) // block
        numbers = f"{first}-{last}" if last > first else f"{first}"
        ranges.append(f'        <Range chksum="{_digest(file, offset, length)}"> {numbers} </Range>')
    text = "\n".join([
        '<?xml version="1.0" ?>',
        '<bmap version="2.0">',
        f"    <ImageSize> {size} </ImageSize>",
        f"    <BlockSize> {block} </BlockSize>",
        f"    <BlocksCount> {-(-size // block)} </BlocksCount>",
        f"    <MappedBlocksCount> {total(due) // block} </MappedBlocksCount>",
        "    <ChecksumType> sha256 </ChecksumType>",
        f"    <BmapFileChecksum> {'0' * 64} </BmapFileChecksum>",
        "    <BlockMap>",
        *ranges,
        "    </BlockMap>",
        "</bmap>",
        "",
    ])
    return text.replace("0" * 64, hashlib.sha256(text.encode()).hexdigest())
