"""Words to bits: budgets, token counting, the caption coder, the `.mub` container, rate and distortion.

Knows nothing of agents, graphs or models.
"""
