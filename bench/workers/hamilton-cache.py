"""The same graphs in Apache Hamilton, without its cache, with an empty one, and with a full one and a new driver.

usage: hamilton-cache.py <graph as JSON: [[name, [reads...]], ...]> <ints | lists> <rounds>
Prints one JSON line: microseconds per node beyond a run without the cache.
"""
import gc
import importlib
import json
import logging
import os
import shutil
import statistics
import sys
import tempfile
import time

os.environ["HAMILTON_TELEMETRY_ENABLED"] = "false"
os.environ["HAMILTON_AUTOLOAD_EXTENSIONS"] = "0"
logging.disable(logging.CRITICAL)
sys.setrecursionlimit(100000)


def source(nodes, kind):
    lines = []
    for name, reads in nodes:
        given = "int" if kind == "ints" else "list"
        params = ", ".join("%s: %s" % (read, "int" if read.startswith("i") else given) for read in reads)
        values = " + ".join("%s" % read if kind == "ints" or read.startswith("i") else "%s[0]" % read for read in reads)
        total = "(%s + 1) & 1023" % values
        body = total if kind == "ints" else "[%s, 1, 2]" % total
        lines.append("def %s(%s) -> %s:\n    return %s\n" % (name, params, given, body))
    return "\n\n".join(lines)


def main():
    from hamilton import driver, version

    nodes, kind, rounds = json.loads(open(sys.argv[1]).read()), sys.argv[2], int(sys.argv[3])
    folder = tempfile.mkdtemp()
    with open(os.path.join(folder, "generated_nodes.py"), "w") as file:
        file.write(source(nodes, kind))
    sys.path.insert(0, folder)
    module = importlib.import_module("generated_nodes")
    read = {one for _, reads in nodes for one in reads}
    inputs = {"i%d" % at: at + 1 for at in range(4) if "i%d" % at in read}
    outputs = [name for name, _ in nodes if name not in read]
    times = {"plain": [], "cold": [], "warm": []}

    def clock(key, run):
        gc.collect()
        wall, cpu = time.perf_counter(), time.process_time()
        value = run.execute(outputs, inputs=inputs)
        times[key].append((time.perf_counter() - wall, time.process_time() - cpu))
        return value

    plain = driver.Builder().with_modules(module).build()
    expected = [clock("plain", plain) for _ in range(rounds * 3)][0]
    for _ in range(rounds):
        path = tempfile.mkdtemp()
        for key in ("cold", "warm"):
            cached = driver.Builder().with_modules(module).with_cache(path=path).build()
            assert clock(key, cached) == expected
        shutil.rmtree(path)
    shutil.rmtree(folder)

    def per_node(key, at):
        middle = lambda one: statistics.median(pair[at] for pair in times[one])
        return 1e6 * (middle(key) - middle("plain")) / len(nodes)

    cost = lambda key: {"wallUs": per_node(key, 0), "cpuUs": per_node(key, 1)}
    print(json.dumps({"version": ".".join(map(str, version.VERSION)), "cold": cost("cold"), "warm": cost("warm")}))


main()
