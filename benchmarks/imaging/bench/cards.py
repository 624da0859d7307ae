"""Cards to write: loop devices with direct I/O over files that are full of a pattern, as a used card is full of
something."""
import contextlib
import mmap
import os
from concurrent.futures import ThreadPoolExecutor

from .cgroups import Brakes, forget_limits
from .measure import run
from .place import CARDS, sh
from .spans import BLOCK, PIECE, pieces

PATTERN = 0xA5
SECTOR = 512
END = 1 << 20
WRITE, READ = 60_000_000, 90_000_000  # bytes per second of a usual card


class Card:
    def __init__(self, number, size, spans=None):
        """@param spans all that takes disk, when not the whole card: what an image needs"""
        self.name = f"card {number}"
        self.file = CARDS / f"card-{number}.img"
        self.size = size
        with open(self.file, "wb") as file:
            file.truncate(size)
        for offset, length in [(0, size)] if spans is None else self._with_ends(spans):
            with open(self.file, "r+b") as file:
                os.posix_fallocate(file.fileno(), offset, length)
        self.fill([(0, size)] if spans is None else self._with_ends(spans))
        self.device = sh("losetup", "--find", "--show", "--direct-io=on", self.file).strip()
        self._sysfs = f"/sys/block/{os.path.basename(self.device)}"
        with open(f"{self._sysfs}/dev") as file:
            self.number = file.read().strip()
        with open(f"{self._sysfs}/loop/dio") as file:
            if file.read().strip() != "1":
                raise RuntimeError(f"The file system of {CARDS} does not give loop devices direct I/O.")

    def fill(self, spans):
        """Puts the pattern there, past the page cache and the throttle."""
        with mmap.mmap(-1, PIECE) as buffer, medium(self.file, os.O_WRONLY) as file:
            buffer.write(bytes([PATTERN]) * PIECE)
            view = memoryview(buffer)
            for offset, length in pieces(spans):
                os.pwritev(file, [view[:length]], offset)
            os.fsync(file)
            view.release()

    def copy(self, image, spans):
        """Puts an image there, by nobody's tool."""
        with mmap.mmap(-1, PIECE) as buffer, medium(self.file, os.O_WRONLY) as file, open(image, "rb") as source:
            view = memoryview(buffer)
            for offset, length in pieces(spans):
                source.seek(offset)
                source.readinto(view[:length])
                os.pwritev(file, [view[:length]], offset)
            os.fsync(file)
            view.release()

    def flip(self, offset):
        """One bit of the block at the offset is wrong."""
        with mmap.mmap(-1, BLOCK) as buffer, medium(self.file, os.O_RDWR) as file:
            os.preadv(file, [buffer], offset // BLOCK * BLOCK)
            buffer[offset % BLOCK] ^= 0x10
            os.pwritev(file, [buffer], offset // BLOCK * BLOCK)
            os.fsync(file)

    def refill(self, spans):
        """What must be right is wrong again, and so are both ends."""
        self.fill(self._with_ends(spans))

    def _with_ends(self, spans):
        return [(0, END), (self.size - END, END), *spans]

    def counters(self):
        """Bytes (written, read) since the device exists, as the kernel counted them."""
        with open(f"{self._sysfs}/stat") as file:
            fields = file.read().split()
        return int(fields[6]) * SECTOR, int(fields[2]) * SECTOR

    def close(self):
        with contextlib.suppress(RuntimeError):
            sh("losetup", "-d", self.device)
        self.file.unlink(missing_ok=True)


@contextlib.contextmanager
def medium(path, flags):
    """Opens what lies under the device: what is there, no cache in between."""
    file = os.open(path, flags | os.O_DIRECT)
    try:
        yield file
    finally:
        os.close(file)


class Bed:
    """Cards side by side."""

    def __init__(self, count, size, spans=None):
        CARDS.mkdir(parents=True, exist_ok=True)
        self._stack = contextlib.ExitStack()
        self.brakes = Brakes()
        self._stack.callback(self.brakes.close)
        self.cards = []
        try:
            for number in range(1, count + 1):
                card = Card(number, size, spans)
                self._stack.callback(card.close)
                self.cards.append(card)
        except BaseException:
            self._stack.close()
            raise

    def throttle(self, write=WRITE, read=READ, slowest=1):
        """Like SD cards; the last one so many times slower than the others."""
        for card in self.cards:
            part = slowest if card is self.cards[-1] else 1
            self.brakes.throttle(card, write // part, read // part)
            self._stack.callback(self.brakes.throttle, card, 0, 0)
        self.measure_throttle()

    def measure_throttle(self):
        """Refuses to go on where the limits have no effect: everything would be wrong then."""
        card, size = self.cards[0], 32 << 20
        done = run(
            ["dd", "if=/dev/zero", f"of={card.device}", "bs=4M", f"count={size >> 22}", "oflag=direct"], [card], self.brakes
        )
        if done.seconds < 0.8 * size / WRITE:
            raise RuntimeError(
                f"A card limited to {WRITE} bytes a second took {size} in {done.seconds:.2f} s: control groups do not"
                " throttle loop devices here (container?), so nothing can be measured on slow cards."
            )

    def refill(self, spans):
        with ThreadPoolExecutor(2) as threads:
            list(threads.map(lambda card: card.refill(spans), self.cards))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._stack.close()


def remove_leftovers():
    """Of a run that was killed."""
    for line in sh("losetup", "--noheadings", "--raw", "-O", "NAME,BACK-FILE").splitlines():
        device, _, file = line.partition(" ")
        if file.startswith(f"{CARDS}/"):
            sh("losetup", "-d", device)
    for file in CARDS.glob("card-*.img"):
        file.unlink()
    forget_limits()
