"""Where things lie: the repository, and the data of the benchmarks outside of it."""
import os
import pathlib
import re
import shutil
import subprocess

HERE = pathlib.Path(__file__).resolve().parent.parent
REPOSITORY = HERE.parent.parent
DATA = pathlib.Path(os.environ.get("CARDSHOP_BENCH_DATA") or "/var/tmp/cardshop-bench").resolve()
SAMPLES = DATA / "samples"
CARDS = DATA / "cards"
WORK = DATA / "work"
ETCHER = DATA / "etcher"

os.environ["PATH"] += ":/usr/sbin:/sbin"


def fresh(folder):
    """The folder, empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def sh(*argv, **more):
    """Runs a program that must succeed; answers what it printed."""
    argv = [str(word) for word in argv]
    done = subprocess.run(argv, capture_output=True, text=True, **more)
    if done.returncode != 0:
        raise RuntimeError(f"{argv[0]} failed with status {done.returncode}: {(done.stderr or done.stdout).strip()[-600:]}")
    return done.stdout


def anonymous(text):
    """Without what belongs to this machine alone: results are published."""
    for path, name in ((REPOSITORY, "."), (DATA, "DATA"), (pathlib.Path.home(), "~")):
        text = text.replace(str(path), name)
    return re.sub(r"/tmp/[\w.-]+", "TMP", text)
