"""The machine that measures: its class, and whether it is busy with other things."""
import os
import platform
import time

TICKS = os.sysconf("SC_CLK_TCK")
QUIET = 0.08  # of all cores, by user processes
LOOK = 1.0


def machine_class():
    """What may be published of the machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(memory / 2**30),
        "kernel": ".".join(platform.release().split(".")[:2]),
        "architecture": platform.machine(),
    }


def user_seconds():
    """Processor seconds of all processes in user mode. Kernel threads that serve a measured process have none, so
    what is in here and not the process's own is others' work."""
    with open("/proc/stat") as file:
        user, nice = file.readline().split()[1:3]
    return (int(user) + int(nice)) / TICKS


def wait_until_quiet(patience):
    """Waits until nobody else works, at most so many seconds; answers whether it is quiet."""
    end = time.monotonic() + patience
    while True:
        before = user_seconds()
        time.sleep(LOOK)
        if (user_seconds() - before) / LOOK / os.cpu_count() < QUIET:
            return True
        if time.monotonic() >= end:
            return False
