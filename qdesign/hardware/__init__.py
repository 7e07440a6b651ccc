"""Targets, lowering, the queue: `Circuit` + values + `Target` → `Submission` → `Job` → counts."""
