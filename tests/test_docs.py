"""The pages of docs/: links lead somewhere, examples give what they show, the gallery opens.

`make docs` builds the site and checks it again as built; this needs no Sphinx.
"""

from __future__ import annotations

import doctest
import functools
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

import qdesign as qd
from qdesign.cli import main
from scripts import docs_gallery, docs_notebooks, site

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
# Pages that show what Python answers.
# conventions.md shows the docstring of a function, which is run where that stands.
RUN = [p for p in PAGES if p.name != "conventions.md" and ">>> " in p.read_text("utf-8")]
# Guides show calls alone. The README is run by tests/test_readme.py.
GUIDES = [p for p in DOCS.rglob("*.md") if "```python" in p.read_text("utf-8") and p not in RUN]
GUIDES.remove(DOCS / "conventions.md")
BLOCK = re.compile(
    r"(?:^<!-- (?P<comment>[^>]*) ?-->\n\n)?^```python\n(?P<block>.*?)^```", re.M | re.S
)
LINK = re.compile(
    r"\]\(<?([^)\s>]+)>?\)|(?:src|srcset|href)=\"([^\"]+)\"|^```\{(?:image|include)\} (\S+)", re.M
)
FENCE = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)


@functools.cache
def anchors(page: Path) -> frozenset[str]:
    """Those that headings make, as GitHub names them and as the site does."""
    titles = re.findall(r"^#+ (.*)", FENCE.sub("", page.read_text("utf-8")), re.M)
    plain = [re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", title).lower() for title in titles]
    return frozenset(re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in plain)


def links(page: Path) -> Iterator[str]:
    text = page.read_text("utf-8")
    kept = FENCE.sub(lambda block: block[0] if block[0].startswith("```{") else "", text)
    for found in LINK.finditer(re.sub(r"`[^`\n]*`", "", kept) if "```{" not in kept else kept):
        yield next(filter(None, found.groups()))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_its_links_lead_somewhere(page: Path) -> None:
    lost: list[str] = []
    for link in links(page):
        path, _, anchor = link.partition("#")
        if "://" in path or path.startswith("mailto:"):
            continue
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    assert lost == []


def test_every_page_is_on_the_site() -> None:
    """Each is named by a table of contents, and each name there is a page."""
    named: set[Path] = {DOCS / "index.md"}
    for page in DOCS.rglob("*.md"):
        for block in re.findall(r"^```\{toctree\}\n(.*?)```", page.read_text("utf-8"), re.M | re.S):
            for line in block.splitlines():
                name = re.sub(r".*<(.*)>", r"\1", line)
                if name and not name.startswith(":"):
                    named.update(page.parent.glob(f"{name}.md"))
    assert named == set(DOCS.rglob("*.md"))


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_its_examples_give_what_they_show(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = page.read_text("utf-8")
    # Lines keep their numbers, so that a failure names its place.
    kept = {line for block in FENCE.finditer(text) for line in block_lines(text, block)}
    lines = [line if index in kept else "" for index, line in enumerate(text.splitlines())]
    test = doctest.DocTestParser().get_doctest("\n".join(lines), {}, page.name, str(page), 0)
    assert test.examples
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.REPORT_NDIFF)
    told: list[str] = []
    assert runner.run(test, out=told.append).failed == 0, "".join(told)


def block_lines(text: str, block: re.Match[str]) -> range:
    """The numbers of the lines inside of a block of Python, none for another."""
    if not block[0].startswith("```python"):
        return range(0)
    first = text.count("\n", 0, block.start()) + 1
    return range(first, first + block[0].count("\n") - 1)


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.relative_to(ROOT).as_posix())
@pytest.mark.filterwarnings("ignore")
def test_its_python_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A comment before a block gives what it takes for known, or says why it does not run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QDESIGN_QUEUE", str(tmp_path / "queue.sqlite"))
    text = page.read_text("utf-8")
    names: dict[str, object] = {"__name__": page.stem}
    for found in BLOCK.finditer(text):
        comment, block = found["comment"] or "", found["block"]
        lines = "\n" * text.count("\n", 0, found.start("block"))  # errors name their line
        code = compile(lines + block, str(page), "exec", dont_inherit=True)
        if comment.startswith("given"):
            exec(comment.removeprefix("given"), names)
        if not comment.startswith("not run: "):
            assert ">>> " not in block, "calls behind >>> stand in pages of their own"
            exec(code, names)


