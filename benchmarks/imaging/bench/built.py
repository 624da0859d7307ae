"""What a build made, and whether it is right."""
import json
import subprocess
from pathlib import Path

from . import oracle
from .place import sh
from .samples import CONTENT
from .spans import total

KINDS = {"c": "fat", "83": "ext4", "7": "exfat"}


class Manifest:
    def __init__(self, path):
        self._read = json.loads(Path(path).read_text())
        self.size = self._read["size"]
        self.sha256 = self._read["sha256"]
        self.chunks = self._read["chunks"]
        self.zero = self._read["zero"]

    @property
    def due(self):
        return sum(chunk["length"] for chunk in self.chunks) + total(self.zero)

    @property
    def digests(self):
        """For the oracle: [offset, length, sha256] of the data."""
        return [[chunk["offset"], chunk["length"], chunk["sha256"]] for chunk in self.chunks]

    def new_bytes(self, earlier, key="length"):
        """Of chunks that the earlier one does not name."""
        had = {chunk["sha256"] for chunk in earlier.chunks}
        fresh = {chunk["sha256"]: chunk[key] for chunk in self.chunks if chunk["sha256"] not in had}
        return sum(fresh.values())


def assemble(manifest, chunks, path):
    """Puts an image together from its chunks by zstd's own program; a missing or broken chunk is an error."""
    found = {file.stem: file for file in Path(chunks).rglob("*.zst")}
    with open(path, "wb") as file:
        file.truncate(manifest.size)
        for chunk in manifest.chunks:
            frame = found.get(chunk["sha256"])
            if frame is None:
                raise RuntimeError(f"the chunk at {chunk['offset']} was not stored")
            plain = subprocess.run(["zstd", "-q", "-d", "-c", frame], capture_output=True, check=True).stdout
            file.seek(chunk["offset"])
            file.write(plain)


def files(tree):
    """What must be in the data partition, by path."""
    return json.loads((CONTENT / f"{tree}.json").read_text())


def wrong(image, tree, manifest=None):
    """What is wrong with a built image, a list of sentences."""
    sentences = []
    if manifest is not None:
        found = sh("openssl", "dgst", "-sha256", "-r", image).split()[0]
        if found != manifest.sha256:
            sentences.append("the image's SHA-256 is not its manifest's")
    for number, part in enumerate(partitions(image), 1):
        part["files"] = files(tree) if number == 3 else {}
        sentences += oracle.partition_wrong(image, part, number, files=number == 3)
    return sentences


def partitions(image):
    table = json.loads(sh("sfdisk", "--json", image))["partitiontable"]
    return [
        {"kind": KINDS[part["type"].lower()], "offset": part["start"] * 512, "length": part["size"] * 512}
        for part in table["partitions"]
    ]
