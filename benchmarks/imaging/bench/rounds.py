"""Rounds of cases that write cards, each run judged."""
import json

from . import oracle
from .cards import READ, WRITE
from .machine import wait_until_quiet
from .measure import run
from .place import anonymous
from .results import MIB, Result

ROOM = 16 * MIB  # that a card is larger than its image
EXTRA = 8 * MIB  # that Cardshop may write and read besides what is due: ends, stamps, the first MiB again


def ideal(sample, write=WRITE, read=READ):
    """Seconds to write once and read once what is due, at the card's own speeds."""
    return sample.due / write + sample.due / read


class Rounds:
    """Runs cases in shuffled, interleaved rounds: each on cards full of the pattern, each judged afterwards."""

    def __init__(self, settings, results, bed, sample, look=None, prefix=""):
        """@param prefix of the cases' names in the results
        @param look seconds between two looks at the counters, see measure.run"""
        self.prefix = prefix
        self.settings = settings
        self.results = results
        self.bed = bed
        self.sample = sample
        self.look = look

    def play(self, cases, rounds, once=()):
        """@param once names of cases that run in the first round only: slow and steady ones"""
        cases = self._available(cases)
        for number in range(1, rounds + 1):
            order = [case for case in cases if number == 1 or case.name not in once]
            self.settings.shuffle(order)
            for case in order:
                self.once(case, number)

    def _available(self, cases):
        for case in cases:
            if case.missing:
                self.results.leave_out(case.name, case.missing)
        return [case for case in cases if not case.missing and self.settings.wants(case.name)]

    def once(self, case, number, prepare=None):
        """@param prepare makes the cards ready; by default they are filled with the pattern"""
        (prepare or (lambda: self.bed.refill(self.sample.spans)))()
        wait_until_quiet(self.settings.patience)
        done = run(
            case.argv(self.sample, self.bed.cards), self.bed.cards, self.bed.brakes,
            self.look, case.environment,
        )
        result = Result(
            self.prefix + case.name, number, done.seconds, done.cpu, sum(done.written), sum(done.read), done.others, done.memory,
            ours=case.ours, more=measures(done, self.sample, self.bed.cards, case.ours),
        )
        wrong = self._failed(done) + self._miscounted(case, done)
        if case.writes != "nothing":
            wrong += self._judged(number)
        result.good, result.why = not wrong, self._named("; ".join(wrong))
        self.results.add(result)
        self.settings.tell(
            f"  round {number}: {self.prefix}{case.name}: {done.seconds:.2f} s, {done.cpu:.2f} CPU s"
            + (f" — {result.why}" if wrong else "") + (" (disturbed)" if result.disturbed else "")
        )
        return result, done

    def _failed(self, done):
        return [f"status {done.status}: {' '.join(done.error.split())[-300:]}"] if done.status != 0 else []

    def _miscounted(self, case, done):
        """The kernel's counters against the manifest: nothing that is due was left out, and only so much more."""
        wrong = []
        for number, (written, read) in enumerate(zip(done.written, done.read), 1):
            least, most = {
                "due": (self.sample.data if case.ours else self.sample.due, self.sample.due + (EXTRA if case.ours else 0)),
                "all": (self.sample.size, self.sample.size),
                "some": (0, self.sample.size),
                "little": (1, EXTRA),
                "nothing": (0, 0),
            }[case.writes]
            if not least <= written <= most:
                wrong.append(f"card {number} got {written} bytes, not {least} to {most}")
            if case.verifies and case.writes != "some" and read < self.sample.due:
                wrong.append(f"of card {number} only {read} bytes were read back, {self.sample.due} are due")
        return wrong

    def _judged(self, number):
        """Every byte of every card; file systems and files of all, or of one chosen by chance when in a hurry."""
        chosen = [self.settings.random.choice(self.bed.cards)] if self.settings.quick else self.bed.cards
        wrong = []
        for card in self.bed.cards:
            if card in chosen and self.settings.thorough(number):
                found = oracle.judge(self.sample, card.file)
            else:
                found = oracle.bytes_wrong(self.sample.digests, card.file)
            wrong += [f"{card.name}: {sentence}" for sentence in found]
        return wrong

    def _named(self, text):
        for card in self.bed.cards:
            text = text.replace(card.device, card.name)
        return anonymous(text)


def measures(done, sample, cards, ours):
    more = {}
    times = phases(done.lines, cards) or done.wrote
    if any(times):
        more["write s"] = max(times)
    if done.first is not None:
        more["first byte s"] = done.first
    if any(done.last):
        more["first card s"], more["last card s"] = min(done.last), max(done.last)
        for number, last in enumerate(done.last, 1):
            more[f"card {number} s"], more[f"card {number} write s"] = last, done.wrote[number - 1]
    if ours and done.source is not None:
        more["source ×"] = done.source / sample.data
    return more


def phases(lines, cards):
    """When the writing of each card ended, by the events of `--json`: with the first phase after it."""
    writing, ended = set(), {}
    for when, line in lines:
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if not isinstance(event, dict) or event.get("event") != "phase":
            continue
        target = event.get("target")
        if event.get("phase") == "writing":
            writing.add(target)
        elif target in writing:
            ended.setdefault(target, when)
    return [ended[target] for target in ended] if len(ended) == len(cards) else []
