"""Experiments over many runs, and the one console script that reaches every command."""
