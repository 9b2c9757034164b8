"""Steps of a counter in Burr: without a record, with its tracker, and with a log that grows.

usage: python burr-counter.py <core | tracked | growing> <steps>
"""

import json
import logging
import sys
import tempfile
import time

logging.disable(logging.CRITICAL)
from burr.core import ApplicationBuilder, Result, State, action, default
from burr.core.action import lmda


@action(reads=["n"], writes=["n"])
def counter(state: State) -> State:
    return state.update(n=state["n"] + 1)


@action(reads=["n", "log"], writes=["n", "log"])
def noting(state: State) -> State:
    return state.update(n=state["n"] + 1).append(log={"role": "user", "text": state["n"]})


way, steps = sys.argv[1], int(sys.argv[2])


def run(folder):
    builder = (
        ApplicationBuilder()
        .with_actions(counter=noting if way == "growing" else counter, result=Result("n"))
        .with_transitions(
            ("counter", "counter", lmda(lambda state: state["n"] < steps, ["n"])), ("counter", "result", default)
        )
        .with_state(n=0, **({"log": []} if way == "growing" else {}))
        .with_entrypoint("counter")
    )
    if way == "tracked":
        builder = builder.with_tracker("local", project="bench", params={"storage_dir": folder})
    _, _, state = builder.build().run(halt_after=["result"])
    assert state["n"] == steps


with tempfile.TemporaryDirectory(prefix="throughline-burr-") as folder:
    wall, cpu = time.perf_counter(), time.process_time()
    run(folder)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(json.dumps({"first": {"wallMs": wall * 1000, "cpuMs": cpu * 1000}}))
