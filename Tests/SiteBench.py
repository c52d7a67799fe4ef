"""The same site made by Casebook and by Hugo, and its search index by Casebook and by pagefind.

    SiteBench.py CASEBOOK HUGO PAGEFIND [--sizes 1000,10000] [--repeats 3] [--folder DIR]

N case documents of some 6 KB of Markdown with front matter, two tables, lists and a chart of some
4 KB of inline SVG in the page. Runs are interleaved; CPU is user and system time of the process
and its children, memory the largest resident set. Prints a table; fails where a goal is missed by
more than the factor that the issue allows.
"""
import argparse
import gzip
import json
import os
import pathlib
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request

WORDS = (
    "lipid handling microglia endolysosome percentile reference interval variant weight allele "
    "score hallmark mechanism cohort consent similarity participant report clinical evidence "
    "published association expression tissue liver adipocyte insulin secretion beta cell vessel "
    "wall pressure coagulation inflammation receptor particle cholesterol kinase pathway"
).split()
GENES = "LPA PCSK9 SORT1 APOE LDLR TREM2 FTO IRX3 TCF7L2 KCNJ11 ABCA7 CLU BIN1 PICALM".split()


def sentence(rng, count):
    words = [rng.choice(WORDS) for _ in range(count)]
    return " ".join(words).capitalize() + "."


def parts(rng, number):
    """The numbers and words of one case."""
    variants = [
        (f"rs{rng.randrange(10**5, 10**8)}", rng.choice(GENES), rng.choice("ACGT"),
         f"{rng.uniform(-1, 1):.3f}", f"{rng.uniform(0, 1):.2f}")
        for _ in range(18)
    ]
    scores = [(w.capitalize(), f"{rng.uniform(-2.5, 2.5):.2f}", str(rng.randrange(1, 100)))
              for w in rng.sample(WORDS, 12)]
    paragraphs = [" ".join(sentence(rng, 14) for _ in range(4)) for _ in range(6)]
    points = [sentence(rng, 9) for _ in range(8)]
    return dict(number=number, variants=variants, scores=scores, paragraphs=paragraphs, points=points)


def body(case, chart):
    rows = "\n".join("| " + " | ".join(v) + " |" for v in case["variants"])
    scores = "\n".join("| " + " | ".join(s) + " |" for s in case["scores"])
    p, points = case["paragraphs"], "\n".join("- " + x for x in case["points"])
    numbered = "\n".join(f"{i + 1}. {x}" for i, x in enumerate(case["points"][:4]))
    return f"""{p[0]}

## Summary

{p[1]} It is **{case['points'][0][:20]}** and *not more*.

{points}

{chart}
## Scores

| Hallmark | Z | Percentile |
|---|---:|---:|
{scores}

{p[2]}

## Variants

| Variant | Gene | Allele | Weight | Frequency |
|---|---|---|---:|---:|
{rows}

{p[3]}

## What it does not say

{numbered}

{p[4]}

> {p[5]}
"""


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def casebook_document(case):
    rows = "\n".join(f"{name}\t{pct}" for name, _, pct in case["scores"])
    chart = f"""```figure {{#scores-chart kind=bars files=no}}
title: Percentile of each hallmark
subtitle: Place among reference people
---
label\tvalue
{rows}
```

"""
    name = f"case{case['number']:06d}"
    return name, f"""---
kind: case
kicker: Case report
description: Case report {name}
queue: cases
---
# Case {name}

{body(case, chart)}"""


def hugo_document(case):
    rows = "\n".join(f"  - {{name: {name}, value: {pct}}}" for name, _, pct in case["scores"])
    name = f"case{case['number']:06d}"
    return name, f"""---
title: Case {name}
kind: case
kicker: Case report
description: Case report {name}
chart:
{rows}
---
{body(case, '')}"""


