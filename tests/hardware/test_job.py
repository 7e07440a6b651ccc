from hypothesis import given
from hypothesis import strategies as st

from qdesign.hardware.job import MOVES, Figures, State, is_final, sources, with_error

ORDER = [State.CREATED, State.SUBMITTING, State.QUEUED, State.RUNNING]


def test_states_move_forward_by_any_distance_and_never_back():
    for index, state in enumerate(ORDER):
        assert set(ORDER) & MOVES[state] == set(ORDER[index + 1 :])


def test_unknown_comes_of_sending_alone_and_is_never_sent_again():
    assert sources(State.UNKNOWN) == (State.SUBMITTING,)
    assert MOVES[State.UNKNOWN] == MOVES[State.SUBMITTING] - {State.UNKNOWN}
    assert not is_final(State.UNKNOWN)


def test_every_unfinished_state_can_end_in_each_way():
    for state in [*ORDER, State.UNKNOWN]:
        assert {State.COMPLETED, State.FAILED, State.CANCELLED} <= MOVES[state]


def test_the_last_three_states_are_final():
    assert [state for state in State if is_final(state)] == [
        State.COMPLETED,
        State.FAILED,
        State.CANCELLED,
    ]


@given(st.lists(st.sampled_from(list(State))))
def test_no_walk_through_the_table_comes_to_a_state_twice(wishes):
    walk = [State.CREATED]
    for wish in wishes:
        if wish in MOVES[walk[-1]]:
            walk.append(wish)
    assert len(set(walk)) == len(walk)


def test_sources_is_the_table_read_backwards():
    assert {(a, b) for b in State for a in sources(b)} == {(a, b) for a in State for b in MOVES[a]}


def test_a_state_equals_its_name():
    assert State.COMPLETED == "COMPLETED"
    assert str(State.RUNNING) == "RUNNING"


def test_figures_survive_json():
    figures = Figures(num_qubits=2, num_gates=3, num_two_qubit=1, depth=2, success=0.5)
    assert Figures(**figures.to_dict()) == figures


def test_an_error_that_is_a_residue_of_rounding_counts_as_none():
    assert with_error(-0.16275316364999026, 6.4e-20) == "-0.162753 ± 0"
    assert with_error(1e6, 1e-7) == "1e+06 ± 0"
    assert with_error(-1.0, 0.0) == "-1 ± 0"
    assert with_error(1e-6, 2e-9) == "0.0000010000 ± 0.0000000020"
