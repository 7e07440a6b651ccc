"""Circuits that are looked for: ways of searching, games for agents, gadgets, corpora, a judge."""

from qdesign.search.actions import Action, gadget_actions, gate_actions, pool_actions
from qdesign.search.corpus import Sample, corpus, write_corpus
from qdesign.search.encoding import CircuitGraph, Embedding, embed, marks, to_graph
from qdesign.search.environment import Environment, Reward
from qdesign.search.found import Found
from qdesign.search.judging import Judge, Judgement, judge
from qdesign.search.method import Method
from qdesign.search.mining import Gadget, mine
from qdesign.search.searching import search

__all__ = [
    "Action",
    "CircuitGraph",
    "Embedding",
    "Environment",
    "Found",
    "Gadget",
    "Judge",
    "Judgement",
    "Method",
    "Reward",
    "Sample",
    "corpus",
    "embed",
    "gadget_actions",
    "gate_actions",
    "judge",
    "marks",
    "mine",
    "pool_actions",
    "search",
    "to_graph",
    "write_corpus",
]
