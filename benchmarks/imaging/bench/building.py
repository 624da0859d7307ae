"""Benchmarks of building images."""
import shutil
from dataclasses import dataclass

from . import built
from .machine import wait_until_quiet
from .measure import run
from .place import SAMPLES, WORK, anonymous, fresh, sh
from .results import MIB, Result, Results
from .samples import CONTENT
from .tools import CARDSHOP, supports

SIZE = 2048 * MIB  # of the image
DATA = 388 * MIB  # where its data partition begins

# What the others start from: a copy of the base, its third partition grown to the end.
GROWN = f"""
set -euo pipefail
cp --sparse=always "$BASE" out.img
truncate -s {SIZE} out.img
echo ,+ | sfdisk --quiet --no-reread --no-tell-kernel -N 3 out.img
"""
LOOP = GROWN + f"""
loop=$(losetup --find --show --direct-io=on -o {DATA} --sizelimit {SIZE - DATA} out.img)
trap 'umount there 2>/dev/null; losetup -d $loop' EXIT
mkfs.ext4 -q -F -E nodiscard -L data $loop
mkdir there
mount $loop there
cp -r "$TREE"/. there/
umount there
losetup -d $loop
trap - EXIT
"""
MKE2FS = GROWN + f"""
mke2fs -q -F -t ext4 -L data -E offset={DATA},root_owner=0:0 -d "$TREE" out.img {(SIZE - DATA) // 1024}k
"""
GENIMAGE = f"""
set -euo pipefail
mkdir in
ln -s "$PARTS"/boot.img "$PARTS"/root.img in/
cat > genimage.cfg <<END
image data.ext4 {{
  ext4 {{
    use-mke2fs = true
    label = "data"
  }}
  size = {(SIZE - DATA) // 1024}K
  mountpoint = "/"
}}
image out.img {{
  hdimage {{
    partition-table-type = "mbr"
  }}
  partition boot {{
    offset = 4M
    partition-type = 0xC
    image = "boot.img"
  }}
  partition root {{
    partition-type = 0x83
    image = "root.img"
  }}
  partition data {{
    partition-type = 0x83
    image = "data.ext4"
  }}
}}
END
genimage --loglevel 0 --config genimage.cfg --rootpath "$TREE" --tmppath tmp --inputpath in --outputpath . >&2
rm -rf tmp
"""


@dataclass(frozen=True)
class Build:
    """@param script run by bash in an empty folder; leaves out.img, or chunks and out.manifest.json, or `copy`"""

    name: str
    script: str
    needs: str = ""
    missing: str = ""


def _ours(kind, chunks):
    command = f'"$CARDSHOP" image build "$RECIPES/a-{kind}.yaml" --cache cache'
    if not chunks:
        return Build(f"cardshop, {kind}", f"set -e\n{command} -o out.img\nsync out.img")
    return Build(
        f"cardshop, {kind}, chunks", f"set -e\n{command} --chunks chunks -o out.manifest.json\nsync -f chunks",
        missing="" if supports("image build", "--chunks") else "`image build` has no --chunks yet",
    )


def build(settings):
    """1 GiB of content becomes an image."""
    content = _size("a")
    results = Results(
        "build",
        f"{content / MIB:.0f} MiB in {len(built.files('a'))} files and a base become an image of 2 GiB, on disk (synced),"
        " nothing of it known before. Only Cardshop's runs make a manifest; *+ sha256sum* digests the finished image."
        " *cp* only copies the files.",
    )
    cases = [
        *(_ours(kind, chunks) for kind in ("ext4", "exfat") for chunks in (False, True)),
        Build("cp", 'cp -r "$TREE" copy\nsync -f copy'),
        Build("loop mount", LOOP + "sync out.img\n"),
        Build("loop mount + sha256sum", LOOP + "sync out.img\nsha256sum out.img >out.sha256\n"),
        Build("mke2fs -d", MKE2FS + "sync out.img\n"),
        Build("genimage", GENIMAGE + "sync out.img\n", needs="genimage"),
    ]
    cases = [case for case in cases if _can(case, results) and settings.wants(case.name)]
    _parts()
    for number in range(1, settings.rounds(quick=3, full=7) + 1):
        for case in settings.shuffle(cases):
            if number == 1 or case.name not in settings.steady("genimage", "loop mount + sha256sum"):
                _one(settings, results, case, number)
    for kind in ("ext4", "exfat"):
        mine = f"cardshop, {kind}"
        results.goal(f"{mine} ÷ cp", results.ratio("cp", mine), "<=", 1.1)
        results.goal(f"loop mount with sha256sum ÷ {mine}", results.ratio(mine, "loop mount + sha256sum"), ">=", 6)
    return results, "cp"


def _can(case, results):
    lacking = f"{case.needs} not installed" if case.needs and not shutil.which(case.needs) else case.missing
    if lacking:
        results.leave_out(case.name, lacking)
    return not lacking


def _size(tree):
    return sum(file.stat().st_size for file in (CONTENT / tree).rglob("*") if file.is_file())


def _parts():
    """The base's partitions as files of their own, for genimage."""
    base = SAMPLES / "base-ext4.img"
    folder = fresh(WORK / "parts")
    for name, part in zip(("boot", "root"), built.partitions(base)):
        sh("dd", f"if={base}", f"of={folder / name}.img", "bs=1M", "iflag=skip_bytes,count_bytes", f"skip={part['offset']}",
           f"count={part['length']}", "conv=sparse", "status=none")


