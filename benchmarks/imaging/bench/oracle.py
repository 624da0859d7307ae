"""Looks at a card after it was written, without any tool that wrote: every byte that is due, each file system by its
own checker, every file by its digest."""
import contextlib
import hashlib
import mmap
import os
import subprocess
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .cards import medium
from .place import sh
from .spans import PIECE

CHECKS = {"fat": ["fsck.fat", "-n"], "ext4": ["e2fsck", "-fn"], "exfat": ["fsck.exfat", "-n"]}


def judge(sample, path, files=True):
    """What is wrong with the card or file at `path`, a list of sentences; empty when it is good."""
    wrong = bytes_wrong(sample.digests, path)
    for number, part in enumerate(sample.partitions, 1):
        wrong += partition_wrong(path, part, number, files)
    return wrong


def bytes_wrong(digests, path):
    """What is due, read past the page cache."""
    local = threading.local()

    def differs(piece):
        offset, length, digest = piece
        if not hasattr(local, "buffer"):
            local.buffer = mmap.mmap(-1, PIECE)
        view = memoryview(local.buffer)[:length]
        got = os.preadv(file, [view], offset)
        return got != length or hashlib.sha256(view).hexdigest() != digest

    with medium(path, os.O_RDONLY) as file, ThreadPoolExecutor(2) as threads:
        bad = [piece for piece, is_bad in zip(digests, threads.map(differs, digests)) if is_bad]
    return [f"{len(bad)} of {len(digests)} pieces differ, the first at byte {bad[0][0]}"] if bad else []


def partition_wrong(path, part, number, files):
    with contextlib.ExitStack() as stack:
        loop = sh(
            "losetup", "--find", "--show", "--read-only", "-o", part["offset"], "--sizelimit", part["length"], path
        ).strip()
        stack.callback(sh, "losetup", "-d", loop)
        check = subprocess.run([*CHECKS[part["kind"]], loop], capture_output=True, text=True, stdin=subprocess.DEVNULL)
        wrong = []
        if check.returncode != 0:
            last = " ".join((check.stdout + check.stderr).split())[-200:]
            wrong.append(f"partition {number}: {CHECKS[part['kind']][0]} finds: {last}")
        if files:
            wrong += files_wrong(loop, part, number)
        return [sentence.replace(loop, "it") for sentence in wrong]


def files_wrong(loop, part, number):
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cardshop-bench-")))
        try:
            if part["kind"] == "fat":
                sh("mcopy", "-s", "-n", "-i", loop, "::*", folder)
            else:
                mount = (
                    ["mount", "-o", "ro,noload", loop, folder]
                    if part["kind"] == "ext4"
                    else ["mount.exfat-fuse", "-o", "ro", loop, folder]
                )
                sh(*mount)
                stack.callback(sh, "umount", folder)
        except RuntimeError as e:
            return [f"partition {number}: {e}"]
        with ThreadPoolExecutor(2) as threads:
            names = list(part["files"])
            good = threads.map(lambda name: _digest(folder / name) == part["files"][name], names)
            bad = [name for name, is_good in zip(names, good) if not is_good]
        return [f"partition {number}: {len(bad)} of {len(names)} files differ, like {bad[0]}"] if bad else []


def _digest(path):
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
