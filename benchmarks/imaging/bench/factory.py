"""End to end: from an order, or a recipe, to a verified card."""
import contextlib
import datetime
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request

from . import built, oracle
from .building import SIZE, _size, _warm
from .cards import READ, WRITE, Bed
from .machine import user_seconds, wait_until_quiet
from .measure import run
from .place import SAMPLES, WORK, anonymous, fresh
from .results import MIB, Result, Results
from .rounds import ROOM
from .samples import CONTENT
from .tools import CARDSHOP, supports

KIND = "exfat"
PATIENCE = 600  # seconds for one order
ENDS = {"pending_shipment", "pending_expiry", "creation_failed", "download_failed", "write_failed", "failed", "canceled"}
STEPS = [  # of an order, from one status of a task to another
    ("build s", "create", "building", "built"),
    ("upload s", "create", "uploading", "uploaded"),
    ("download s", "write", "downloading", "downloaded"),
    ("write s", "write", "writing", "verifying"),
    ("verify s", "write", "verifying", "written"),
]


def end_to_end(settings):
    """From an order to a verified card, against the slowest stage alone."""
    results = Results(
        "end-to-end",
        f"An order with {_size('a') / MIB:.0f} MiB of content becomes a verified card of 60 MB/s to write and 90 MB/s to"
        " read. *factory*: `./cardshop up`, from the order over REST to `pending_shipment`; *by hand*: `image build`"
        " and, from its manifest on, `card write`. The stages alone: `image build` of a plain image; `card write` of it.",
        [("× ideal", ".3f"), *((name, ".2f") for name, *_ in STEPS)],
    )
    _warm(CONTENT / "a")
    with Bed(1, SIZE + ROOM) as bed:
        bed.throttle()
        bench = _Bench(settings, results, bed)
        for number in range(1, settings.rounds(quick=1, full=3) + 1):
            bench.build_alone(number)
            for stage in settings.shuffle([bench.write_alone, bench.by_hand, bench.order]):
                stage(number)
    slowest = max((results.median(f"{stage} alone") or 0.0 for stage in ("build", "write")))
    for case in ("factory", "by hand"):
        whole = results.median(case)
        results.goal(f"{case} ÷ slowest stage alone", whole / slowest if whole and slowest else None, "<=", 1.3)
    return results, "write alone"


def orders(settings):
    """Orders of images, one after the other, to a factory that is running."""
    results = Results(
        "orders",
        f"`./cardshop up` gets orders of images of 2 GiB ({KIND}): *first*, with {_size('a') / MIB:.0f} MiB of content that"
        " it has never seen, *same*, the same again, and *settings*, the same with another setting. *build s* is from the"
        " begin of the build to the manifest, by the statuses of the order; a first order is uploaded meanwhile.",
        [(name, ".2f") for name, *_ in STEPS[:2]],
    )
    for number in range(1, settings.rounds(quick=1, full=3) + 1):
        _warm(CONTENT / "a")
        data = fresh(WORK / "orders")
        with _Factory(data, f"A-01=file:{data / 'slot'}") as factory:
            factory.place(recipe(files=1), "virtual")  # it does not run since this minute
            for case, config in (("first", recipe()), ("same", recipe()), ("settings", recipe("Africa/Bamako"))):
                wait_until_quiet(settings.patience)
                began, busy = time.monotonic(), factory.cpu()
                order = factory.place(config, "virtual")
                seconds, cpu = time.monotonic() - began, factory.cpu()[0] - busy[0]
                good = order["status"] == "pending_expiry"
                result = Result(case, number, seconds, cpu, good=good, memory=factory.memory())
                result.why = "" if good else anonymous(f"the order ended as {order['status']}: {reasons(order)}")
                result.more |= stages(order)
                results.add(result)
                settings.tell(f"  round {number}: {case}: {seconds:.2f} s, built in {result.more.get('build s', 0):.2f} s {result.why}")
        shutil.rmtree(data)
    for case in ("same", "settings"):
        results.goal(f"{case}: s until its manifest", results.median(case, "build s"), "<=", 0.3)
    return results, None