def _one(settings, results, case, number):
    folder = fresh(WORK / "build")
    _warm(CONTENT / "a")
    environment = {
        "BASE": SAMPLES / "base-ext4.img", "TREE": CONTENT / "a", "PARTS": WORK / "parts", "RECIPES": SAMPLES,
        "CARDSHOP": CARDSHOP,
    }
    wait_until_quiet(settings.patience)
    done = _bash(case.script, folder, environment)
    result = Result(
        case.name, number, done.seconds, done.cpu, others=done.others, memory=done.memory,
        ours=case.name.startswith("cardshop"))
    wrong = [f"status {done.status}: {' '.join(done.error.split())[-300:]}"] if done.status else (
        _judged(folder, "a") if settings.thorough(number) else [])
    _keep(settings, results, result, wrong)
    shutil.rmtree(folder)


def _bash(script, folder, environment):
    words = " ".join(f"{name}='{value}'" for name, value in environment.items())
    return run(["bash", "-c", f"cd '{folder}'\nexport {words}\n{script}"])


def _warm(tree):
    """Contents lie in the page cache for everyone."""
    for file in sorted(tree.rglob("*")):
        if file.is_file():
            with open(file, "rb") as content:
                while content.read(1 << 20):
                    pass


def _judged(folder, tree):
    if (folder / "copy").exists():
        return []
    manifest = next(iter(folder.glob("out*.manifest.json")), None)
    read = built.Manifest(manifest) if manifest else None
    if not (folder / "out.img").exists():
        built.assemble(read, folder / "chunks", folder / "out.img")
    return built.wrong(folder / "out.img", tree, read)


def _keep(settings, results, result, wrong):
    result.good, result.why = not wrong, anonymous("; ".join(wrong))
    results.add(result)
    settings.tell(
        f"  round {result.round}: {result.case}: {result.seconds:.2f} s, {result.cpu:.2f} CPU s"
        + (f" — {result.why}" if wrong else "") + (" (disturbed)" if result.disturbed else "")
    )


def second_order(settings):
    """Orders after the first one: the same again, with other settings, with half of the content new."""
    fresh_bytes = _size("b")
    results = Results(
        "second-order",
        f"A first order is built into an empty folder of chunks, then three more into the same: the *same* recipe, the"
        f" same with other *settings*, and one with half of the content *new* ({fresh_bytes / MIB:.1f} MiB of"
        f" {_size('a') / MIB:.0f}) and one more small file. *new* bytes are those of chunks that the first has not.",
        [("new MiB", ".2f"), ("new, stored MiB", ".2f"), ("new ÷ content", ".3f")],
    )
    chunks = supports("image build", "--chunks")
    if not chunks:
        results.note("`image build` has no --chunks yet: whole images were built instead.")
    for number in range(1, settings.rounds(quick=2, full=7) + 1):
        for kind in settings.shuffle(["ext4", "exfat"]):
            _orders(settings, results, kind, number, chunks, fresh_bytes)
    for kind in ("ext4", "exfat"):
        for which in ("same", "settings"):
            results.goal(f"{kind}, {which}: s until its manifest", results.median(f"{kind}, {which}"), "<=", 0.3)
        results.goal(f"{kind}, new: new bytes ÷ new content", results.median(f"{kind}, new", "new ÷ content"), "<=", 1.1)
    return results, None


def _orders(settings, results, kind, number, chunks, fresh_bytes):
    folder = fresh(WORK / "orders")
    manifests = {}
    for which, recipe, tree in (("first", "a", "a"), ("same", "a", "a"), ("settings", "settings", "a"), ("new", "b", "b")):
        out = f"--chunks chunks -o {which}.manifest.json" if chunks else f"-o {which}.img"
        wait_until_quiet(settings.patience)
        done = _bash(
            f'"$CARDSHOP" image build "$RECIPES/{recipe}-{kind}.yaml" --cache cache --name order {out}',
            folder, {"CARDSHOP": CARDSHOP, "RECIPES": SAMPLES},
        )
        result = Result(f"{kind}, {which}", number, done.seconds, done.cpu, others=done.others, memory=done.memory)
        if done.status:
            _keep(settings, results, result, [f"status {done.status}: {' '.join(done.error.split())[-300:]}"])
            break
        manifest = manifests[which] = built.Manifest(next(folder.glob(f"{which}*.manifest.json")))
        if which != "first":
            result.more["new MiB"] = manifest.new_bytes(manifests["first"]) / MIB
            result.more["new, stored MiB"] = manifest.new_bytes(manifests["first"], "stored") / MIB
        if which == "new":
            result.more["new ÷ content"] = manifest.new_bytes(manifests["first"]) / fresh_bytes
        image = folder / f"{which}.img"
        wrong = []
        if which == "same" and manifest.sha256 != manifests["first"].sha256:
            wrong.append("the same recipe gave another image")
        if settings.thorough(number):
            if chunks:
                built.assemble(manifest, folder / "chunks", image)
            wrong += built.wrong(image, tree, manifest)
        image.unlink(missing_ok=True)
        _keep(settings, results, result, wrong)
    shutil.rmtree(folder)
