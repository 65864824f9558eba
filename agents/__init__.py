"""The four roles – describer, compressor, renderer, critic – as protocols, and the teams that play them.

Knows nothing of the graph's order of play.
"""