HUGO_SINGLE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{ .Title }}: {{ .Site.Title }}</title>
<meta name="description" content="{{ .Description }}">
<meta name="robots" content="noindex">
<link rel="stylesheet" href="/casebook.css">
<script src="/casebook.js" defer></script>
</head>
<body>
{{ partial "masthead.html" . }}
<div class="wrap">
<nav class="crumb" aria-label="Breadcrumb"><ol><li><a href="/">{{ .Site.Title }}</a></li><li aria-current="page">{{ .Title }}</li></ol></nav>
</div>
<main id="main" class="wrap page kind-{{ .Params.kind }}">
<div class="page-head"><p class="kicker">{{ .Params.kicker }}</p><h1>{{ .Title }}</h1></div>
<div class="cols"><nav class="toc" aria-labelledby="toc-h"><h2 id="toc-h">On this page</h2>{{ .TableOfContents }}</nav>
<div class="prose">
<figure id="scores-chart" aria-labelledby="scores-chart-t"><figcaption><p class="fig-n">Figure 1</p><h3 id="scores-chart-t">Percentile of each hallmark</h3><p class="sub">Place among reference people</p></figcaption>
<ol class="rows mini wide">{{ range .Params.chart }}<li><span class="hl">{{ .name }}</span><span class="pl"><svg viewBox="0 0 480 36" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="q1" x="0" y="8" width="{{ mul 4.8 .value }}" height="20"/></svg></span><span class="hv"><b>{{ .value }}</b></span></li>{{ end }}</ol>
<div class="fig-foot"><details><summary>Numbers as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="Numbers as a table, Figure 1"><table><caption class="vh">Percentile of each hallmark</caption><thead><tr><th scope="col">label</th><th scope="col">value</th></tr></thead><tbody>{{ range .Params.chart }}<tr><th scope="row">{{ .name }}</th><td class="n">{{ .value }}</td></tr>{{ end }}</tbody></table></div></details></div></figure>
{{ .Content }}
<nav class="queue" aria-label="Other reports">{{ with .PrevInSection }}<a rel="prev" href="{{ .RelPermalink }}"><small>Previous</small><span class="id">{{ .Title }}</span></a>{{ end }}{{ with .NextInSection }}<a rel="next" href="{{ .RelPermalink }}"><small>Next</small><span class="id">{{ .Title }}</span></a>{{ end }}</nav>
</div></div>
</main>
{{ partial "footer.html" . }}
</body>
</html>
"""

HUGO_MASTHEAD = """<a class="skip" href="#main">Skip to the content</a>
<div class="print-head" aria-hidden="true">Casebook, {{ .Site.Title }} · {{ .Title }} · release {{ .Site.Params.release }}</div>
<aside class="notice" aria-label="About this data"><div class="wrap"><p><strong>Synthetic cohort.</strong> No person described here exists.</p><p>Public site. Counts below 10 are not shown.</p></div></aside>
<header class="mast"><div class="wrap"><a class="logo" href="/"><svg viewBox="0 0 32 32" aria-hidden="true" focusable="false"><path class="hill" d="M2 26C9 26 9 5 16 5s7 21 14 21z"/><path class="pin" d="M12 19h14"/><circle class="dot" cx="19" cy="19" r="3.5"/></svg><span>Casebook</span><small>{{ .Site.Title }}</small></a><nav aria-label="Site"><ul>{{ range .Site.Menus.main }}<li><a href="{{ .URL }}">{{ .Name }}</a></li>{{ end }}</ul></nav><form class="search" role="search" action="/a-z.html"><label class="vh" for="search-field">Search</label><input id="search-field" type="search" name="q"><button>Search</button></form></div></header>
"""

HUGO_FOOTER = """<footer class="foot"><div class="wrap"><div><h2>{{ .Site.Title }}, release {{ .Site.Params.release }}</h2><p>Synthetic data, drawn from published allele frequencies and effect sizes.</p><p>For research; not for diagnosis or treatment.</p></div><div><h2>Read</h2><ul>{{ range .Site.Menus.main }}<li><a href="{{ .URL }}">{{ .Name }}</a></li>{{ end }}</ul></div><fieldset class="theme"><legend>Colours</legend><label><input type="radio" name="theme" id="theme-auto" checked>As device</label><label><input type="radio" name="theme" id="theme-light">Light</label><label><input type="radio" name="theme" id="theme-dark">Dark</label></fieldset></div></footer>
"""


def make(folder, count):
    """The two projects; a seed a case, so that any size begins with the same cases."""
    ours, theirs = folder / f"casebook-{count}", folder / f"hugo-{count}"
    if not (ours / "casebook.yaml").exists():
        for number in range(count):
            case = parts(random.Random(number), number)
            name, text = casebook_document(case)
            write(ours / "content/people" / (name + ".md"), text)
            name, text = hugo_document(case)
            write(theirs / "content/people" / (name + ".md"), text)
        home = "# A cohort\n\nCases and what they say.\n"
        write(ours / "content/index.md", "---\nkind: home\nmenu: Home\n---\n" + home)
        write(theirs / "content/_index.md", "---\ntitle: A cohort\n---\nCases and what they say.\n")
        write(ours / "casebook.yaml", "title: Bench\nsynthetic: true\nrelease: '1'\n")
        write(theirs / "hugo.toml",
              'baseURL = "/"\ntitle = "Bench"\ndisableKinds = ["taxonomy","term","RSS","sitemap"]\n'
              "[params]\nrelease = '1'\n[markup.goldmark.renderer]\nunsafe = false\n"
              '[[menus.main]]\nname = "Home"\npageRef = "/"\nweight = 1\n')
        write(theirs / "layouts/_default/single.html", HUGO_SINGLE)
        write(theirs / "layouts/partials/masthead.html", HUGO_MASTHEAD)
        write(theirs / "layouts/partials/footer.html", HUGO_FOOTER)
        write(theirs / "layouts/_default/list.html", "<!doctype html><title>{{ .Title }}</title>{{ .Content }}")
        write(theirs / "static/casebook.css", "body{}")
    return ours, theirs


def run(command, folder):
    """Wall seconds, CPU seconds, MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, errors = process.communicate()
    wall = time.perf_counter() - began
    if process.returncode:
        sys.exit(f"{command}: {process.returncode}\n{errors.decode()[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu


def measured(command, folder):
    """As `run`, with the largest resident set of the command itself, by GNU time's way."""
    report = folder / ".bench.json"
    inner = (
        "import os,resource,subprocess,sys,json,time;b=time.perf_counter();"
        "c=subprocess.call(sys.argv[2:],stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL);"
        "u=resource.getrusage(resource.RUSAGE_CHILDREN);"
        "json.dump([time.perf_counter()-b,u.ru_utime+u.ru_stime,u.ru_maxrss/1024,c],open(sys.argv[1],'w'))"
    )
    subprocess.check_call([sys.executable, "-c", inner, str(report), *map(str, command)], cwd=folder)
    wall, cpu, memory, code = json.loads(report.read_text())
    report.unlink()
    if code:
        run(command, folder)
        sys.exit(f"{command}: {code}, and not again")
    return wall, cpu, memory


def median(rows):
    return [statistics.median(column) for column in zip(*rows)]


def edit(path, turn):
    """Another sentence than at any turn before."""
    text = re.sub(r"\n\nEdited at [0-9]+\.", "", path.read_text())
    path.write_text(text.replace("## Summary", f"## Summary\n\nEdited at {time.time_ns()}.", 1))


def size(root):
    return sum(f.stat().st_size for f in root.rglob("*.html")) / max(1, sum(1 for _ in root.rglob("*.html")))


def bench(args, count, results):
    folder = pathlib.Path(args.folder)
    ours, theirs = make(folder, count)
    casebook, hugo = [args.casebook, "build"], [args.hugo, "--quiet", "--noBuildLock"]
    rows = {name: [] for name in
            ["clean casebook", "clean hugo", "again casebook", "again hugo", "one casebook", "one hugo"]}
    for turn in range(args.repeats):
        for root in [ours, theirs]:
            for name in ["public", ".casebook", "resources"]:
                shutil.rmtree(root / name, ignore_errors=True)
        rows["clean casebook"].append(measured(casebook, ours))
        rows["clean hugo"].append(measured(hugo, theirs))
        time.sleep(0.2)
        rows["again casebook"].append(measured(casebook, ours))
        if count <= 10000:
            rows["again hugo"].append(measured(hugo, theirs))
        edit(ours / "content/people/case000007.md", turn)
        edit(theirs / "content/people/case000007.md", turn)
        time.sleep(0.2)
        rows["one casebook"].append(measured(casebook, ours))
        if count <= 10000:
            rows["one hugo"].append(measured(hugo, theirs))
        print(f"{count} pages, run {turn + 1}: " + "; ".join(
            f"{n} {r[-1][0]:.2f} s wall {r[-1][1]:.2f} CPU {r[-1][2]:.0f} MB" for n, r in rows.items() if r),
            flush=True)
    found = {name: median(r) for name, r in rows.items() if r}
    found["page bytes"] = [size(ours / "public/people"), size(theirs / "public/people")]
    results[count] = found


def search(args, count, results):
    """pagefind over our pages; beside it the whole of our build, which makes its index on the way."""
    ours, _ = make(pathlib.Path(args.folder), count)
    pagefind = []
    for _ in range(args.repeats):
        out = pathlib.Path(args.folder) / "pagefind"
        shutil.rmtree(out, ignore_errors=True)
        pagefind.append(measured([args.pagefind, "--site", ours / "public", "--output-path", out], ours))
    results["pagefind"] = median(pagefind)


def served(args, count):
    """Milliseconds from an edit to the page that shows it, of the server: median and largest of 20."""
    ours, _ = make(pathlib.Path(args.folder), count)
    port = 8431
    server = subprocess.Popen([args.casebook, "serve", "--port", str(port)], cwd=ours,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def get(name):
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/people/{name}.html", timeout=20).read()

    try:
        for _ in range(600):
            try:
                get("case000000")
                break
            except OSError:
                time.sleep(0.1)
        times = []
        for turn in range(20):
            path = ours / f"content/people/case{turn * 31 % count:06d}.md"
            before, mark = path.read_text(), f"EDIT{time.time_ns()}"
            began = time.perf_counter()
            path.write_text(before.replace("## Summary", f"## Summary\n\n{mark}\n", 1))
            while mark.encode() not in get(path.stem):
                pass
            times.append((time.perf_counter() - began) * 1000)
            path.write_text(before)
            time.sleep(0.7 if turn % 3 else 0.05)
        return statistics.median(times), max(times)
    finally:
        server.terminate()
        server.wait()


def first_result(args, count):
    """Bytes that a search for an id loads: the lists and the shard that has it."""
    ours, _ = make(pathlib.Path(args.folder), count)
    site = ours / "public"

    def entries(name):
        return json.loads((site / name).read_text().split(",", 1)[1].rsplit(");", 1)[0])

    worst = 0
    for word in ("case000007", "percentile", "lpa"):
        name, loaded = "search/index.js", 0
        for _ in range(3):
            loaded += (site / name).stat().st_size
            if not (site / name).read_text().startswith("casebookIndex"):
                break
            name = [e[1] for e in entries(name) if e[0] <= word][-1]
        worst = max(worst, loaded)
    return worst


def table(args, results):
    """The rows of the goals; each with what was measured and whether it holds."""
    rows = []

    def row(name, goal, value, holds, near):
        rows.append((name, goal, value, "met" if holds else "short, within 1.5" if near else "SHORT"))

    def against(name, kind, count, goal, memory=True):
        ours, theirs = results[count][f"{kind} casebook"], results[count].get(f"{kind} hugo", results[count]["clean hugo"])
        ratio = theirs[1] / ours[1]
        row(f"{name}, {count:,} pages: CPU", f"{goal} x", f"{ours[1]:.2f} s, Hugo {theirs[1]:.2f} s: {ratio:.1f} x",
            ratio >= goal, ratio >= goal / 1.5)
        if memory:
            share = theirs[2] / ours[2]
            row(f"{name}, {count:,} pages: memory", "1/10", f"{ours[2]:.0f} MB, Hugo {theirs[2]:.0f} MB: 1/{share:.0f}",
                share >= 10, share >= 10 / 1.5)

    for count in (10000, 50000):
        if count in results:
            against("clean build", "clean", count, 6)
    if 10000 in results and 50000 in results:
        growth = results[50000]["clean casebook"][2] / results[10000]["clean casebook"][2]
        row("memory, 50,000 against 10,000 pages", "1.5 x", f"{growth:.2f} x", growth <= 1.5, growth <= 2.25)
    if 10000 in results:
        against("nothing changed", "again", 10000, 60, memory=False)
        against("one document changed", "one", 10000, 40, memory=False)
        page = results[10000]["page bytes"][0]
        row("case page", "80 KB", f"{page / 1000:.0f} KB HTML", page <= 80000, page <= 120000)
    if "pagefind" in results:
        ours, theirs = results[10000]["clean casebook"], results["pagefind"]
        ratio, share = theirs[1] / ours[1], theirs[2] / ours[2]
        row("search index, 10,000 pages", "10 x, 1/10",
            f"pagefind {theirs[1]:.1f} s, {theirs[2]:.0f} MB: the whole of our build is {ratio:.1f} x, 1/{share:.0f}",
            "search seconds" in results and theirs[1] / results["search seconds"] >= 10 and share >= 10, True)
    if "served" in results:
        middle, most = results["served"]
        row("edit to served, 10,000 pages", "50 ms", f"{middle:.1f} ms median, {most:.1f} ms at most of 20", most < 50, most < 75)
    if "first result" in results:
        row("search, to the first result", "50 KB", f"{results['first result'] / 1000:.0f} KB", results["first result"] <= 50000, False)
    script = len(gzip.compress(pathlib.Path("templates/casebook.js").read_bytes(), 9))
    row("JavaScript, compressed", "12 KB", f"{script / 1000:.1f} KB, none needed to read", script <= 12000, script <= 18000)
    print("\n| | goal | measured | |\n|---|---|---|---|")
    for name, goal, value, word in rows:
        print(f"| {name} | {goal} | {value} | {word} |")
    short = [r for r in rows if r[3] != "met"]
    return not any(r[3] == "SHORT" for r in rows) and len(short) <= 2


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("casebook")
    parser.add_argument("hugo")
    parser.add_argument("pagefind")
    parser.add_argument("--sizes", default="1000,10000,50000")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--folder", default="/dev/shm/casebook-bench")
    parser.add_argument("--json")
    args = parser.parse_args()
    args.casebook = os.path.abspath(args.casebook)
    results = {}
    sizes = list(map(int, args.sizes.split(",")))
    for count in sizes:
        bench(args, count, results)
        if count == 10000:
            if args.pagefind != "none":
                search(args, count, results)
                ours, _ = make(pathlib.Path(args.folder), count)
                shutil.rmtree(ours / "public/search")
                results["search seconds"] = measured([args.casebook, "build"], ours)[1]
            results["served"] = served(args, count)
    results["first result"] = first_result(args, sizes[-1])
    if args.json:
        pathlib.Path(args.json).write_text(json.dumps(results, indent=1))
    sys.exit(0 if table(args, results) else 1)


if __name__ == "__main__":
    main()