class _Bench:
    def __init__(self, settings, results, bed):
        self.settings = settings
        self.results = results
        self.bed = bed
        self.card = bed.cards[0]
        self.folder = fresh(WORK / "end-to-end")
        self.image = self.folder / "alone.img"
        self.manifest = None

    def build_alone(self, number):
        for old in self.folder.glob("alone*"):
            old.unlink()
        self._ready()
        done = self._run([
            CARDSHOP, "image", "build", SAMPLES / f"a-{KIND}.yaml", "--cache", fresh(self.folder / "cache"), "--name",
            "alone", "-o", self.image,
        ])
        if done.status == 0:
            self.manifest = built.Manifest(f"{self.image}.manifest.json")
        self._keep("build alone", number, done.seconds, done.cpu, done.others, self._failed(done), done)

    def write_alone(self, number):
        if self.manifest is None:
            self.results.leave_out("write alone", "there is no image")
            return
        self._ready()
        done = self._run([CARDSHOP, "card", "write", "--allow-fixed", self.card.device, self.image, self.card.device])
        self._keep("write alone", number, done.seconds, done.cpu, done.others,
                   self._failed(done) or self._judged(self.manifest), done)

    def by_hand(self, number):
        """The second command starts as soon as the first has made a manifest, and waits for chunks that it lacks."""
        lacking = [
            f"`{command}` has no {option} yet"
            for command, option in (("image build", "--chunks"), ("card write", "--chunks"), ("card write", "--wait"))
            if not supports(command, option)
        ]
        if lacking:
            self.results.leave_out("by hand", "; ".join(lacking))
            return
        fresh(self.folder / "hand")
        fresh(self.folder / "cache")
        self._ready()
        done = self._run(["bash", "-c", f"""
            cd '{self.folder / "hand"}'
            '{CARDSHOP}' image build '{SAMPLES / f"a-{KIND}.yaml"}' --cache ../cache --chunks chunks -o x.manifest.json &
            build=$!
            until [ -e x.manifest.json ] || ! kill -0 $build; do sleep 0.02; done
            '{CARDSHOP}' card write --wait {PATIENCE} --chunks chunks --allow-fixed {self.card.device} x.manifest.json {self.card.device}
            written=$?
            wait $build && exit $written
        """])
        wrong = self._failed(done) or self._judged(built.Manifest(self.folder / "hand/x.manifest.json"))
        self._keep("by hand", number, done.seconds, done.cpu, done.others, wrong, done)

    def order(self, number):
        data = fresh(self.folder / "factory")
        self._ready()
        with _Factory(data, f"A-01={self.card.device}") as factory:
            factory.place(recipe(files=1), "virtual")  # it does not run since this minute
            wait_until_quiet(self.settings.patience)
            before, others, busy = self.card.counters(), user_seconds(), factory.cpu()
            began = time.monotonic()
            order = factory.place(recipe())
            seconds = time.monotonic() - began
            cpu, user = (now - then for now, then in zip(factory.cpu(), busy))
            others = max(0.0, user_seconds() - others - user) / seconds
            memory = factory.memory()
            written, read = (now - then for now, then in zip(self.card.counters(), before))
        wrong = []
        if order["status"] != "pending_shipment":
            wrong.append(f"the order ended as {order['status']}: {reasons(order)}")
        else:
            # The image's name is the order's id; the image of the order before is there, too.
            manifest = next((data / "warehouse/images").rglob(f"{order['_id']}.manifest.json"))
            wrong += self._judged(built.Manifest(manifest))
        result = self._keep("factory", number, seconds, cpu, others, wrong)
        result.written, result.read, result.memory = written, read, memory
        result.more |= stages(order)
        shutil.rmtree(data)

    def _ready(self):
        self.card.refill([(0, self.card.size)])

    def _run(self, argv):
        wait_until_quiet(self.settings.patience)
        return run(argv, self.bed.cards, self.bed.brakes)

    def _failed(self, done):
        return [f"status {done.status}: {' '.join(done.error.split())[-300:]}"] if done.status else []

    def _judged(self, manifest):
        wrong = oracle.bytes_wrong(manifest.digests, self.card.file)
        return wrong + built.wrong(self.card.file, "a")

    def _keep(self, case, number, seconds, cpu, others, wrong, done=None):
        result = Result(case, number, seconds, cpu, others=others, good=not wrong)
        if done:
            result.written, result.read, result.memory = sum(done.written), sum(done.read), done.memory
        if self.manifest and case != "build alone":
            result.more["× ideal"] = seconds / (self.manifest.due / WRITE + self.manifest.due / READ)
        result.why = anonymous("; ".join(wrong).replace(self.card.device, self.card.name))
        self.results.add(result)
        self.settings.tell(f"  round {number}: {case}: {seconds:.2f} s" + (f" — {result.why}" if wrong else ""))
        return result


