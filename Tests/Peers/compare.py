"""Compares `casebook run` with plink2 on real genotypes, in one run on one machine.

usage: compare.py CASEBOOK SHARED
"""
import gzip
import os
import pathlib
import subprocess
import sys
import tempfile

casebook, shared = sys.argv[1], pathlib.Path(sys.argv[2])
os.environ["OPENBLAS_NUM_THREADS"] = "1"
# Debian's /usr/bin/plink2 is a shell script around these.
plink2 = next(p for p in ("/usr/lib/plink2/plink2-avx2", "/usr/lib/plink2/plink2-sse3", "/usr/bin/plink2")
              if os.path.exists(p))
work = pathlib.Path(tempfile.mkdtemp(prefix="casebook-peers-"))
failures = []


def run(*words):
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{words[0]} failed: {done.stderr[-400:]}{done.stdout[-400:]}")
    return done.stdout


def table(path):
    lines = pathlib.Path(path).read_text().split("\n")
    header = lines[0].lstrip("#").split("\t")
    return [dict(zip(header, line.split("\t"))) for line in lines[1:] if line]


def close(a, b, digits):
    """The same six-digit text, or one unit of its last digit apart."""
    if a == b:
        return True
    x, y = float(a), float(b)
    return abs(x - y) <= 10.0 ** -digits * max(abs(x), abs(y), 1e-300)


def same(name, ours, theirs, key, columns, digits=None):
    ours = {tuple(r[k] for k in key): r for r in table(ours)}
    theirs = {tuple(r[k] for k in key): r for r in table(theirs)}
    if ours.keys() != theirs.keys():
        failures.append(f"{name}: {len(ours)} rows, plink2 has {len(theirs)}")
        return
    for column in columns:
        wrong = [k for k in ours
                 if not (ours[k][column] == theirs[k][column] if digits is None
                         else close(ours[k][column], theirs[k][column], digits))]
        exact = sum(ours[k][column] == theirs[k][column] for k in ours)
        print(f"{name} {column}: {len(ours) - len(wrong)} of {len(ours)} agree, {exact} in every digit")
        if wrong:
            k = wrong[0]
            failures.append(f"{name} {column}: {k} {ours[k][column]} against {theirs[k][column]}")


panel = shared / "data/1000g-phase1/1000g"
run(casebook, "run", "qc", "--bfile", panel, "--out", work / "c")
run(casebook, "run", "kinship", "--bfile", panel, "--out", work / "c")
run(plink2, "--bfile", panel, "--threads", 1, "--missing", "--freq", "--hardy", "--het",
    "--make-king-table", "--out", work / "p")
same("smiss", work / "c.smiss", work / "p.smiss", ["IID"], ["MISSING_CT", "OBS_CT", "F_MISS"])
same("vmiss", work / "c.vmiss", work / "p.vmiss", ["ID"], ["MISSING_CT", "OBS_CT", "F_MISS"])
same("afreq", work / "c.afreq", work / "p.afreq", ["ID"], ["REF", "ALT", "ALT_FREQS", "OBS_CT"])
same("het", work / "c.het", work / "p.het", ["IID"], ["O(HOM)", "OBS_CT"])
same("het", work / "c.het", work / "p.het", ["IID"], ["E(HOM)", "F"], digits=4)
same("hardy", work / "c.hardy", work / "p.hardy", ["ID"],
     ["A1", "AX", "HOM_A1_CT", "HET_A1_CT", "TWO_AX_CT", "O(HET_A1)", "E(HET_A1)"])
same("hardy", work / "c.hardy", work / "p.hardy", ["ID"], ["P"], digits=5)
same("kin0", work / "c.kin0", work / "p.kin0", ["IID1", "IID2"], ["NSNP", "HETHET", "IBS0", "KINSHIP"])

# A published score over 2,504 people, the same frequencies for missing calls in both.
target = shared / "data/pgs-chr22-1000g/target_genomes/cineca_synthetic_subset"
score = shared / "data/pgs-chr22-1000g/scorefiles/PGS001229_22.txt"
run(plink2, "--bfile", target, "--freq", "--out", work / "f")
summary = run(casebook, "run", "score", "--bfile", target, "--score", score, "--keep-ambiguous",
              "--read-freq", work / "f.afreq", "--out", work / "s")
print(summary.replace("\n", "; "))
if "matched 829" not in summary:
    failures.append("PGS001229: not 829 of 835 rows matched")
stripped = [line for line in score.read_text().split("\n") if line and not line.startswith("#")]
ids = {(v.split()[0], v.split()[3]): v.split()[1] for v in open(f"{target}.bim")}
header = stripped[0].split("\t")
place = [header.index(c) for c in ("chr_name", "chr_position", "effect_allele", "effect_weight")]
with open(work / "score.txt", "w") as out:
    for line in stripped[1:]:
        f = line.split("\t")
        if (f[place[0]], f[place[1]]) in ids:
            out.write(f"{ids[(f[place[0]], f[place[1]])]}\t{f[place[2]]}\t{f[place[3]]}\n")
run(plink2, "--bfile", target, "--read-freq", work / "f.afreq", "--score", work / "score.txt", 1, 2, 3,
    "cols=+scoresums", "--out", work / "ps")
theirs = {r["IID"]: r for r in table(work / "ps.sscore")}
wrong = [r["IID"] for r in table(work / "s.sscore") if r["SCORE1_SUM"] != theirs[r["IID"]]["SCORE1_SUM"]]
print(f"PGS001229 SUM: {len(theirs) - len(wrong)} of {len(theirs)} in every printed digit")
if wrong:
    failures.append(f"PGS001229: {len(wrong)} sums differ")

# The same genotypes as VCF give the same scores.
run(casebook, "run", "score", "--vcf", f"{target}.vcf.gz", "--score", score, "--keep-ambiguous",
    "--min-overlap", "0.5", "--out", work / "v")
# The VCF's names are family and individual id, joined.
vcf = {r["IID"].split("_")[0]: r["SCORE1_SUM"] for r in table(work / "v.sscore")}
bed = run(casebook, "run", "score", "--bfile", target, "--score", score, "--keep-ambiguous",
          "--out", work / "b") and {r["IID"]: r["SCORE1_SUM"] for r in table(work / "b.sscore")}
differ = sum(vcf.get(k) != v for k, v in bed.items())
print(f"VCF against .bed: {len(bed) - differ} of {len(bed)} sums agree")
if differ:
    failures.append("VCF and .bed give different sums")

print("\n".join("error: " + f for f in failures) if failures else "peers: everything agrees")
sys.exit(1 if failures else 0)
