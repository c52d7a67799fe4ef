"""The example of each `casebook help run ANALYSIS` that reads tables, typed as it stands.

usage: Examples.py CASEBOOK REPOSITORY
"""
import pathlib
import re
import subprocess
import sys
import tempfile

casebook, repository = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
ANALYSES = (
    "bnmf coloc connectivity doseresponse drugrank enrichment mr paths rescue similarcases smr").split()
work = tempfile.mkdtemp(prefix="casebook-examples-")
wrong = 0
for analysis in ANALYSES:
    help = subprocess.run([casebook, "help", "run", analysis], capture_output=True, text=True).stdout
    found = re.search(r"Examples?:\n((?:.*\S.*\n)+)", help)
    command = found.group(1) if found else ""
    prefix = f"{work}/{analysis}"
    line = re.sub(r"--out \S+", f"--out {prefix}", command.strip())
    line = re.sub(r"^casebook ", f"{casebook} ", line)
    done = subprocess.run(["sh", "-ec", line], cwd=repository, capture_output=True, text=True)
    files = list(pathlib.Path(work).glob(f"{analysis}.{analysis}*.tsv"))
    good = command and done.returncode == 0 and files and all(f.stat().st_size for f in files)
    print(f"{analysis}: {'ok' if good else 'WRONG'}, {len(files)} files")
    if not good:
        wrong += 1
        print(command, done.stderr[-500:])
sys.exit(1 if wrong else 0)
