"""Prompts as checked files, one per role and variant; knows nothing of models, agents and graphs."""
