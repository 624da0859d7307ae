"""Slows cards and processes down through control groups, version 1 or 2, and leaves none behind."""
import contextlib
import pathlib

ROOT = pathlib.Path("/sys/fs/cgroup")
NAME = "cardshop-bench"
PERIOD = 100_000  # microseconds


class Brakes:
    """The limits of one bed. `group` joins the calling process to what limits it; a limit on cards holds for the
    whole machine in version 1, for the joined processes in version 2."""

    def __init__(self):
        self._stack = contextlib.ExitStack()
        self._groups = {}

    def throttle(self, card, write, read):
        """Bytes per second; 0 takes the limit away."""
        number = card.number
        if (ROOT / "blkio/blkio.throttle.write_bps_device").exists():
            for verb, rate in (("write", write), ("read", read)):
                (ROOT / f"blkio/blkio.throttle.{verb}_bps_device").write_text(f"{number} {rate}\n")
        else:
            (self._group("io") / "io.max").write_text(f"{number} wbps={write or 'max'} rbps={read or 'max'}\n")

    def half_core(self):
        group = self._group("cpu")
        if (group / "cpu.cfs_quota_us").exists():
            (group / "cpu.cfs_period_us").write_text(str(PERIOD))
            (group / "cpu.cfs_quota_us").write_text(str(PERIOD // 2))
        else:
            (group / "cpu.max").write_text(f"{PERIOD // 2} {PERIOD}")

    def join(self, pid):
        for group in set(self._groups.values()):
            (group / "cgroup.procs").write_text(str(pid))

    def _group(self, controller):
        if controller not in self._groups:
            if (ROOT / controller / "cgroup.procs").exists():
                group = ROOT / controller / NAME
            elif controller in (ROOT / "cgroup.controllers").read_text().split():
                (ROOT / "cgroup.subtree_control").write_text(f"+{controller}")
                group = ROOT / NAME
            else:
                raise RuntimeError(f"This machine has no {controller} controller of control groups.")
            group.mkdir(exist_ok=True)
            self._stack.callback(_remove, group)
            self._groups[controller] = group
        return self._groups[controller]

    def close(self):
        self._stack.close()
        self._groups.clear()


def forget_limits():
    """Of loop devices that are not attached to anything: left by a run that was killed."""
    for verb in ("write", "read"):
        limits = ROOT / f"blkio/blkio.throttle.{verb}_bps_device"
        if limits.exists():
            for number in {line.split()[0] for line in limits.read_text().splitlines() if line.startswith("7:")}:
                if not pathlib.Path(f"/sys/dev/block/{number}/loop/backing_file").exists():
                    limits.write_text(f"{number} 0\n")


def _remove(group):
    with contextlib.suppress(FileNotFoundError):
        group.rmdir()
