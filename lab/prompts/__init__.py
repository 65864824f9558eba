"""Experiments with prompts, models and knobs: matrices with repeats, honest comparisons, prompts that evolve."""
