"""Benchmarks of writing cards."""
import json
import subprocess

from . import tools
from .cards import READ, Bed
from .place import WORK, fresh
from .results import MIB, Results
from .rounds import ROOM, Rounds, ideal
from .sample import Sample

GIB = 1 << 30
SLOWER = 5
CARDS = 8


def throttled(settings):
    """One card as fast as a usual one, 60 MB/s to write and 90 MB/s to read, verified."""
    sample = Sample("two")
    results = Results("throttled", _about(
        "One card of 60 MB/s to write and 90 MB/s to read gets an image", sample,
        f"The ideal is {ideal(sample):.2f} s: what is due, written once and read once."), [("× ideal", ".3f")])
    with Bed(1, sample.size + ROOM) as bed:
        bed.throttle()
        rounds = Rounds(settings, results, bed, sample)
        rounds.play(
            [tools.cardshop(), tools.bmaptool(), tools.bmaptool_read_back(), tools.etcher(), tools.dd_hash()],
            settings.rounds(quick=2, full=5), once=settings.steady("dd + read-back hash", "bmaptool", "bmaptool + read-back", "Etcher SDK + verify"),
        )
    _share(results, "× ideal", "seconds", ideal(sample))
    results.goal("cardshop ÷ ideal", results.median("cardshop", "× ideal"), "<=", 1.03)
    results.goal("dd with read-back hash ÷ cardshop", results.ratio("cardshop", "dd + read-back hash"), ">=", 2.4)
    results.goal("Etcher with verify ÷ cardshop", results.ratio("cardshop", "Etcher SDK + verify"), ">=", 1.3)
    return results, "cardshop"


def fanout(settings):
    """Eight such cards at once."""
    return _many(settings, "fanout", "two", half_core=False)


def half_core(settings):
    """Eight such cards at once, with half a processor core for the process that writes."""
    return _many(settings, "half-core", "two", half_core=True)


def fanout_large(settings):
    """Eight such cards at once, a larger image: starting counts for less."""
    return _many(settings, "fanout-large", "eight", half_core=False)


def half_core_large(settings):
    """The same on half a processor core."""
    return _many(settings, "half-core-large", "eight", half_core=True)


def _many(settings, name, image, half_core):
    sample = Sample(image)
    core = " on half a processor core" if half_core else ""
    results = Results(name, _about(
        f"{CARDS} cards of 60 MB/s to write and 90 MB/s to read get, at once{core}, an image", sample,
        f"The ideal is {ideal(sample):.2f} s. *source ×* is what the process read elsewhere than from the cards, in images."),
        [("× ideal", ".3f"), ("CPU s/GiB", ".2f"), ("source ×", ".2f")])
    cases = [tools.cardshop(), tools.bmaptool_read_back(), tools.etcher()]
    if tools.supports("card write", "--chunks"):
        cases.append(tools.cardshop_chunks(*chunk_folder(sample)))
    if not half_core and not settings.quick:
        cases.append(tools.dd_hash())
    # Eight whole cards for the larger image would take more disk than machines have to spare.
    with Bed(CARDS, sample.size + ROOM, None if image == "two" else sample.spans) as bed:
        bed.throttle()
        if half_core:
            bed.brakes.half_core()
        Rounds(settings, results, bed, sample, look=0.1).play(cases, settings.rounds(quick=1, full=3))
    _share(results, "× ideal", "seconds", ideal(sample))
    _share(results, "CPU s/GiB", "cpu", CARDS * sample.due / GIB)
    if half_core:
        results.goal("cardshop ÷ ideal", results.median("cardshop", "× ideal"), "<=", 1.1)
        return results, "cardshop"
    results.goal("cardshop ÷ ideal", results.median("cardshop", "× ideal"), "<=", 1.05)
    results.goal("cardshop's CPU s per GiB written and verified", results.median("cardshop", "CPU s/GiB"), "<=", 0.4)
    results.goal("bmaptool's CPU s ÷ cardshop's", results.ratio("cardshop", "bmaptool + read-back", "cpu"), ">=", 10)
    results.goal("cardshop's reads of the source, in images", results.median("cardshop", "source ×"), "<=", 1.05)
    return results, "cardshop"


def slow_card(settings):
    """Four cards; do three fast ones wait for one that is five times slower?"""
    sample = Sample("one")
    results = Results("slow-card", _about(
        f"Four cards at once, all alike or the fourth {SLOWER} times slower, get an image", sample,
        "*fast s* is when the last of the three fast cards had its last byte, written and read back, by the kernel's"
        " counters, *fast write s* without reading back; *card 4 s* when the fourth had."),
        [("fast write s", ".2f"), ("fast s", ".2f"), ("card 4 s", ".2f")])
    cases = [tools.cardshop(), tools.etcher()]
    with Bed(4, sample.size + ROOM) as bed:
        for prefix, slowest in (("alike: ", 1), ("one slow: ", SLOWER)):
            bed.throttle(slowest=slowest)
            Rounds(settings, results, bed, sample, look=0.1, prefix=prefix).play(
                cases, settings.rounds(quick=1, full=3), once=settings.steady("Etcher SDK + verify"))
    for run in results.runs:
        for what in ("write s", "s"):
            run.more[f"fast {what}"] = max(run.more.get(f"card {number} {what}", 0.0) for number in (1, 2, 3))
    for name, key, op, bound in (
        ("cardshop", "fast s", "<=", 1.03), ("cardshop", "fast write s", "<=", 1.03),
        ("Etcher SDK + verify", "fast write s", ">=", 4),
    ):
        results.goal(
            f"{name}: fast cards beside a slow one ÷ beside their like{', writing' if 'write' in key else ''}",
            results.ratio(f"alike: {name}", f"one slow: {name}", key), op, bound)
    return results, None