def test_the_reference_has_every_public_name() -> None:
    text = "".join(page.read_text("utf-8") for page in (DOCS / "reference").glob("*.md"))
    listed = set(re.findall(r"^\.\. auto(?:class|function):: qdesign\.(\S+)", text, re.M))
    public = {name for name in qd.__all__ if not hasattr(getattr(qd, name), "__path__")}
    for space in set(qd.__all__) - public:
        public |= {f"{space}.{name}" for name in getattr(qd, space).__all__ if name != "ROWS"}
    again = {"analyze.parameter_rank", "zx.to_diagram"}  # other names of what stands there
    assert public - listed - again == set()


def test_the_gallery_is_what_its_script_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every file of it, so that each opens and its figures are computed, not copied."""
    monkeypatch.setattr(docs_gallery, "DOCS", tmp_path)
    docs_gallery.main()
    made = {path.relative_to(tmp_path): path for path in tmp_path.rglob("*") if path.is_file()}
    for name, path in made.items():
        if name.suffix == ".qdesign":
            # Tuned values may differ in the last digit between machines.
            ours, kept = qd.Document.load(path), qd.Document.load(DOCS / name)
            assert kept.values == pytest.approx(ours.values, abs=1e-4)
            assert kept.body == ours.body
        else:
            assert (DOCS / name).read_text("utf-8") == path.read_text("utf-8"), name
    kept = {path for folder in ("gallery", "pictures") for path in (DOCS / folder).iterdir()}
    assert {path.relative_to(DOCS) for path in kept} == set(made) - {Path("gallery.md")}


def test_a_built_site_with_faults_is_told_of_each(tmp_path: Path) -> None:
    inside = '<p id="x"><a href="b.html">b</a><a href="#y">y</a><a href="#x">x</a></p>'
    outside = '<a href="https://a.org">a</a><img src="https://a.org/a.png"><script src="//a.org/a">'
    (tmp_path / "a.html").write_text(inside + outside)
    (tmp_path / "s.css").write_text("a { background: url(https://a.org/font.woff2) }")
    told = [each.split()[1:4] for each in site.faults(tmp_path)]
    assert told == [
        ["loads", "https://a.org/a.png", "from"],
        ["loads", "//a.org/a", "from"],
        ["links", "to", "b.html,"],
        ["links", "to", "#y:"],
        ["asks", "for", "url(https://a.org/font.woff2."],
    ]


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", DOCS / "doors.md"], ids=lambda page: page.name
)
def test_its_first_commands_work(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = page.read_text("utf-8")
    program, _, commands = text.partition("cat > ansatz.qasm <<'END'\n")[2].partition("END\n")
    (tmp_path / "ansatz.qasm").write_text(program, "utf-8")
    lines = commands.partition("```")[0].strip().splitlines()
    assert len(lines) > 3
    assert [line for line in lines if main(shlex.split(line, comments=True)[1:])] == []
    assert (tmp_path / "bound.qasm").exists()


def test_the_first_program_is_the_same_everywhere() -> None:
    programs = {
        re.findall(r"cat > ansatz\.qasm <<'END'\n(.*?)END\n", page.read_text("utf-8"), re.S)[0]
        for page in (ROOT / "README.md", DOCS / "doors.md")
    }
    assert len(programs) == 1


def test_each_notebook_has_a_card() -> None:
    for path in docs_notebooks.FOLDER.glob("*.ipynb"):
        title, picture, words, link = docs_notebooks.card(path).strip().split("\n\n")
        assert title.startswith("## ")
        assert re.match(r'<p><img alt="[^"]+" src="data:image/[^"]+"></p>$', picture), path.name
        assert len(words) > 50
        assert link == f"[Download](../notebooks/{path.name})"


def test_the_lesson_of_the_guide_can_be_given() -> None:
    text = (DOCS / "lessons.md").read_text("utf-8")
    (whole,) = re.findall(r"^```json\n(.*?)^```", text, re.M | re.S)
    lesson = qd.lessons.loads(whole)
    assert qd.lessons.prove(lesson).faults == ()
    assert {goal["kind"] for goal in lesson.goals} == {"prediction", "state", "count"}


def test_the_citation_has_the_version() -> None:
    text = (ROOT / "CITATION.cff").read_text("utf-8")
    assert re.findall(r"^version: (.*)", text, re.M) == [qd.__version__]
