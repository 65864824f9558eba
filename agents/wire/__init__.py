"""The one way out to any endpoint: recorded, replayable, counted, limited; knows nothing of words or pictures."""
