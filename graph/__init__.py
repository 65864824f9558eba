"""The state machine: state, nodes, routes, stopping policies, and the commands that run it.

Knows nothing of HTTP and of how an event is drawn on a terminal.
"""
