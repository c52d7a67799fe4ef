"""The example of each `casebook help run ANALYSIS` that reads tables, typed as it stands; and the
columns of all that these examples write, each of which the help explains.

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


def written(help: str) -> list[tuple[str, list[str]]]:
    """File and columns of the section "Writes:"; a column without a meaning is not among them."""
    tables = []
    section = re.search(r"Writes:\n((?:.*\S.*\n)+)", help)
    for line in (section.group(1) if section else "").splitlines():
        if file := re.match(r"  PREFIX\.(\S+)\.tsv: \S", line):
            tables.append((file.group(1), []))
        elif column := re.match(r"    (\S+) +\S", line):
            tables[-1][1].append(column.group(1))
    return tables


def explained(file: pathlib.Path, suffix: str, help: str) -> bool:
    """Whether one table of the help has the file's columns; those in parentheses stand for any."""
    header = file.read_text(encoding="utf-8").split("\n")[0].split("\t")
    for name, columns in written(help):
        others = [c for c in header if c not in columns]
        if name == suffix and (not others or any(c.startswith("(") for c in columns)) \
                and sum(c in columns for c in header) >= 1:
            return True
    print(f"! {suffix}: the help does not explain {header}")
    return False


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
    good = good and all(explained(f, f.name[len(analysis) + 1:-4], help) for f in files)
    print(f"{analysis}: {'ok' if good else 'WRONG'}, {len(files)} files")
    if not good:
        wrong += 1
        print(command, done.stderr[-500:])
sys.exit(1 if wrong else 0)
