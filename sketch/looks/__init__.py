"""How things look: sprites and stuff as data, by category; knows nothing of words, scenes or pixels."""
