"""Ids and columns: edits change few entries of the text, and two edits of one base merge."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qdesign.circuit import Block, Circuit, Item, Operation
from qdesign.document import Document
from qdesign.placing import between, column_numbers
from tests.merging import changed_entries, merge
from tests.strategies import circuits


def program(layers: int) -> Circuit:
    """Layers of rotations and a ring on six qubits."""
    steps: list[str] = []
    for layer in range(layers):
        steps += [f"ry(a[{layer}]) {q}; rz(b{layer}_{q}) {q}" for q in range(6)]
        steps += [f"cx {q} {(q + 1) % 6}" for q in range(6)]
    return Circuit.of(6, "; ".join(steps))


def large() -> Document:
    """A document of 216 operations as it was saved and opened again."""
    return Document.loads(Document(program(12)).dumps())


def items(document: Document) -> tuple[Item, ...]:
    assert isinstance(document.body, Circuit)
    return document.body.operations


def edited(document: Document, operations: tuple[Item, ...]) -> Document:
    assert isinstance(document.body, Circuit)
    return document.with_body(document.body.with_operations(operations))


def inserted(document: Document, at: int, *new: Item) -> Document:
    listed = items(document)
    return edited(document, (*listed[:at], *new, *listed[at:]))


def data(document: Document) -> dict[str, Any]:
    return json.loads(document.dumps())


def drawn(document: Document) -> list[tuple[int, str, tuple[int, ...]]]:
    """Operations with the column in which they are drawn."""
    numbers = column_numbers(items(document))
    return [
        (numbers.index(o.column or 0), o.gate, o.qubits)
        for o in items(document)
        if isinstance(o, Operation)
    ]


def test_the_same_program_writes_the_same_text_with_counted_ids() -> None:
    assert Document(program(2)).dumps() == Document(program(2)).dumps()
    ids = [item.id for item in items(Document(program(2)))]
    assert sorted(ids) == sorted(f"o{k + 1}" for k in range(len(ids)))


def test_ids_that_are_there_stay_and_new_ones_do_not_collide() -> None:
    base = large()
    before = {item.id for item in items(base)}
    one = inserted(base, 40, Operation("h", (0,)))
    other = inserted(base, 90, Operation("x", (3,)))
    again = inserted(base, 40, Operation("h", (0,)))
    new = [{i.id for i in items(d)} - before for d in (one, other, again)]
    assert [len(ids) for ids in new] == [1, 1, 1]
    assert new[0].isdisjoint(new[1])
    assert new[0] == new[2]  # the same program again
    assert before <= {item.id for item in items(one)}
    twice = inserted(base, 40, Operation("h", (0,)), Operation("h", (0,)))
    assert len({i.id for i in items(twice)} - before) == 2


def test_an_id_that_stands_twice_is_renamed_once_in_blocks_too() -> None:
    inner = Block((Operation("x", (0,), id="a"), Operation("y", (0,), id="b")), 2, id="a")
    circuit = Circuit(1, (Operation("h", (0,), id="b"), inner)).placed()
    block = circuit.operations[1]
    assert isinstance(block, Block)
    ids = ["b", block.id, *(item.id for item in block.operations)]
    assert ids == ["b", "a", "o1", "o2"]
    assert circuit.placed() == circuit


@pytest.mark.parametrize("at", [0, 1, 57, 120, 190])
def test_an_added_gate_changes_its_own_entry_and_what_has_to_move(at: int) -> None:
    base = large()
    one = inserted(base, at, Operation("x", (2,)))
    assert changed_entries(data(base), data(one)) == 1
    # In the middle of a column, what is listed behind on its wires gets a column of its own.
    two = inserted(base, at, Operation("cx", (1, 4)))
    assert 1 <= changed_entries(data(base), data(two)) <= 4
    assert [g for _, g, q in drawn(two) if q == (1, 4)] == ["cx"]


def test_edits_change_few_entries() -> None:
    base = large()
    listed = items(base)
    gate = listed[81]
    assert isinstance(gate, Operation)
    assert gate.angles
    without = edited(base, listed[:81] + listed[82:])
    assert changed_entries(data(base), data(without)) == 2  # the gate and its parameter
    angle = Circuit.of(1, "rx(2*fresh + pi/4) 0").operations[0]
    assert isinstance(angle, Operation)
    turned = edited(base, (*listed[:81], replace(gate, angles=angle.angles), *listed[82:]))
    assert changed_entries(data(base), data(turned)) == 3  # its angle, two parameters
    moved = replace(gate, qubits=((gate.qubits[0] + 1) % 6,), column=None)
    across = edited(base, (*listed[:81], moved, *listed[82:]))
    assert changed_entries(data(base), data(across)) <= 2
    with_parameter = inserted(base, 81, Operation("rx", (0,), angle.angles))
    assert changed_entries(data(base), data(with_parameter)) == 2
    slid = base.with_values({base.parameters[3].name: 0.5})
    assert changed_entries(data(base), data(slid)) == 1


def test_what_is_added_is_drawn_as_far_left_as_it_goes() -> None:
    base = Document.loads(Document(Circuit.of(2, "h 0; x 0; z 1; cx 0 1")).dumps())
    assert drawn(base) == [(0, "h", (0,)), (0, "z", (1,)), (1, "x", (0,)), (2, "cx", (0, 1))]
    free = inserted(base, 3, Operation("y", (1,)))
    assert drawn(free)[3] == (1, "y", (1,))
    room = inserted(base, 1, Operation("y", (0,)))
    assert [(c, g) for c, g, _ in drawn(room)] == [
        (0, "h"), (0, "z"), (1, "y"), (2, "x"), (3, "cx"),
    ]  # fmt: skip
    end = inserted(base, 4, Operation("y", (1,)))
    assert drawn(end)[4] == (3, "y", (1,))


def test_edits_of_one_base_at_different_places_merge() -> None:
    base = large()
    listed = items(base)
    gate = listed[150]
    assert isinstance(gate, Operation)
    one = inserted(base, 40, Operation("h", (0,)), *Circuit.of(6, "rx(mine) 2").operations)
    other = edited(inserted(base, 100, Operation("swap", (4, 5))), ()).with_body(
        items_with(base, listed[:20] + listed[21:])
    )
    other = inserted(other, 90, *Circuit.of(6, "rzz(yours) 4 5").operations)
    text = json.dumps(merge(data(base), data(one), data(other)))
    both = Document.loads(text)
    gates = [o.gate for o in items(both) if isinstance(o, Operation)]
    assert gates.count("h") == [o.gate for o in listed if isinstance(o, Operation)].count("h") + 1
    assert gates.count("rzz") == 1
    assert listed[20].id not in {o.id for o in items(both)}
    assert {"mine", "yours"} <= set(both.values)
    assert Document.loads(both.dumps()).dumps() == both.dumps()
    kept = {o.id: o.column for o in items(both)}
    assert all(kept[o.id] == o.column for o in listed if o.id in kept)


def items_with(document: Document, operations: tuple[Item, ...]) -> Circuit:
    assert isinstance(document.body, Circuit)
    return document.body.with_operations(operations)


def test_gates_put_at_one_place_at_once_are_told_apart_and_nothing_else_moves() -> None:
    base = large()
    one, other = (inserted(base, 60, Operation(gate, (0, 3))) for gate in ("cx", "cz"))
    both = Document.loads(json.dumps(merge(data(base), data(one), data(other))))
    new = [o for o in items(both) if o.id not in {b.id for b in items(base)}]
    assert [o.gate for o in new if isinstance(o, Operation)] == ["cx", "cz"]
    assert (new[0].column or 0) < (new[1].column or 0)
    kept = {o.id: o.column for o in items(both)}
    assert all(kept[o.id] == o.column for o in items(base))


def test_a_merge_of_one_entry_changed_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="Both changed 1"):
        merge({"a": {"b": 1}}, {"a": {"b": 2}}, {"a": {"b": 3}})
    assert merge({"a": 1}, {}, {"a": 1, "c": 2}) == {"c": 2}


@given(circuits(unitary=False), st.data())
def test_columns_agree_with_the_order_after_random_edits(
    circuit: Circuit, choose: st.DataObject
) -> None:
    document = Document.loads(Document(circuit).dumps())
    for _ in range(4):
        listed = items(document)
        at = choose.draw(st.integers(0, len(listed)))
        wire = choose.draw(st.integers(0, circuit.num_qubits - 1))
        before = {o.id: o.column for o in listed}
        document = inserted(document, at, Operation("x", (wire,)))
        wanted = [o for o in items(document) if wire in o.wires]
        ordered = [o for o in (*listed[:at], None, *listed[at:]) if o is None or wire in o.wires]
        assert [o.id for o in wanted if o.id in before] == [o.id for o in ordered if o]
        assert wanted[ordered.index(None)].id not in before
        assert Document.loads(document.dumps()).dumps() == document.dumps()


def test_numbers_between_are_short_and_run_out_late() -> None:
    inf = float("inf")
    assert between(3, 4, 1) == [3.5]
    assert between(-inf, 0, 2) == [-2, -1]
    assert between(2.5, inf, 2) == [3, 4]
    assert between(-inf, inf, 2) == [0, 1]
    assert between(3, 9, 2) == [5, 7]
    low = 3.0
    count = 0
    while (found := between(low, 4, 1)) is not None:
        (low,) = found
        count += 1
    assert 40 < count < 100


def test_a_place_without_room_is_laid_out_anew() -> None:
    tight = (
        Operation("h", (0,), column=1.0),
        Operation("x", (0,)),
        Operation("z", (0,), column=1 + 2**-52),
    )
    placed = Circuit(1, tight).placed().operations
    assert [(o.column, o.gate) for o in placed if isinstance(o, Operation)] == [
        (0, "h"), (1, "x"), (2, "z"),
    ]  # fmt: skip
