"""The record of a run: the dialogue's values, typed events, recorder, reader, terminal views, reports.

Knows nothing of LangGraph or openai.
"""
