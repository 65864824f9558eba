"""The four roles played by models behind any OpenAI-compatible endpoint; knows nothing of the graph."""
