"""A template or a circuit repeated → after how many layers no new directions are added."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Final

from qdesign.analyze.analysis import Analysis
from qdesign.analyze.figure import Chart, Series
from qdesign.analyze.plain import Plain
from qdesign.analyze.structure import saturation
from qdesign.analyze.work import NO_PARAMETERS, Progress, Work
from qdesign.angle import Angle
from qdesign.ansatz.recognizing import recognized
from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.rows import Option
from qdesign.showing.tables import count

MAX_LAYERS: Final = 12
_REPEATED: Final = "the circuit repeated with parameters of its own"
_SOURCE: Final = "Haug, Bharti, Kim, arXiv:2102.01659; Larocca et al., arXiv:2109.11676"


def repeated(circuit: Circuit, layers: int) -> Circuit:
    """The circuit so many times one after the other, each time with parameters of its own.

    Example:
        >>> repeated(Circuit.of(1, "rx(a) 0"), 2).parameters
        ('a', 'a_2')
    """
    total = circuit
    taken = set(circuit.parameters)
    for layer in range(2, layers + 1):
        names: dict[str, Angle] = {}
        for name in circuit.parameters:
            fresh = f"{name}_{layer}"
            while fresh in taken:
                fresh += "_"
            taken.add(fresh)
            names[name] = Angle.parameter(fresh)
        total = total.then(circuit.substitute(names))
    return total


def _layers_of(circuit: Circuit, work: Work) -> tuple[Callable[[int], Circuit], float, str]:
    """The circuit with a number of layers, the most that it takes, and whose layers they are."""
    work.say("Looking for a template")
    found = recognized(circuit, ask=work.ask)
    for option in found.row.options if found else ():
        if found and option.name == "layers":
            return found.with_layers, option.high or inf, f"those of {found.row.title}"
    return lambda layers: repeated(circuit, layers), inf, _REPEATED


def _figure(
    circuit: Circuit,
    *,
    max_layers: int = MAX_LAYERS,
    whole: bool = False,
    seed: int = 0,
    progress: Progress = None,
    cancel: Cancel = None,
) -> Plain:
    bare = as_circuit(circuit).without_final_measurements()
    if not bare.parameters:
        return Plain(
            name="saturation", title="Layers that count", value=None, error=None,
            basis=NO_PARAMETERS, verdict=NO_PARAMETERS,
            says="The circuit has no parameters, so its layers add no directions.",
            convention={"layers at most": max_layers}, source=_SOURCE,
        )  # fmt: skip
    make, most_layers, whose = _layers_of(
        bare, Work("Looking for the last layer that counts", progress, cancel)
    )
    found = saturation(
        make,
        max_layers=int(min(max_layers, most_layers)),
        from_zero=not whole,
        seed=seed,
        progress=progress,
        cancel=cancel,
    )
    what = "the unitary" if whole else "the state from |0…0⟩"
    layers = tuple(float(k) for k in range(1, len(found.ranks) + 1))
    last = None if found.layer is None else found.layer - 1
    most = found.ranks[-1]
    if last is None:
        says = f"Each of {count(len(layers), 'layer')} added directions to {what}."
    elif last == 1:
        says = f"1 layer gives {count(most, 'direction')} of {what}; further ones add none."
    else:
        says = f"{last} layers give {count(most, 'direction')} of {what}; further ones add none."
    says += f" Layers: {whose}."
    return Plain(
        name="saturation",
        title="Layers that count",
        value=last,
        error=None if last is None else 0.0,
        basis="exact derivatives",
        unit="layer" if last == 1 else "layers",
        verdict="" if last is None else "saturated",
        says=says,
        convention={
            "of": what,
            "layers": whose,
            "points": 2,
            "layers at most": max_layers,
            "seed": seed,
        },
        source=_SOURCE,
        cell="qd.catalog('analysis')['saturation'].run(c)",
        chart=Chart(
            "layers",
            "directions",
            (
                Series("parameters", "dashed", layers, tuple(map(float, found.num_parameters))),
                Series("independent", "line", layers, tuple(map(float, found.ranks))),
            ),
        ),
        columns={
            "layers": tuple(range(1, len(layers) + 1)),
            "parameters": found.num_parameters,
            "independent": found.ranks,
        },
    )


SATURATION: Final = Analysis(
    name="saturation",
    title="Layers that count",
    group="Structure",
    help="After how many layers new parameters add no independent direction",
    source=_SOURCE,
    convention="layers of the template, else the circuit repeated; exact derivatives, to 6 qubits",
    is_long=True,
    options=(
        Option(name="max_layers", title="Layers at most", kind="integer", default=MAX_LAYERS,
               low=1, high=100),
        Option(name="whole", title="Of the unitary", kind="flag", default=False,
               help="directions of the unitary instead of the state from |0…0⟩"),
        Option(name="seed", title="Seed", kind="integer", default=0, low=0),
    ),
    run=_figure,
)  # fmt: skip
