"""Statistics, tables and files of results."""
import csv
import json
import statistics
from dataclasses import dataclass, field

MIB = 1 << 20
DISTURBED = 0.15  # cores used by others while a command ran


@dataclass
class Result:
    """One run of one case. `good` is the oracle's word, not the tool's."""

    case: str
    round: int
    seconds: float = 0.0
    cpu: float = 0.0
    written: int = 0
    read: int = 0
    others: float = 0.0
    memory: int = 0
    good: bool = True
    why: str = ""
    ours: bool = True
    more: dict = field(default_factory=dict)  # what only this benchmark measures, by name

    @property
    def disturbed(self):
        return self.others > DISTURBED


class Results:
    def __init__(self, benchmark, about, columns=()):
        """@param columns names in `more` that the table shows, with their formats: ("write s", ".2f")"""
        self.benchmark = benchmark
        self.about = about
        self.columns = list(columns)
        self.runs = []
        self.left_out = {}
        self.goals = []
        self.notes = []

    def add(self, result):
        self.runs.append(result)

    def leave_out(self, case, why):
        self.left_out[case] = why

    def of(self, case):
        """The runs that count: good ones, and undisturbed ones if they are at least half of them."""
        good = [run for run in self.runs if run.case == case and run.good]
        calm = [run for run in good if not run.disturbed]
        return calm if 2 * len(calm) >= len(good) else good

    def median(self, case, key="seconds"):
        """Of the runs that count; None when there are none or they did not measure it."""
        values = [value for run in self.of(case) if (value := _value(run, key)) is not None]
        return statistics.median(values) if values else None

    def ratio(self, case, other, key="seconds", other_key=None):
        """How many times longer `other` takes."""
        mine, theirs = self.median(case, key), self.median(other, other_key or key)
        return theirs / mine if mine and theirs else None

    def goal(self, text, value, op, bound):
        """Something to show: `value` is to be `op` (">=" or "<=") `bound`."""
        self.goals.append((text, value, op, bound))

    def note(self, text):
        self.notes.append(text)

    def cases(self):
        return sorted({run.case for run in self.runs}, key=lambda case: self.median(case) or float("inf"))

    def is_sound(self):
        """Whether no run of ours was bad; a peer's failure is a result, too."""
        return all(run.good for run in self.runs if run.ours)

    def markdown(self, machine, base):
        lines = [f"# {self.benchmark}", "", self.about, ""]
        lines += [f"Machine: {machine['cores']} cores ({machine['architecture']}), {machine['memory_gib']} GiB, "
                  f"Linux {machine['kernel']}.", ""]
        lines += self._goal_table()
        lines += self._run_table(base)
        for case, why in self.left_out.items():
            lines.append(f"- left out: {case}: {why}")
        for case, why in dict.fromkeys((run.case, run.why) for run in self.runs if run.why):
            lines.append(f"- {case}: {why}")
        lines += [f"- {note}" for note in self.notes]
        return "\n".join(lines).rstrip() + "\n"

    def _goal_table(self):
        if not self.goals:
            return []
        rows = ["| to show | wanted | measured | |", "|---|---|---|---|"]
        for text, value, op, bound in self.goals:
            rows.append(
                f"| {text} | {'≥' if op == '>=' else '≤'} {bound} | {_number(value, '.3g') if value is None else _precise(value, bound)} "
                f"| {verdict(value, op, bound)} |"
            )
        return [*rows, ""]

    def _run_table(self, base):
        has_base = base is not None and self.median(base) is not None
        head = ["case", "good", "calm", "median s", "min..max s", *([f"× {base}"] if has_base else []),
                "CPU s", "peak MiB", "written MiB", "read MiB", *(name for name, _ in self.columns)]
        rows = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
        for case in self.cases():
            all_runs = [run for run in self.runs if run.case == case]
            used = self.of(case)
            times = [run.seconds for run in used]
            row = [
                case,
                f"{sum(run.good for run in all_runs)}/{len(all_runs)}",
                f"{sum(not run.disturbed for run in all_runs)}/{len(all_runs)}",
                _number(self.median(case), ".2f"),
                f"{min(times):.2f}..{max(times):.2f}" if times else "",
            ]
            if has_base:
                row.append(_number(self.ratio(base, case), ".2f"))
            row += [_number(self.median(case, "cpu"), ".2f")]
            row += [
                _number((self.median(case, key) or 0) / MIB, form)
                for key, form in (("memory", ".0f"), ("written", ".1f"), ("read", ".1f"))
            ]
            row += [_number(self.median(case, name), form) for name, form in self.columns]
            rows.append("| " + " | ".join(row) + " |")
        return [*rows, ""]

    def write(self, folder, machine, base):
        """Replaces what an earlier run left there of the same name; answers the table."""
        folder.mkdir(parents=True, exist_ok=True)
        text = self.markdown(machine, base)
        (folder / f"{self.benchmark}.md").write_text(text)
        rows = [
            {
                "case": run.case, "round": run.round, "good": run.good, "disturbed": run.disturbed,
                "seconds": round(run.seconds, 3), "cpu": round(run.cpu, 3), "memory": run.memory,
                "written": run.written, "read": run.read,
                "others": round(run.others, 2), **{k: _rounded(v) for k, v in run.more.items()}, "why": run.why,
            }
            for run in self.runs
        ]
        names = list(dict.fromkeys(name for row in rows for name in row))
        with open(folder / f"{self.benchmark}.csv", "w", newline="") as file:
            table = csv.DictWriter(file, names, lineterminator="\n")
            table.writeheader()
            table.writerows(rows)
        goals = [
            {"what": text, "value": _rounded(value), "op": op, "bound": bound, "met": verdict(value, op, bound) == "yes"}
            for text, value, op, bound in self.goals
        ]
        whole = {"benchmark": self.benchmark, "machine": machine, "goals": goals, "runs": rows, "left_out": self.left_out}
        (folder / f"{self.benchmark}.json").write_text(json.dumps(whole, indent=1) + "\n")
        return text


def verdict(value, op, bound):
    if value is None:
        return "not measured"
    return "yes" if (value >= bound if op == ">=" else value <= bound) else "no"


def _value(run, key):
    return getattr(run, key) if hasattr(run, key) else run.more.get(key)


def _rounded(value):
    return round(value, 4) if isinstance(value, float) else value


def _number(value, form):
    return "" if value is None else format(value, form)


def _precise(value, bound):
    """One digit more than the bound has, so that it shows on which side of it the value is."""
    digits = len(str(bound).partition(".")[2])
    return f"{value:.{max(2, digits + 1)}f}"
