#!/usr/bin/env python3
"""Run axe-core (WCAG 2.2 AA) over HTML pages in one headless Chromium.

  browse.py [--shots DIR] [--bypass] [--incomplete] [--json OUT] PAGE.html|DIR ...

Each page, light and dark, at 1280 and 320 px: console errors, failed and external requests, axe (all
<details> open). At 320 px, once: no sideways scrolling, details closed and open. Exit: 0 clean, 1 findings, 2 usage.
Needs: Debian's chromium; PyPI's playwright and axe-playwright-python (for its axe.min.js).
"""
import argparse, importlib.util, json, os, pathlib, subprocess, sys, time
from playwright.sync_api import sync_playwright, Error

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS, SCHEMES = (1280, 320), ("light", "dark")
HEIGHT = 800
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
OPEN = "() => { for (const d of document.querySelectorAll('details')) d.open = true }"
RUN = """async (tags) => {
  const r = await axe.run(document, {runOnly: {type: 'tag', values: tags}, preload: false,
    resultTypes: ['violations', 'incomplete']});
  const f = l => l.flatMap(v => v.nodes.map(n => ({rule: v.id, impact: n.impact, help: v.help,
    node: n.target.flat().join(' >>> '), why: (n.failureSummary || '').replace(/\\s+/g, ' ').slice(0, 300)})));
  return {v: f(r.violations), i: f(r.incomplete), ran: [r.violations, r.incomplete, r.passes, r.inapplicable]
    .flat().map(x => x.id)} }"""
WIDE = """() => { const w = innerWidth, e = document.documentElement, out = [];
  if (e.scrollWidth > w) for (const x of document.body.querySelectorAll('*')) {
    if (!x.checkVisibility() || x.getBoundingClientRect().right <= w + .5) continue;
    let p = x.parentElement;
    while (p && p !== document.body && getComputedStyle(p).overflowX === 'visible') p = p.parentElement;
    if (!p || p === document.body)
      out.push(x.tagName.toLowerCase() + (x.id ? '#' + x.id : '') + [...x.classList].map(c => '.' + c).join('')) }
  return [e.scrollWidth, out.slice(-5)] }"""


def axe_source():
    if os.environ.get("AXE"):
        return pathlib.Path(os.environ["AXE"]).read_text("utf-8")
    spec = importlib.util.find_spec("axe_playwright_python")
    return (pathlib.Path(spec.submodule_search_locations[0]) / "axe.min.js").read_text("utf-8")


