"""Labeled data → small texts in qdesign/problems/data_sets: `python scripts/data_sets.py`.

For development only, in an environment of its own with scikit-learn, which no lock has:

    python -m venv data && data/bin/pip install scikit-learn
    data/bin/python scripts/data_sets.py

It also prints coefficients and accuracies of scikit-learn's logistic regression on the default
splits, to which tests/problems/test_labeled.py holds the baseline; that needs qdesign, too.
"""

# pyright: basic, reportMissingImports=false, reportMissingTypeStubs=false

from __future__ import annotations

from pathlib import Path
from typing import Final

OUT: Final = Path(__file__).resolve().parent.parent / "qdesign" / "problems" / "data_sets"
LETTERS: Final = "0123456789abcdefg"
"""One for each brightness of a pixel, 0 to 16."""


def write_iris() -> None:
    """150 rows: four lengths in cm and the species."""
    from sklearn.datasets import load_iris

    found = load_iris()
    lines = ["sepal length,sepal width,petal length,petal width,class"]
    for row, label in zip(found.data, found.target, strict=True):
        lines.append(",".join([*(f"{value:.1f}" for value in row), found.target_names[label]]))
    (OUT / "iris.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_digits() -> None:
    """The rows of the digits 0 and 1: the digit, then a letter for each of 8 × 8 pixels."""
    from sklearn.datasets import load_digits

    found = load_digits()
    lines = [
        f"{label} {''.join(LETTERS[int(value)] for value in row)}"
        for row, label in zip(found.data, found.target, strict=True)
        if label < 2
    ]
    (OUT / "digits.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def print_baselines() -> None:
    """What scikit-learn's logistic regression finds on the default splits."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    from qdesign import problems

    for problem in (problems.iris(), problems.digits()):
        data = problem.data
        assert data is not None
        train, test = ~data.is_test, data.is_test
        model = make_pipeline(StandardScaler(), LogisticRegression(tol=1e-12, max_iter=10_000))
        model.fit(data.features[train], data.labels[train])
        last = model[-1]
        shares = [model.score(data.features[part], data.labels[part]) for part in (train, test)]
        print(problem.row, *last.coef_.round(7).tolist(), *last.intercept_.round(7), *shares)


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    write_iris()
    write_digits()
    print_baselines()
