"""Kills builds at seeded moments and fills the disk: folders stay whole, and the next command restores agreement.

usage: Kill.py CASEBOOK REPOSITORY [TIMES]
"""
import hashlib
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

casebook, repository = sys.argv[1], pathlib.Path(sys.argv[2])
times = int(sys.argv[3]) if len(sys.argv) > 3 else 50
work = pathlib.Path(tempfile.mkdtemp(prefix="casebook-kill-"))
for name in ("content", "casebook.yaml"):
    source = repository / name
    (shutil.copytree if source.is_dir() else shutil.copy)(source, work / name)
FOLDERS = ("content/cases", "content/reports", "public")


def build(**options):
    return subprocess.run([casebook, "build", str(work)], capture_output=True, text=True, **options)


def state(folder):
    """The folder's digest, or a word for what is wrong with it."""
    root = work / folder
    manifest = root / "manifest.tsv"
    if not manifest.exists():
        return "no manifest"
    lines = manifest.read_text().split("\n")[1:]
    listed = dict(line.split("\t") for line in lines if line)
    found = {str(p.relative_to(root)) for p in root.rglob("*") if p.is_file()} - {"manifest.tsv"}
    if found != listed.keys():
        return f"mixed: {sorted(found ^ listed.keys())[:3]}"
    for path, digest in listed.items():
        if hashlib.sha256((root / path).read_bytes()).hexdigest() != digest:
            return f"torn: {path}"
    return hashlib.sha256(manifest.read_bytes()).hexdigest()


def edit(number):
    text = (repository / "content/index.md").read_text()
    (work / "content/index.md").write_text(text + f"\nEdit {number}.\n")
    yaml = (repository / "casebook.yaml").read_text()
    (work / "casebook.yaml").write_text(yaml.replace("2026-11-20", f"2026-11-{number % 9 + 10}"))


started = time.time()
assert build().returncode == 0
length = time.time() - started
chance = random.Random(7)
bad = 0
for number in range(times):
    old = {f: state(f) for f in FOLDERS}
    edit(number)
    process = subprocess.Popen([casebook, "build", str(work)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    # Half of the moments lie in the last fifth, where files are written.
    time.sleep(length * (chance.random() if number % 2 else 0.8 + 0.25 * chance.random()))
    process.send_signal(signal.SIGKILL)
    process.wait()
    killed = {f: state(f) for f in FOLDERS}
    done = build()
    assert done.returncode == 0, done.stderr[-400:]
    new = {f: state(f) for f in FOLDERS}
    for folder in FOLDERS:
        if killed[folder] not in (old[folder], new[folder]):
            bad += 1
            print(f"error: {folder} after kill {number}: {killed[folder]}")
print(f"kill: {times} builds killed, {bad} folders neither old nor new")

# A disk that fills up, here as a limit on the size of a file.
edit(99)
before = {f: state(f) for f in FOLDERS}
limit = lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
                 resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000)))
full = build(preexec_fn=limit)
if full.returncode != 6 or "cannot be written" not in full.stderr and "could not be written" not in full.stderr:
    bad += 1
    print(f"error: a full disk ended with {full.returncode}: {full.stderr[-300:]}")
if {f: state(f) for f in FOLDERS} != before:
    bad += 1
    print("error: a full disk changed a folder")
assert build().returncode == 0
leftovers = [p for p in (work / ".casebook").glob("stage*")] + [p for p in (work / ".casebook").glob("journal*")]
if leftovers:
    bad += 1
    print(f"error: left behind: {leftovers}")
print("full disk: error 6, every folder as before")
shutil.rmtree(work)
sys.exit(1 if bad else 0)