class Browse:
    def __init__(self, browser, args):
        self.args, self.axe, self.found, self.incomplete = args, axe_source(), [], []
        self.rules, self.seen = set(), []
        self.strict = browser.new_context(offline=True, reduced_motion="reduce").new_page()  # what a reader gets
        self.lab = browser.new_context(offline=True, reduced_motion="reduce", bypass_csp=True).new_page() \
            if args.bypass else self.strict
        note = lambda rule, text: self.seen.append((rule, text))
        p = self.strict
        p.on("console", lambda m: m.type in ("error", "warning") and note("console-" + m.type, m.text))
        p.on("pageerror", lambda e: note("page-error", str(e)))
        p.on("requestfailed", lambda r: note("request-failed", f"{r.url} {r.failure}"))
        p.on("request", lambda r: r.url.split(":")[0] in ("file", "data", "blob", "about")
             or note("external-request", r.url))

    def add(self, where, rule, node, why=""):
        self.found.append(dict(page=where, rule=rule, node=node, why=why))

    def open(self, page, url, where, scheme, width, watch=True):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": HEIGHT})
        self.seen.clear()
        try:
            page.goto(url, wait_until="load", timeout=30000)
            page.evaluate("() => new Promise(r => requestAnimationFrame(() => setTimeout(r, 0)))")  # late errors
        except Error as e:
            self.seen.append(("load-failed", str(e).splitlines()[0]))
        for rule, text in dict.fromkeys(self.seen if watch else ()):
            self.add(where, rule, text)
        return page

    def check(self, name, url):
        for scheme in SCHEMES:
            for width in WIDTHS:
                where = f"{name} [{scheme} {width}]"
                page = self.open(self.strict, url, where, scheme, width)
                if self.args.bypass:
                    page = self.open(self.lab, url, where, scheme, width, watch=False)
                # evaluate() goes over the debugging protocol, which the page's CSP does not govern
                page.evaluate(OPEN)
                page.evaluate(self.axe + ";undefined")
                got = page.evaluate(RUN, TAGS)
                self.rules |= set(got["ran"])
                for v in got["v"]:
                    self.add(where, v["rule"], v["node"], v["why"] or v["help"])
                self.incomplete += [dict(v, page=where) for v in got["i"]]
        page = self.open(self.strict, url, name, "light", 320, watch=False)
        for state in ("closed", "open"):
            wide, who = page.evaluate(WIDE)
            if wide > 320:
                self.add(f"{name} [320, details {state}]", "scroll-width", f"{wide} > 320: " + ", ".join(who))
            page.evaluate(OPEN)

    def shots(self, name, url, out):
        stem = out / name.replace("/", "_").removesuffix(".html")
        for scheme in SCHEMES:
            for width in WIDTHS:
                page = self.open(self.strict, url, name, scheme, width, watch=False)
                page.screenshot(path=f"{stem}-{width}-{scheme}.png", full_page=True, animations="disabled")
        page = self.open(self.strict, url, name, "light", 1280, watch=False)
        page.pdf(path=f"{stem}-print.pdf", prefer_css_page_size=True, print_background=True)
        try:
            subprocess.run(["pdftoppm", "-r", "72", "-png", f"{stem}-print.pdf", f"{stem}-print"], check=True)
        except FileNotFoundError:
            print("note: no pdftoppm (poppler-utils): the print is a PDF only", file=sys.stderr)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("pages", nargs="+", type=pathlib.Path)
    ap.add_argument("--shots", type=pathlib.Path, help="write screenshots and prints here instead of checking")
    ap.add_argument("--bypass", action="store_true", help="run axe in a second context with the CSP off")
    ap.add_argument("--incomplete", action="store_true", help="list what axe could not decide")
    ap.add_argument("--json", type=pathlib.Path, help="write the findings here")
    args = ap.parse_args()
    files = [f for p in args.pages for f in (sorted(p.rglob("*.html")) if p.is_dir() else [p])]
    if not files or any(not f.is_file() for f in files):
        ap.error("no such page: " + (", ".join(str(f) for f in files if not f.is_file()) or "the folder has none"))
    base = pathlib.Path(os.path.commonpath([f.resolve().parent for f in files]))
    if args.shots:
        args.shots.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        b, start = Browse(browser, args), time.time()
        for f in files:
            name, url = str(f.resolve().relative_to(base)), f.resolve().as_uri()
            b.shots(name, url, args.shots) if args.shots else b.check(name, url)
        spent, version = time.time() - start, browser.version
        browser.close()
    if not args.shots and "target-size" not in b.rules:
        b.add("axe", "too-old", "the WCAG 2.2 rule target-size did not run")
    for x in b.found:
        print("{page}: {rule}: {node}".format(**x) + (f"\n    {x['why']}" if x["why"] else ""))
    for x in b.incomplete if args.incomplete else ():
        print("undecided {page}: {rule}: {node}\n    {why}".format(**x))
    if args.json:
        args.json.write_text(json.dumps({"found": b.found, "undecided": b.incomplete}, indent=1))
    print(f"{len(files)} pages, {len(b.found)} findings, {len(b.incomplete)} undecided, {len(b.rules)} rules, "
          f"{spent:.1f} s ({spent / len(files):.2f} s a page), Chromium {version}")
    return 1 if b.found else 0


sys.exit(main())
