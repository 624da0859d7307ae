#!/usr/bin/env python3
"""Celery as a peer: `peer.py latency N` or `peer.py throughput N results|no-results`; answers one JSON object.

The worker has as many processes as there are cores, acknowledges a task after it ended and fetches no more than it
works at. A task that begins notes the time in a file: that is how its start and its end are known without a result.
"""
import json
import os
import random
import struct
import subprocess
import sys
import tempfile
import time

from celery import Celery

MARKS = os.environ.get("PEER_MARKS", "")
WARM_UP = 200

app = Celery("peer", broker=os.environ["PEER_BROKER"], backend="rpc://")
app.conf.update(
    task_default_queue="peer",
    task_acks_late=True,
    worker_prefetch_multiplier=1,
    result_persistent=True,
    task_ignore_result=os.environ.get("PEER_RESULTS") != "results",
    task_track_started=True,  # without effect where results are ignored
)


@app.task
def nothing():
    with open(MARKS, "ab", buffering=0) as file:
        file.write(struct.pack("d", time.time()))


class Worker:
    def __init__(self, results):
        self.folder = tempfile.TemporaryDirectory()
        self.marks = os.path.join(self.folder.name, "marks")
        open(self.marks, "wb").close()
        environment = dict(os.environ, PEER_MARKS=self.marks, PEER_RESULTS=results,
                           PYTHONPATH=os.path.dirname(os.path.abspath(__file__)), PYTHONDONTWRITEBYTECODE="1")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "peer", "worker", f"--concurrency={os.cpu_count()}",
             "--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=ERROR"],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder.name)

    def __enter__(self):
        for _ in range(WARM_UP):
            nothing.delay()
        self.wait(WARM_UP, 60)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            # It has done all its tasks: how it ends is no part of what is measured.
            self.process.kill()
            self.process.wait()
        self.folder.cleanup()

    def count(self):
        return os.path.getsize(self.marks) // 8

    def last(self):
        with open(self.marks, "rb") as file:
            file.seek(-8, os.SEEK_END)
            return struct.unpack("d", file.read(8))[0]

    def wait(self, count, seconds):
        end = time.time() + seconds
        while self.count() < count:
            if time.time() > end or self.process.poll() is not None:
                raise SystemExit(f"Celery's worker did {self.count()} of {count} tasks")
            time.sleep(0.001)


def latency(samples):
    with Worker("no-results") as worker:
        taken = []
        for number in range(samples):
            time.sleep(random.uniform(0.005, 0.05))
            began = time.time()
            nothing.apply_async()
            worker.wait(WARM_UP + number + 1, 30)
            taken.append((worker.last() - began) * 1000)
    taken.sort()
    return {"p50": taken[len(taken) // 2], "p99": taken[-(-99 * len(taken) // 100) - 1]}


def throughput(tasks, results):
    with Worker(results) as worker:
        app.control.cancel_consumer("peer", reply=True, timeout=5)
        asked = [nothing.delay() for _ in range(tasks)]
        began = time.time()
        app.control.add_consumer("peer")
        if results == "results":
            for one in asked:
                one.get(timeout=600)
        else:
            worker.wait(WARM_UP + tasks, 600)
        return {"seconds": time.time() - began}


def main(command, count, results="no-results"):
    os.environ["PEER_RESULTS"] = results
    app.conf.task_ignore_result = results != "results"
    answer = latency(int(count)) if command == "latency" else throughput(int(count), results)
    print(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
