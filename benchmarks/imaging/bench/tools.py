"""The commands that are measured: Cardshop's and the others'. Each writes one sample to all cards of a bed."""
import functools
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import Callable

from .place import ETCHER, HERE, REPOSITORY, SAMPLES, WORK, fresh, sh

CARDSHOP = REPOSITORY / "cardshop"


@dataclass(frozen=True)
class Tool:
    """@param argv of a sample and devices
    @param verifies whether it reads back what it wrote
    @param writes what it must write: what is "due", "all" of the image, "some" of it by its own choice, a "little" to
        mend it, or "nothing"
    @param missing why it cannot run here, or nothing
    """

    name: str
    argv: Callable
    verifies: bool
    writes: str = "due"
    ours: bool = False
    missing: str = ""
    environment: dict | None = None


def warm_up():
    """The first run of each command after a build rehearses it, which is not to be measured."""
    folder = fresh(WORK / "warm")
    small = SAMPLES / "small.img"
    sh(CARDSHOP, "card", "write", small, f"file:{folder}/card.img?size=80MB")
    sh(CARDSHOP, "image", "build", SAMPLES / "page-ext4.yaml", "--cache", folder / "cache", "-o", folder / "a.img")
    shutil.rmtree(folder)


@functools.cache
def supports(command, option):
    """Whether a command of Cardshop knows an option."""
    done = subprocess.run([CARDSHOP, *command.split(), "--help"], capture_output=True, text=True)
    return option in done.stdout


def cardshop(*options, name="cardshop", source=None, writes="due"):
    """@param source answers the arguments that name the image of a sample; the image itself by default"""

    def argv(sample, cards):
        allowed = [word for card in cards for word in ("--allow-fixed", card.device)]
        events = ["--json"] if supports("card write", "--json") else []
        image = source(sample) if source else [sample.image]
        return [CARDSHOP, "card", "write", *options, *events, *allowed, *image, *(card.device for card in cards)]

    lacking = [word for word in options if str(word).startswith("--") and not supports("card write", word)]
    return Tool(
        name, argv, verifies=True, writes=writes, ours=True,
        missing=f"`card write` has no {' '.join(lacking)} yet" if lacking else "",
    )


def cardshop_chunks(chunks, manifest):
    """From a manifest and a folder of chunks, as the writer of the factory does it."""
    return cardshop("--chunks", chunks, name="cardshop, chunks", source=lambda _: [manifest])


def _shell(each, sample, cards):
    """A line of shell for each card, all at once; fails when one fails."""
    lines = "\n".join(f"( {each(sample, card)} ) & pids=\"$pids $!\"" for card in cards)
    return ["bash", "-c", f"set -o pipefail\n{lines}\nbad=0\nfor pid in $pids; do wait $pid || bad=1; done\nexit $bad"]


def _dd_write(sample, card):
    return f"dd if={sample.image} of={card.device} bs=4M oflag=direct conv=fsync status=none"


def _dd_hash(sample, card):
    count = f"count={sample.size} iflag=direct,count_bytes"
    digest = f"dd if={card.device} bs=4M {count} status=none | openssl dgst -sha256 -r | cut -d' ' -f1"
    return f'{_dd_write(sample, card)} && test "$({digest})" = {sample.sha256}'


def _bmap_write(sample, card):
    return f"bmaptool -q copy --bmap {sample.bmap} {sample.image} {card.device}"


def _bmap_read(sample, card):
    return f"bmaptool -q copy --bmap {sample.bmap} {card.device} /dev/null"


def _each(name, line, verifies, writes, *programs):
    lacking = [program for program in programs if not shutil.which(program)]
    return Tool(
        name, lambda sample, cards: _shell(line, sample, cards), verifies, writes,
        missing=f"{' and '.join(lacking)} not installed" if lacking else "",
    )


def dd():
    return _each("dd", _dd_write, False, "all", "dd")


def dd_hash():
    return _each("dd + read-back hash", _dd_hash, True, "all", "dd", "openssl")


def bmaptool():
    return _each("bmaptool", _bmap_write, False, "due", "bmaptool")


def bmaptool_read_back():
    line = lambda sample, card: f"{_bmap_write(sample, card)} && {_bmap_read(sample, card)}"  # noqa: E731
    return _each("bmaptool + read-back", line, True, "due", "bmaptool")


def bmaptool_read():
    """Only reads: how long the data of a card takes to read and check."""
    return _each("bmaptool, reading only", _bmap_read, True, "nothing", "bmaptool")


def cardshop_verify():
    argv = lambda sample, cards: [CARDSHOP, "card", "verify", sample.image, *(card.device for card in cards)]  # noqa: E731
    return Tool("cardshop verify", argv, verifies=True, writes="nothing", ours=True)


def etcher(verify=True):
    def argv(sample, cards):
        targets = [f"{card.device}={card.size}" for card in cards]
        return ["node", HERE / "etcher/flash.js", sample.image, "verify" if verify else "no-verify", "trim", *targets]

    return Tool(
        "Etcher SDK + verify" if verify else "Etcher SDK", argv, verify, "some", missing=etcher_missing(),
        environment=os.environ | {"ETCHER_MODULES": str(ETCHER / "node_modules")},
    )


def etcher_missing():
    if not shutil.which("node"):
        return "node is not installed"
    if not (ETCHER / "node_modules/etcher-sdk").exists():
        return "etcher-sdk is not installed; `run setup` tries to"
    return ""


def install_etcher(tell):
    """From npm, into the data folder; a peer that cannot be had is left out, and said so."""
    wanted = HERE / "etcher/package.json"
    have = ETCHER / "package.json"
    if etcher_missing() == "" and have.exists() and json.loads(have.read_text()) == json.loads(wanted.read_text()):
        return
    if not shutil.which("npm"):
        tell("npm is not installed: the benchmarks run without Etcher")
        return
    tell("etcher-sdk from npm")
    fresh(ETCHER)
    shutil.copy(wanted, have)
    try:
        sh("npm", "install", "--no-audit", "--no-fund", "--loglevel=error", cwd=ETCHER, timeout=600)
        sh("node", "-e", "require('etcher-sdk')", cwd=ETCHER)
    except (RuntimeError, subprocess.TimeoutExpired) as e:
        shutil.rmtree(ETCHER / "node_modules", ignore_errors=True)
        tell(f"the benchmarks run without Etcher: {e}")
