"""Which bytes of a file system no one reads: the knowledge that a builder has, here taken from the file systems
themselves, by other means than Cardshop's. Spans are absolute in the image and ascending."""
import array
import re
import struct
import subprocess

from .spans import merged, whole_blocks


def free(kind, image, offset):
    return whole_blocks({"ext4": _ext4, "fat": _fat, "exfat": _exfat}[kind](image, offset))


def _ext4(image, offset):
    out = subprocess.run(
        ["dumpe2fs", f"{image}?offset={offset}"],
        capture_output=True, text=True, check=True, env={"LC_ALL": "C", "PATH": "/usr/sbin:/sbin:/usr/bin:/bin"},
    ).stdout
    block = int(re.search(r"^Block size: +(\d+)", out, re.M).group(1))
    spans = []
    for line in re.findall(r"^  Free blocks: (.+)$", out, re.M):
        for first, last in re.findall(r"(\d+)(?:-(\d+))?", line):
            count = int(last or first) - int(first) + 1
            spans.append((offset + int(first) * block, count * block))
    return merged(spans)


def _fat(image, offset):
    with open(image, "rb") as file:
        file.seek(offset)
        boot = file.read(512)
        sector, per_cluster, reserved, fats = struct.unpack_from("<HBHB", boot, 11)
        sectors, fat_sectors = struct.unpack_from("<II", boot, 32)
        if boot[82:90] != b"FAT32   ":
            raise ValueError("only FAT32 is understood")
        file.seek(offset + reserved * sector)
        table = array.array("I", file.read(fat_sectors * sector))
    heap = (reserved + fats * fat_sectors) * sector
    cluster = per_cluster * sector
    count = (sectors * sector - heap) // cluster
    return merged(
        (offset + heap + number * cluster, cluster)
        for number in range(count)
        if table[number + 2] & 0x0FFFFFFF == 0
    )


def _exfat(image, offset):
    """By the allocation bitmap, Microsoft's specification section 7.1."""
    with open(image, "rb") as file:
        file.seek(offset)
        boot = file.read(512)
        heap, clusters, root = struct.unpack_from("<III", boot, 88)
        sector = 1 << boot[108]
        cluster = sector << boot[109]

        def at(number):
            return offset + heap * sector + (number - 2) * cluster

        file.seek(at(root))
        entries = file.read(cluster)
        for entry in range(0, len(entries), 32):
            if entries[entry] == 0x81:
                first, length = struct.unpack_from("<IQ", entries, entry + 20)
                break
        else:
            raise ValueError("the exFAT has no allocation bitmap in the first cluster of its root")
        file.seek(at(first))
        bitmap = file.read(length)
    return merged(
        (at(number + 2), cluster)
        for number in range(clusters)
        if not bitmap[number >> 3] >> (number & 7) & 1
    )
