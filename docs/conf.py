"""How Sphinx makes the site of the documentation: `make docs`."""

import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from sphinx.pycode import ModuleAnalyzer

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

project = PROJECT["name"]
author = PROJECT["authors"][0]["name"]
release = version = PROJECT["version"]

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_theme"]
nitpicky = False
# A word in single backquotes is code, in docstrings as in Markdown.
default_role = "code"

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 4

autodoc_typehints = "description"
autodoc_typehints_description_target = "documented_params"
autodoc_typehints_format = "short"
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "exclude-members": "KIND"}
autodoc_preserve_defaults = True
napoleon_numpy_docstring = False
napoleon_use_rtype = False
napoleon_use_ivar = True
napoleon_attr_annotations = False
napoleon_custom_sections = ["Source"]
python_use_unqualified_type_names = True

html_theme = "furo"
html_title = "qdesign"
html_favicon = "../extension/page/icon.svg"
html_static_path = ["_theme"]
html_css_files = ["qdesign.css"]
# The studio's colors (extension/src/view/widgets/tokens.css).
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#2b57d9",
        "color-brand-content": "#2b57d9",
        "color-brand-visited": "#2b57d9",
        "color-foreground-primary": "#1a1f26",
        "color-foreground-secondary": "#515c68",
        "color-background-secondary": "#fafbfc",
        "color-code-background": "#f6f7f9",
        "color-api-name": "#2b57d9",
        "color-api-pre-name": "#515c68",
    },
    "dark_css_variables": {
        "color-brand-primary": "#86a8ff",
        "color-brand-content": "#86a8ff",
        "color-brand-visited": "#86a8ff",
        "color-foreground-primary": "#e7eaee",
        "color-foreground-secondary": "#a9b3be",
        "color-background-primary": "#14171c",
        "color-background-secondary": "#191d23",
        "color-code-background": "#191d23",
        "color-api-name": "#86a8ff",
        "color-api-pre-name": "#a9b3be",
    },
}
html_show_sourcelink = False
html_copy_source = False
html_show_copyright = False
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "github-dark"


def escaped(found: re.Match[str]) -> str:
    """The same with a backslash before each character."""
    return "".join("\\" + each for each in found[0])


# The space in "line, column: where it is", which Sphinx would take for a type and a name.
TOGETHER = "\u2063"


def plain(_app: Any, _what: str, _name: str, _object: Any, _options: Any, lines: list[str]) -> None:
    """Takes from docstrings what would be markup in reStructuredText: | and ** outside of code.

    Names that are described together stay together.
    """
    example = False
    for index, line in enumerate(lines):
        example = bool(line.strip()) and (example or line.lstrip().startswith(">>>"))
        if not example:
            parts = re.split(r"(`+[^`]*`+)", line)
            parts[::2] = [re.sub(r"\||\*\*", escaped, part) for part in parts[::2]]
            line = "".join(parts)
            names = re.match(r"\s+\w+(?:, \w+)+(?=: )", line)
            head = names[0] if names else ""
            lines[index] = head.replace(", ", "," + TOGETHER) + line.removeprefix(head)


def without_overloads(_app: Any) -> None:
    """Shows one signature of a function that has several: what each argument is stands below."""
    for name in ("qdesign.tuning", "qdesign.tune.sweep", "qdesign.hardware.queue"):
        module = ModuleAnalyzer.for_module(name)
        module.analyze()
        module.overloads.clear()


def reached(_app: Any, _page: str, _template: str, context: dict[str, Any], _tree: Any) -> None:
    """Lets a keyboard scroll long lines, tells levels of headings, and says Attributes."""
    body = context.get("body", "").replace("<pre>", '<pre tabindex="0">')
    context["body"] = body.replace(">Variables<", ">Attributes<").replace(TOGETHER, " ")
    heading = 'role="heading"'
    menu = context.get("furo_navigation_tree", "")
    context["furo_navigation_tree"] = menu.replace(heading, heading + ' aria-level="2"')


def with_cards(_app: Any, page: str, source: list[str]) -> None:
    """Puts the notebooks on their page."""
    if page == "notebooks":
        from scripts.docs_notebooks import cards

        source[0] += "\n" + cards()


def named(app: Any, _failed: Exception | None) -> None:
    """Names both columns beside a page, for those who hear it."""
    for path in Path(app.outdir).rglob("*.html"):
        text = path.read_text("utf-8")
        text = text.replace('<aside class="sidebar', '<aside aria-label="All pages" class="sidebar')
        text = text.replace('<aside class="toc', '<aside aria-label="On this page" class="toc')
        path.write_text(text, "utf-8")


def setup(app: Any) -> None:
    """Called by Sphinx."""
    app.connect("build-finished", named)
    app.connect("source-read", with_cards)
    app.connect("html-page-context", reached, priority=900)  # after the theme
    app.connect("builder-inited", without_overloads)
    app.connect("autodoc-process-docstring", plain, priority=400)  # before napoleon
