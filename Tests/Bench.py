"""Times the demo from an empty and from a warm cache, and analyses beside plink2, in alternation.

usage: Bench.py CASEBOOK REPOSITORY SHARED [REPEATS]
Prints medians over REPEATS (3 unless told), one thread each. Fails above the demo's limits: 5 s and 300 MB.
"""
import os
import pathlib
import shutil
import statistics
import sys
import tempfile
import time

casebook, repository, shared = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
repeats = int(sys.argv[4]) if len(sys.argv) > 4 else 3
os.environ["OPENBLAS_NUM_THREADS"] = "1"
SECONDS, MEGABYTES = 5, 300
work = pathlib.Path(tempfile.mkdtemp(prefix="casebook-bench-"))


def measure(*words):
    """Wall seconds and peak megabytes of one command."""
    began = time.perf_counter()
    child = os.fork()
    if child == 0:
        log = os.open(work / "log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.execv(words[0], [str(word) for word in words])
    _, status, usage = os.wait4(child, 0)
    if status != 0:
        raise SystemExit(f"error: {' '.join(map(str, words))}\n{(work / 'log').read_text()[-400:]}")
    return time.perf_counter() - began, usage.ru_maxrss / 1000


def demo():
    """Sum over both audiences of the median seconds; the highest megabytes."""
    total, peak = {"empty": 0.0, "warm": 0.0}, 0.0
    project = work / "project"
    for audience in ("public", "clinic"):
        runs = {"empty": [], "warm": []}
        for _ in range(repeats):
            shutil.rmtree(project, ignore_errors=True)
            shutil.copytree(repository / "content", project / "content")
            shutil.copy(repository / "casebook.yaml", project)
            for cache in runs:
                runs[cache].append(measure(casebook, "build", project, "--audience", audience))
        for cache, measured in runs.items():
            seconds = statistics.median(s for s, _ in measured)
            most = max(m for _, m in measured)
            print(f"demo, {audience}, {cache} cache: {seconds:.2f} s, {most:.0f} MB")
            total[cache] += seconds
            peak = max(peak, most)
    print(f"demo, both: {total['empty']:.2f} s empty (limit {SECONDS}), {total['warm']:.2f} s warm, "
          f"{peak:.0f} MB (limit {MEGABYTES})")
    return total["empty"] < SECONDS and peak < MEGABYTES


def beside(name, ours, theirs):
    """Alternates the two commands; prints each one's median and the median ratio of pairs."""
    pairs = [(measure(*ours), measure(*theirs)) for _ in range(repeats)]
    ratio = statistics.median(a[0] / b[0] for a, b in pairs)
    (s1, m1), (s2, m2) = ([statistics.median(p[i][j] for p in pairs) for j in (0, 1)] for i in (0, 1))
    print(f"{name}: {s1:.2f} s, {m1:.0f} MB; plink2 {s2:.2f} s, {m2:.0f} MB; ratio of seconds {ratio:.2f}")


def peers():
    plink2 = next((p for p in ("/usr/lib/plink2/plink2-avx2", "/usr/lib/plink2/plink2-sse3", "/usr/bin/plink2")
                   if os.path.exists(p)), None)
    if plink2 is None or not (shared / "data").is_dir():
        print("skipped: peers, because plink2 or the shared data is not there")
        return
    panel = shared / "data/1000g-phase1/1000g"
    ours, theirs = ["--bfile", panel, "--out", work / "c"], ["--bfile", panel, "--threads", 1, "--out", work / "p"]
    beside("qc, 1,092 people, 14,079 variants", [casebook, "run", "qc", *ours],
           [plink2, *theirs, "--missing", "--freq", "--hardy", "--het"])
    beside("kinship, 595,686 pairs", [casebook, "run", "kinship", *ours], [plink2, *theirs, "--make-king-table"])


held = demo()
peers()
shutil.rmtree(work)
sys.exit(0 if held else "error: the demo is above its limits")
