"""Makes the sample images, contents and recipes, once. Partitions as a card of Cardshop has them: boot (FAT), root
(ext4), data (ext4 or exFAT); those of 2 and 8 GiB with a boot partition of 512 MiB, of which a tenth is used, as
Raspberry Pi OS has had it since Bookworm."""
import contextlib
import json
import shutil

from .place import REPOSITORY, SAMPLES, fresh, sh
from .sample import Sample
from .stuff import MIB, Prose, Tree

EDITION = "3"  # another one makes them anew
UUID = "5ca4d5a0-0000-4000-8000-00000000000"
TIME = "1735689600"
CONTENT = SAMPLES / "content"


def missing():
    """Whether `setup` has work to do."""
    stamp = SAMPLES / "edition"
    return not stamp.exists() or stamp.read_text() != EDITION


def make(tell):
    fresh(SAMPLES)
    prose = Prose()
    tell("the contents, 1 GiB in 2000 files, and the recipes")
    contents(prose)
    tell("the bases")
    for kind in ("ext4", "exfat"):
        Disk(f"base-{kind}", 404, prose).boot(64, noise=24).root(320, noise=60, text=40).data(kind, pages=0).close()
    tell("the image of 64 MiB")
    Disk("small", 64, prose).boot(34, noise=8).root(12, noise=4).data("ext4", noise=5, pages=4).close().describe()
    tell("the image of 1 GiB")
    Disk("one", 1024, prose).boot(256, noise=30).root(512, noise=100, text=100).data(
        "ext4", noise=100, text=40, pages=500
    ).close().describe()
    tell("the image of 2 GiB")
    Disk("two", 2048, prose).boot(512, noise=50).root(1024, noise=200, text=200).data(
        "ext4", noise=200, text=40, pages=2000
    ).close().describe()
    tell("the image of 8 GiB")
    Disk("eight", 8192, prose).boot(512, noise=50).root(2048, noise=300, text=300).data(
        "exfat", noise=2000, text=600, pages=500
    ).close().describe()
    (SAMPLES / "edition").write_text(EDITION)


