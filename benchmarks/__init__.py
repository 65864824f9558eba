"""What the parts cost and what they are worth, measured; each is run as `python -m benchmarks.NAME`."""
