"""Prompts as checked files, one per role and variant; knows nothing of models, agents and graphs."""

from prompts.loader import Prompt, list_prompts, load_prompt

__all__ = ["Prompt", "list_prompts", "load_prompt"]