class Disk:
    """An image that gets its partitions one after the other; sizes in MiB."""

    def __init__(self, name, size, prose):
        self.sample = Sample(name)
        self.partitions = []
        self._prose = prose
        self._end = 4 * MIB
        self._image = self.sample.image
        self._size = size * MIB
        sh("truncate", "-s", self._size, self._image)

    def boot(self, size, noise):
        tree = self._tree()
        for number in range(4):
            tree.noise(f"kernel{number}.img", noise * MIB // 4, f"kernel {number}")
        tree.text("cmdline.txt", 200)
        part = self._image.with_suffix(".boot")
        sh("truncate", "-s", size * MIB, part)
        sh("mkfs.fat", "--invariant", "-i", "CA4D5A0B", "-n", "BOOT", "-F", "32", "-s", "1" if size < 200 else "4", part)
        sh("mcopy", "-i", part, *sorted(tree.folder.iterdir()), "::")
        offset = self._add("fat", size * MIB, tree.files)
        sh("dd", f"if={part}", f"of={self._image}", "bs=1M", f"seek={offset // MIB}", "conv=notrunc,sparse", "status=none")
        part.unlink()
        return self

    def root(self, size, noise=0, text=0):
        tree = self._tree()
        for number in range(10):
            if noise:
                tree.noise(f"usr/bin/program-{number}", noise * MIB // 10, f"root {number}")
            if text:
                tree.text(f"usr/share/text-{number}", text * MIB // 10, f"root {number}")
        tree.pages("usr/share/doc", 20 * size // 256, "doc")
        self._ext4(tree, self._add("ext4", size * MIB, tree.files), size * MIB, "2")
        return self

    def data(self, kind, noise=0, text=0, pages=0):
        """The rest of the image."""
        tree = self._tree()
        for number in range(5):
            if noise:
                tree.noise(f"zim/book-{number}.zim", noise * MIB // 5, f"data {number}")
            if text:
                tree.text(f"maps/region-{number}.txt", text * MIB // 5, f"data {number}")
        tree.pages("pages", pages, "data")
        size = self._size - self._end
        offset = self._add(kind, size, tree.files)
        {"ext4": self._ext4, "exfat": self._exfat}[kind](tree, offset, size, "3")
        return self

    def close(self):
        table = ["label: dos", "label-id: 0xca4d5a0b", "unit: sectors"]
        types = {"fat": "c, bootable", "ext4": "83", "exfat": "7"}
        for part in self.partitions:
            table.append(f"start={part['offset'] // 512}, size={part['length'] // 512}, type={types[part['kind']]}")
        sh("sfdisk", "--quiet", "--no-reread", "--no-tell-kernel", self._image, input="\n".join(table) + "\n")
        shutil.rmtree(self._image.with_suffix(".tree"))
        return self

    def describe(self):
        sh(REPOSITORY / "cardshop", "image", "map", self._image)
        self.sample.describe(self.partitions)

    def _add(self, kind, length, files):
        offset = self._end
        self._end += length
        self.partitions.append({"kind": kind, "offset": offset, "length": length, "files": files})
        return offset

    def _tree(self):
        folder = fresh(self._image.with_suffix(".tree"))
        return Tree(folder, self._prose)

    def _ext4(self, tree, offset, size, number):
        sh(
            "mke2fs", "-q", "-F", "-t", "ext4", "-m", "0", "-J", "size=4", "-N", 4096, "-U", UUID + number,
            "-E", f"offset={offset},hash_seed={UUID}{number},root_owner=0:0", "-d", tree.folder,
            self._image, f"{size // 1024}k",
            env={"E2FSPROGS_FAKE_TIME": TIME, "PATH": "/usr/sbin:/sbin:/usr/bin:/bin"},
        )

    def _exfat(self, tree, offset, size, _):
        """No tool fills an exFAT without a mount."""
        with contextlib.ExitStack() as stack:
            loop = sh(
                "losetup", "--find", "--show", "--direct-io=on", "-o", offset, "--sizelimit", size, self._image
            ).strip()
            stack.callback(sh, "losetup", "-d", loop)
            sh("mkfs.exfat", "-L", "data", loop)
            if tree.files:
                there = fresh(self._image.with_suffix(".mounted"))
                stack.callback(there.rmdir)
                sh("mount.exfat-fuse", loop, there)
                stack.callback(sh, "umount", there)
                sh("cp", "-r", *sorted(tree.folder.iterdir()), there)


def contents(prose):
    """Tree A whole; tree B only where it differs from A: half of the bytes, and one small file that comes first."""
    a, b = (Tree(CONTENT / name, prose) for name in "ab")
    for number in range(2):
        a.noise(f"zim/book-{number}.zim", 200 * MIB + 12345, f"a book {number}")
    for number in range(8):
        a.noise(f"videos/{number}.mp4", 16 * MIB, f"a video {number}")
    for number in range(20):
        a.text(f"maps/{number:02d}.json", 20 * MIB, f"a map {number}")
    a.pages("pages", 2000, "a")
    b.text("about.html", 3000)
    b.noise("zim/book-1.zim", 200 * MIB + 12345, "b book 1")
    for number in range(4):
        b.noise(f"videos/{number}.mp4", 16 * MIB, f"b video {number}")
    for number in range(10):
        b.text(f"maps/{number:02d}.json", 20 * MIB, f"b map {number}")
    for number in range(20):
        b.pages(f"more-{number}", 50, f"b {number}")
    mixed = {
        name: digest
        for name, digest in a.files.items()
        if name not in b.files and not (name.startswith("pages/") and int(name[-10:-5]) >= 1000)
    }
    (CONTENT / "a.json").write_text(json.dumps(a.files))
    (CONTENT / "b.json").write_text(json.dumps(mixed | b.files))
    where = {name: "a" for name in mixed} | {name: "b" for name in b.files}
    for kind in ("ext4", "exfat"):
        recipe(f"page-{kind}", kind, {min(name for name in a.files if name.startswith("pages/")): "a"})
        recipe(f"a-{kind}", kind, {name: "a" for name in a.files})
        recipe(f"b-{kind}", kind, where)
        recipe(f"settings-{kind}", kind, {name: "a" for name in a.files}, "offspot:\n  timezone: Africa/Bamako\n")


def recipe(name, kind, where, settings=""):
    lines = ["base:", f"  source: file:base-{kind}.img", "output:", "  size: 2GiB", "files:"]
    for path in sorted(where):
        lines += [f"  - url: file:content/{where[path]}/{path}", f"    to: /data/{path}"]
    (SAMPLES / f"{name}.yaml").write_text("\n".join(lines) + "\n" + settings)
