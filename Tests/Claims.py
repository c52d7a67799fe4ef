"""Every sentence with a number on trait, drug and case pages has a link to a row, a formula or a citation.

usage: Claims.py SITE...

Walks paragraphs and list items of the pages' bodies; tables, figures, notebooks' cells and the
site's own head and foot hold rows themselves. A number is a run of digits that no letter touches,
so that PCSK9, rs12916, E40K and ε4 are names; "type 2 diabetes" is a name too. Prints what has
none, and ends with 1.
"""
import html.parser
import pathlib
import re
import sys

NAMES = re.compile(
    r"[Tt]ype 2 diabetes|\b\d+-[a-z]+(?:-[a-z]+)+|ISO 8601|UKPDS 34|issue \d+|COVID-19|\(opt_\w+\)|Casebook \d+\.\d+\.\d+"
    r"|GRCh3\d|1KG|LX1001|JAK-?\d|Lp\(a\)|[A-Za-z]+-\d+[A-Za-z]*\b")
NUMBER = re.compile(r"(?<![\w.])[−+<>~±]?\d[\d.,\u202f]*(?!\w)")
SKIP = {"table", "figure", "nav", "header", "footer", "aside", "script", "style", "dl", "pre", "svg", "form", "details", "h1", "h2", "h3", "caption"}
BLOCK = {"p", "li", "dd", "blockquote"}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.skipping, self.blocks, self.open, self.links = [], [], [], 0

    def handle_starttag(self, tag, attributes):
        if self.skipping:
            if tag == self.skipping[-1]:
                self.skipping.append(tag)
            return
        classes = dict(attributes).get("class") or ""
        if tag in SKIP or "references" in classes or "bibliography" in classes or "notice" in classes or "steps" in classes:
            self.skipping.append(tag)
        elif tag in BLOCK:
            self.open.append([])
        elif self.open and tag == "a" and "glossary" not in (dict(attributes).get("href") or "glossary"):
            self.open[-1].append("\x01")

    def handle_endtag(self, tag):
        if self.skipping:
            if tag == self.skipping[-1]:
                self.skipping.pop()
        elif tag in BLOCK and self.open:
            self.blocks.append("".join(self.open.pop()))

    def handle_data(self, data):
        if self.open and not self.skipping:
            self.open[-1].append(data)


def sentences(block):
    text = re.sub(r"\s+", " ", block)
    return re.split(r"(?<=[.!?:])\x01* (?=[A-Z“(*\x01])", text)


bad = checked = 0
for site in map(pathlib.Path, sys.argv[1:]):
    pages = [p for folder in ("traits", "drugs", "cases") for p in sorted((site / folder).glob("*.html"))]
    if len(pages) < 3:
        sys.exit(f"no trait, drug and case pages in {site}")
    for path in pages:
        page = Page()
        page.feed(path.read_text())
        for block in page.blocks:
            for sentence in sentences(block):
                if not NUMBER.search(NAMES.sub("", sentence.replace("\x01", ""))):
                    continue
                checked += 1
                if "\x01" not in sentence:
                    bad += 1
                    if bad <= 60:
                        print(f"{path}: no link: {sentence.strip()[:200]}")
print(f"{checked} sentences with a number, {bad} without a link")
sys.exit(1 if bad or checked < 100 else 0)
