"""Proofs by rewriting: steps that are kept, verified again, replayed; lemmas made of them."""

from qdesign.proofs.lemma import Lemma
from qdesign.proofs.personal import lemma_names, load_lemma, remove_lemma, save_lemma
from qdesign.proofs.proof import Proof, Step

__all__ = ["Lemma", "Proof", "Step", "lemma_names", "load_lemma", "remove_lemma", "save_lemma"]