def unthrottled(settings):
    """8 GiB, as fast as the disk goes."""
    sample = Sample("eight")
    results = Results("unthrottled", _about(
        "One card as fast as the disk gets an image", sample,
        "*write s* is when the writing ended, digests of the source checked, by `--json` events where the command has them,"
        " else by the kernel's counters."), [("write s", ".2f")])
    with Bed(1, sample.size + ROOM) as bed:
        Rounds(settings, results, bed, sample, look=0.02).play(
            [tools.cardshop(), tools.dd(), tools.dd_hash(), tools.bmaptool(), tools.bmaptool_read_back(), tools.etcher()],
            settings.rounds(quick=3, full=7), once=settings.steady("dd + read-back hash"))
    write = results.median("cardshop", "write s")
    for peer, bound in (("dd", 2.2), ("bmaptool", 3.5)):
        theirs = results.median(peer)
        results.goal(f"{peer} ÷ cardshop's writing with digests", theirs / write if theirs and write else None, ">=", bound)
    for peer, bound in (("Etcher SDK + verify", 2.2), ("bmaptool + read-back", 1.8), ("dd + read-back hash", 4)):
        results.goal(f"{peer} ÷ cardshop, verified", results.ratio("cardshop", peer), ">=", bound)
    return results, "cardshop"


def repair(settings):
    """One byte of a written card is wrong: how long until it is right again, and proved?"""
    results = Results("repair", "A card that holds an image but for one byte is mended by `card write --repair`, and,"
                      " to compare, only read by others. *throttled*: 2 GiB, 60 MB/s and 90 MB/s; *unthrottled*: 8 GiB.",
                      [("× ideal read", ".3f")])
    mend = tools.cardshop("--repair", name="cardshop --repair", writes="little")
    for prefix, name, slow in (("throttled: ", "two", True), ("unthrottled: ", "eight", False)):
        sample = Sample(name)
        with Bed(1, sample.size + ROOM) as bed:
            bed.cards[0].copy(sample.image, sample.spans)
            if slow:
                bed.throttle()
                bed.cards[0].copy(sample.image, sample.spans)  # the throttle was tried out on it
            rounds = Rounds(settings, results, bed, sample, prefix=prefix)
            for number in range(1, settings.rounds(quick=2, full=5) + 1):
                for case in settings.shuffle([mend, tools.cardshop_verify(), tools.bmaptool_read()]):
                    if case.missing:
                        results.leave_out(case.name, case.missing)
                    elif settings.wants(case.name):
                        rounds.once(case, number, prepare=lambda c=case: _damage(bed.cards[0], sample) if c is mend else None)
        if slow:
            _share(results, "× ideal read", "seconds", sample.due / READ)
    results.goal("throttled: repair ÷ ideal read of the data",
                 results.median("throttled: cardshop --repair", "× ideal read"), "<=", 1.05)
    results.goal("unthrottled: repair ÷ cardshop verify, which only reads",
                 results.ratio("unthrottled: cardshop verify", "unthrottled: cardshop --repair"), "<=", 1.05)
    return results, None


def _damage(card, sample):
    offset, length, _ = sample.digests[len(sample.digests) // 2]
    card.flip(offset + length // 2)


def first_byte(settings):
    """A small image: how soon does the card get its first byte?"""
    sample = Sample("small")
    results = Results("first-byte", _about("One card as fast as the disk gets an image", sample,
                      "*first byte* is when the kernel first counted a write to the card."), [("first byte s", ".3f")])
    with Bed(1, sample.size + ROOM) as bed:
        Rounds(settings, results, bed, sample, look=0.001).play(
            [tools.cardshop(), tools.dd(), tools.bmaptool(), tools.etcher()], settings.rounds(quick=5, full=11))
    results.goal("cardshop's first byte, s after the command", results.median("cardshop", "first byte s"), "<=", 0.5)
    return results, "cardshop"


def _about(what, sample, more):
    return (
        f"{what} of {sample.size / GIB:.3g} GiB: {sample.data / MIB:.1f} MiB data"
        f" ({100 * sample.data / sample.size:.1f} %), {sample.zero / MIB:.1f} MiB zero, the rest free. {more}"
    )


def _share(results, name, key, whole):
    for run in results.runs:
        run.more[name] = getattr(run, key) / whole


def chunk_folder(sample):
    """The image's chunks as a writer's cache has them, compressed by zstd's own program, and a manifest with the
    lengths of these frames."""
    folder = fresh(WORK / f"chunks-{sample.name}")
    manifest = json.loads(sample.manifest.read_text())
    with open(sample.image, "rb") as image:
        for chunk in manifest["chunks"]:
            image.seek(chunk["offset"])
            frame = subprocess.run(
                ["zstd", "-q", "-c", "-3", f"--stream-size={chunk['length']}"],
                input=image.read(chunk["length"]), capture_output=True, check=True,
            ).stdout
            (folder / f"{chunk['sha256']}.zst").write_bytes(frame)
            chunk["stored"] = len(frame)
    copy = WORK / f"{sample.name}.manifest.json"
    copy.write_text(json.dumps(manifest))
    return folder, copy
