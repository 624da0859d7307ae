"""Runs one command and measures it: time, processor time of its process tree, bytes of the cards."""
import os
import select
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field

from .machine import user_seconds

LIMIT = 1800  # seconds after which a command is given up
READ_BACK = 8 << 20  # more bytes read than this are no longer a look at what the card is


@dataclass
class Run:
    """One command's measures. Times in seconds since its start, bytes by the kernel's counters of each card."""

    seconds: float = 0.0
    cpu: float = 0.0
    memory: int = 0  # bytes resident at most, of the largest process
    status: int = 0
    error: str = ""
    others: float = 0.0  # cores that others used meanwhile
    written: list = field(default_factory=list)
    read: list = field(default_factory=list)
    last: list = field(default_factory=list)  # when each card's counters changed last
    wrote: list = field(default_factory=list)  # when each card got its last byte before it was read back
    first: float | None = None  # when the first byte reached a card
    source: int | None = None  # bytes that the command itself read elsewhere than from the cards
    lines: list = field(default_factory=list)  # (when, line) of its standard output


def run(argv, cards=(), brakes=None, look=None, environment=None):
    """@param look seconds between two looks at the cards' counters; without it nobody looks while it runs"""
    before = [card.counters() for card in cards]
    result = Run(last=[0.0] * len(cards), wrote=[0.0] * len(cards))
    with tempfile.TemporaryFile() as errors:
        others = user_seconds()
        began = time.monotonic()
        process = subprocess.Popen(
            [str(word) for word in argv],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors,
            start_new_session=True, preexec_fn=lambda: _enter(brakes), env=environment,
        )
        try:
            usage = _follow(process, began, result, cards, before, look)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
        result.cpu = usage.ru_utime + usage.ru_stime
        result.memory = usage.ru_maxrss * 1024
        result.others = max(0.0, user_seconds() - others - usage.ru_utime) / max(result.seconds, 0.1)
        errors.seek(0)
        result.error = errors.read().decode(errors="replace").strip()[-600:]
    after = [card.counters() for card in cards]
    result.written = [now[0] - then[0] for now, then in zip(after, before)]
    result.read = [now[1] - then[1] for now, then in zip(after, before)]
    return result


def _enter(brakes):
    os.nice(-10)
    if brakes:
        brakes.join(os.getpid())


def _follow(process, began, result, cards, before, look):
    """Reads what the command prints and looks at the cards until it ends; answers what it used."""
    ended = os.pidfd_open(process.pid)
    out = process.stdout.fileno()
    watched = [ended, out]
    rest = b""
    seen = list(before)
    try:
        while True:
            left = began + LIMIT - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"gave up after {LIMIT} s")
            ready, _, _ = select.select(watched, [], [], min(left, look or left))
            now = time.monotonic() - began
            if out in ready:
                text = os.read(out, 1 << 16)
                if not text:
                    watched.remove(out)
                *lines, rest = (rest + text).split(b"\n")
                result.lines += [(now, line.decode(errors="replace")) for line in lines]
            if look:
                _look(process.pid, now, result, cards, before, seen)
            if ended in ready and (out not in watched or out not in ready):
                result.seconds = now
                _, status, usage = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
                result.status = process.returncode
                return usage
    finally:
        os.close(ended)
        process.stdout.close()


def _look(pid, now, result, cards, before, seen):
    for number, card in enumerate(cards):
        counters = card.counters()
        if counters != seen[number]:
            if result.first is None and counters[0] > before[number][0]:
                result.first = now
            if counters[0] > seen[number][0] and counters[1] - before[number][1] < READ_BACK:
                result.wrote[number] = now
            seen[number] = counters
            result.last[number] = now
    try:
        with open(f"/proc/{pid}/io") as file:
            requested = int(file.readline().split()[1])
    except (OSError, ValueError, IndexError):
        return  # it has just ended
    result.source = max(0, requested - sum(now[1] - then[1] for now, then in zip(seen, before)))
