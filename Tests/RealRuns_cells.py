"""Cell models on real data: growth-rate metrics, GDSC curves, an L1000 plate.

usage: RealRuns_cells.py CASEBOOK SHARED REPOSITORY

Prints the figures and ends with 1 where one is not what it was measured to be.
"""
import csv
import math
import pathlib
import subprocess
import sys
import tempfile
import time

casebook, shared, repository = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
data = shared / "data"
work = pathlib.Path(tempfile.mkdtemp(prefix="casebook-cells-"))
failures = []


def run(*arguments):
    began = time.time()
    done = subprocess.run(
        [casebook, "run", *map(str, arguments)], capture_output=True, text=True, cwd=repository)
    if done.returncode:
        sys.exit(f"{arguments}: {done.stderr[-800:]}")
    return done.stdout, time.time() - began


def rows(path, *keys):
    with open(path) as lines:
        found = list(csv.DictReader(lines, delimiter="\t"))
    return {tuple(row[key] for key in keys): row for row in found} if keys else found


def check(holds, words):
    print(("ok    " if holds else "WRONG ") + words)
    if not holds:
        failures.append(words)


def number(text):
    return {"": None, "NA": None, "Inf": math.inf, "-Inf": -math.inf}.get(text) if text in (
        "", "NA", "Inf", "-Inf") else float(text)


def close(a, b, tolerance, least):
    if a is None or b is None or math.isinf(a) or math.isinf(b):
        return a == b
    return abs(a - b) <= tolerance * max(abs(b), least)


def ranks(values):
    order = sorted(range(len(values)), key=values.__getitem__)
    out = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in range(start, end + 1):
            out[order[place]] = (start + end) / 2
        start = end + 1
    return out


def pearson(x, y):
    mx, my = sum(x) / len(x), sum(y) / len(y)
    sxy = sum((a - mx) * (b - my) for a, b in zip(x, y))
    return sxy / math.sqrt(sum((a - mx) ** 2 for a in x) * sum((b - my) ** 2 for b in y))


def median(values):
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


# --- growth rates ---
key = ("cell_line", "agent", "perturbation", "replicate", "time")
inputs, expected = data / "gr-metrics/INPUT", data / "gr-metrics/expected"
value_key = key + ("concentration",)
wanted_values = rows(expected / "R_input1_GRvalues.tsv", *value_key)
wanted = rows(expected / "R_input1_GRmetrics.tsv", *key)
metrics = {"GR50": .01, "GRmax": .01, "GR_AOC": .01, "GEC50": .001, "GRinf": .02, "Hill": .01}
for toy in (1, 2, 3, 4):
    tables = [inputs / f"toy_example_input{toy}.tsv"]
    if toy in (2, 3):
        part = lambda name: inputs / f"toy_example_input{toy}_{name}.tsv"
        tables = [part("data"), "--control-table", part("ctrl"), "--time0-table", part("time0")]
    run("doseresponse", *tables, "--out", work / f"gr{toy}")
    values = rows(work / f"gr{toy}.doseresponse.values.tsv", *value_key)
    worst = max(abs(float(values[k]["GR"]) - float(wanted_values[k]["GR"])) for k in wanted_values)
    if toy == 2:
        # Its control tables hold the means of input 1 rounded to four digits: the formula by hand.
        by_tag = [{row[tag]: float(row["cell_count"]) for row in rows(table)}
                  for tag, table in (("ctrl_tag", part("ctrl")), ("time0_tag", part("time0")))]
        by_hand = {}
        for row in rows(part("data")):
            x, x0 = float(row["cell_count"]), by_tag[1][row["time0_tag"]]
            rate = math.log2(x / x0) / math.log2(by_tag[0][row["ctrl_tag"]] / x0)
            by_hand[tuple(row[name] for name in value_key)] = 2 ** rate - 1
        hand = max(abs(float(values[k]["GR"]) - by_hand[k]) for k in by_hand)
        check(hand < 1e-12 and worst < 1e-3, f"GR input 2: 1008 GR values, largest difference {hand:.1e} from "
              f"the formula over its rounded controls, {worst:.1e} from input 1's")
    else:
        check(len(values) == 1008 and worst < 1e-12,
              f"GR input {toy}: 1008 GR values, largest difference {worst:.1e}")
    found = rows(work / f"gr{toy}.doseresponse.tsv", *key)
    agree, fits, p_agree = 0, 0, 0
    for k, row in wanted.items():
        fits += found[k]["fit"] == row["fit"]
        agree += all(
            close(number(found[k][name].replace("inf", "Inf")), number(row[name]),
                  1e-2 if toy == 2 else 1e-3, least)
            for name, least in metrics.items())
        p_agree += row["fit"] == "sigmoid" and close(float(found[k]["pval"]), float(row["pval"]), 1e-3, 1e-30)
    check(fits == 112 and (agree >= 106 if toy == 2 else agree == 112 and p_agree == 100),
          f"GR input {toy}: {agree} of 112 curves equal gr_metrics' R output for input 1 to "
          f"{'1e-2' if toy == 2 else '1e-3'}, {fits} as flat or sigmoid, p of {p_agree} of 100 sigmoids to 1e-3")

