"""The commands."""
import argparse
import fcntl
import os
import pathlib
import random
import shutil
import signal
import sys
import time
import traceback
import unittest

from . import building, cards, factory, samples, tools, writing
from .machine import machine_class
from .place import CARDS, DATA, HERE, REPOSITORY, SAMPLES, WORK, sh

BENCHMARKS = {
    "first-byte": writing.first_byte,
    "throttled": writing.throttled,
    "fanout": writing.fanout,
    "half-core": writing.half_core,
    "fanout-large": writing.fanout_large,
    "half-core-large": writing.half_core_large,
    "slow-card": writing.slow_card,
    "unthrottled": writing.unthrottled,
    "repair": writing.repair,
    "build": building.build,
    "second-order": building.second_order,
    "orders": factory.orders,
    "end-to-end": factory.end_to_end,
}


class Settings:
    """How much to run, and in which order."""

    def __init__(self, options):
        self.quick = options.quick
        self.patience = options.patience
        self.random = random.Random(options.seed)
        self._rounds = options.rounds
        self._only = [word for word in (options.only or "").split(",") if word]
        self._began = time.monotonic()

    def rounds(self, quick, full):
        return self._rounds or (quick if self.quick else full)

    def steady(self, *names):
        """Of the cases that take long and hardly differ: those to run once when in a hurry."""
        return names if self.quick else ()

    def thorough(self, number):
        """Whether the oracle looks at file systems and files in this round, not only at bytes."""
        return number == 1 or not self.quick

    def shuffle(self, cases):
        """Shuffles the list, and answers it."""
        self.random.shuffle(cases)
        return cases

    def wants(self, case):
        return not self._only or any(word in case for word in self._only)

    def tell(self, text):
        print(f"{time.monotonic() - self._began:7.1f} s  {text}", file=sys.stderr, flush=True)


def main():
    options = _options()
    if options.command == ["self-test"]:
        return _self_test()
    if os.geteuid() != 0:
        print("The benchmarks make loop devices and control groups: run them as root.", file=sys.stderr)
        return 1
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit("stopped"))
    DATA.mkdir(parents=True, exist_ok=True)
    with open(DATA / "lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Benchmarks are running already.", file=sys.stderr)
            return 1
        return _run(options)


def _options():
    parser = argparse.ArgumentParser(
        prog="benchmarks/imaging/run", description="Measures Cardshop's imaging against others. See README.md beside it.",
        epilog="Benchmarks: " + "; ".join(f"{name}: {what.__doc__.splitlines()[0]}" for name, what in BENCHMARKS.items()),
    )
    parser.add_argument(
        "command", nargs="+", choices=["setup", *BENCHMARKS, "all", "self-test", "clean"], metavar="COMMAND",
        help="setup, a benchmark, all of them, self-test (of the arithmetic), clean (removes all data)")
    parser.add_argument("--quick", action="store_true", help="fewer rounds; slow, steady peers once")
    parser.add_argument("--rounds", type=int, help="so many rounds")
    parser.add_argument("--only", metavar="WORD,...", help="only cases with one of these words in their names")
    parser.add_argument("--patience", type=float, default=60, metavar="S", help="wait for quiet at most so long before each run (60)")
    parser.add_argument("--seed", type=int, help="of the order of cases")
    parser.add_argument("--results", type=pathlib.Path, default=HERE / "results", metavar="DIR", help="where results go (results, beside it)")
    return parser.parse_args()


def _run(options):
    settings = Settings(options)
    cards.remove_leftovers()
    if "clean" in options.command:
        for folder in (SAMPLES, CARDS, WORK, tools.ETCHER):
            shutil.rmtree(folder, ignore_errors=True)
        return 0
    wanted = [name for name in BENCHMARKS if name in options.command or "all" in options.command]
    _set_up(settings)
    missed = []
    try:
        for name in wanted:
            settings.tell(name)
            try:
                results, base = BENCHMARKS[name](settings)
            except Exception:  # the other benchmarks go on
                traceback.print_exc()
                missed.append(name)
                continue
            print(results.write(options.results, machine_class(), base), flush=True)
            if not results.is_sound():
                missed.append(name)
    finally:
        shutil.rmtree(CARDS, ignore_errors=True)
        shutil.rmtree(WORK, ignore_errors=True)
    if missed:
        settings.tell(f"Cardshop or the benchmark failed, or the oracle found Cardshop's work wrong, in: {', '.join(missed)}")
        return 1
    return 0


def _set_up(settings):
    sh(REPOSITORY / "tools/install-packages", "benchmarks")
    settings.tell("building Cardshop, if need be")
    sh(tools.CARDSHOP, "card", "--help")
    tools.install_etcher(settings.tell)
    if samples.missing():
        samples.make(settings.tell)
    WORK.mkdir(exist_ok=True)
    settings.tell("warming up")
    tools.warm_up()


def _self_test():
    tests = unittest.defaultTestLoader.discover(str(HERE / "test"), top_level_dir=str(HERE))
    return 0 if unittest.TextTestRunner(verbosity=1).run(tests).wasSuccessful() else 1