def recipe(timezone=None, files=None):
    """The same as the recipe in YAML, as an order carries it; only the first files when so many are said."""
    return ({"offspot": {"timezone": timezone}} if timezone else {}) | {
        "base": {"source": (SAMPLES / f"base-{KIND}.img").as_uri()},
        "output": {"size": "2GiB"},
        "files": [
            {"url": (CONTENT / "a" / name).as_uri(), "to": f"/data/{name}"} for name in sorted(built.files("a"))[:files]
        ],
    }


class _Factory:
    """`./cardshop up` with one slot."""

    def __init__(self, data, slot):
        self._password = secrets.token_urlsafe(12)
        ports = _free_ports(3)
        environment = os.environ | {
            "CARDSHOP_HTTP_PORT": str(ports[0]), "CARDSHOP_MANAGER_PORT": str(ports[1]),
            "CARDSHOP_FTP_PORT": str(ports[2]), "CARDSHOP_ADMIN_PASSWORD": self._password,
            "CARDSHOP_SLOTS": slot, "CARDSHOP_ALLOW_FIXED": "A-01", "CARDSHOP_CONFIRM": "auto",
        }
        self._api = f"http://127.0.0.1:{ports[0]}"
        self._said = open(data.parent / "factory.log", "w+")
        self._process = subprocess.Popen(
            [CARDSHOP, "up", "--data", data], env=environment, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self._said, text=True,
        )
        self._token = ""

    def __enter__(self):
        try:
            watchdog = threading.Timer(120, self._process.kill)
            watchdog.start()
            for line in self._process.stdout:
                if line.startswith("API:"):
                    break
            else:
                self._said.seek(0)
                raise RuntimeError(f"`cardshop up` did not start: {self._said.read()[-600:]}")
            watchdog.cancel()
            threading.Thread(target=self._process.stdout.read, daemon=True).start()
            answer = self._ask("POST", "/auth/authorize", headers={"username": "admin", "password": self._password})
            self._token = answer["access_token"]
            return self
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._said.close()

    def cpu(self):
        """Processor seconds so far, and those of them in user mode."""
        with open(f"/proc/{self._process.pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        user, system, children_user, children_system = (int(ticks) / os.sysconf("SC_CLK_TCK") for ticks in fields[11:15])
        return user + children_user + system + children_system, user + children_user

    def memory(self):
        """Bytes resident at most so far."""
        with open(f"/proc/{self._process.pid}/status") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM"))

    def place(self, config, kind="physical"):
        """Orders one card, or an image alone, and answers the order at its end."""
        order = {
            "config": config, "sd_card": {"name": "card", "type": kind, "size": 8, "duration": 1}, "quantity": 1, "units": 1,
            "channel": "cardshop", "client": {"name": "Bench", "email": "bench@example.org", "limited": False},
            "recipient": {
                "name": "A school", "email": "school@example.org", "phone": "", "address": "1 Main Street",
                "country": "ML", "shipment": "post",
            },
        }
        name = self._ask("POST", "/orders/", order)["_id"]
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self._ask("GET", f"/orders/{name}")["status"] in ENDS:
                break
            time.sleep(0.5)  # not more often: answering with a large recipe takes the factory's own time
        return self._ask("GET", f"/orders/{name}?with_logs=true")

    def _ask(self, method, path, body=None, headers=None):
        request = urllib.request.Request(
            self._api + path, method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "token": self._token} | (headers or {}),
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as e:
            raise RuntimeError(f"{method} {path}: {e.code} {e.read().decode(errors='replace')[-500:]}") from e


def stages(order):
    """How long each step took, by the times of the statuses that the order shows."""
    more = {}
    for name, kind, first, last in STEPS:
        task = order.get("tasks", {}).get(kind) or {}
        task = task[0] if isinstance(task, list) else task
        times = {}
        for status in task.get("statuses", []):
            times.setdefault(status["status"], datetime.datetime.fromisoformat(str(status["on"])))
        if first in times and last in times:
            more[name] = (times[last] - times[first]).total_seconds()
    return more


def reasons(order):
    statuses = list(order.get("statuses", []))
    for task in [order.get("tasks", {}).get("create"), *order.get("tasks", {}).get("write", [])]:
        statuses += (task or {}).get("statuses", [])
    said = [status.get("payload", {}).get("reason", "") for status in statuses if status.get("payload")]
    return "; ".join(word for word in said if word)[-300:]


def _free_ports(count):
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for free in sockets:
            free.bind(("127.0.0.1", 0))
        return [free.getsockname()[1] for free in sockets]