# --- GDSC ---
text, seconds = run("doseresponse", data / "gdsc/GDSCsmall.raw.tsv.gz", "--threads", "1", "--out", work / "gdsc")
ours = rows(work / "gdsc.doseresponse.tsv", "rowid")
published = rows(data / "gdsc/GDSCsmall.profiles.tsv", "rowid")
check(len(ours) == 972, f"GDSC: {len(ours)} curves in {seconds:.2f} s on one thread")


def compare(name, column, other, is_log, change, least):
    pairs = []
    for k, row in ours.items():
        a, b = number(row[column]), number(published[k][other])
        if a is None or b is None or math.isinf(b) or (is_log and (a <= 0 or b <= 0)):
            continue
        pairs.append((math.log10(a), math.log10(b)) if is_log else (change(a), b))
    x, y = zip(*pairs)
    r, rho = pearson(x, y), pearson(ranks(x), ranks(y))
    check(r >= least, f"GDSC {name}: {len(pairs)} curves, Pearson {r:.4f}, Spearman {rho:.4f}, "
          f"median difference {median([a - b for a, b in pairs]):+.4f}, "
          f"median size {median([abs(a - b) for a, b in pairs]):.4f}")


same, over = lambda a: a, lambda a: 1 - a
compare("log10 IC50, published", "ic50", "ic50_published", True, same, .93)
compare("log10 IC50, recomputed by PharmacoGx", "ic50", "ic50_recomputed", True, same, .99)
compare("1 - AUC, published (area over the curve)", "auc", "auc_published", False, over, .92)
compare("1 - AUC, recomputed by PharmacoGx (area over the curve)", "auc", "auc_recomputed", False, over, .97)

# --- L1000 ---
plate = data / "l1000/test_l1000.gct"
text, seconds = run("connectivity", plate, "--replicates", "pert_iname", "--out", work / "l1000")
share = [line for line in text.split("\n") if line.startswith("replicates connect more")][0]
check("58 of 59" in share and "978 genes" in text and "26 control columns" in text, f"L1000: {share} ({seconds:.1f} s)")
text, _ = run("connectivity", plate, "--replicates", "pert_iname", "--threads", "1", "--out", work / "l1000one")
check((work / "l1000.connectivity.tsv").read_bytes() == (work / "l1000one.connectivity.tsv").read_bytes(),
      "L1000: one thread and many give the same bytes")

# A column's own signature as a query connects with that column most.
with open(plate) as lines:
    table = [line.rstrip("\n").split("\t") for line in lines]
fields, header, body = int(table[1][2]), table[2], table[3 + int(table[1][3]):]
types = next(line for line in table[3:] if line[0] == "pert_type")
controls = [i for i in range(1 + fields, len(header)) if types[i] == "ctl_vehicle"]
target = header.index("LJP005_A375_24H_X1_B19:C07")
scored = []
for line in body:
    center = median([float(line[i]) for i in controls])
    spread = median([abs(float(line[i]) - center) for i in controls])
    scored.append((line[0], (float(line[target]) - center) / (1.4826 * max(spread, .1))))
query = work / "query.tsv"
query.write_text("gene\tscore\n" + "".join(f"{gene}\t{z!r}\n" for gene, z in scored))
text, seconds = run("connectivity", query, plate, "--out", work / "query")
found = rows(work / "query.connectivity.tsv")
top = max(found, key=lambda row: float(row["wtcs"]))
# WTCS of that column by hand: its 150 highest and 150 lowest are the first and the last ranks.
check(top["column"] == header[target] and abs(float(top["wtcs"]) - 1) < 1e-12,
      f"L1000: a column's own signature connects with it most, WTCS {top['wtcs']} ({seconds:.1f} s with tau)")

# --- the examples of the help ---
for name in ("doseresponse", "rescue", "connectivity"):
    text = subprocess.run([casebook, "help", "run", name], capture_output=True, text=True).stdout
    after = text.split("Example:\n", 1)[1].split("\n\n", 1)[0]
    command = after.replace("\\\n", " ").split()
    check(command[:3] == ["casebook", "run", name], f"help of {name} has an example")
    command[command.index("--out") + 1] = str(work / "example")
    run(*command[2:])
print(f"{len(failures)} wrong")
sys.exit(1 if failures else 0)
