"""The embedded picture engine: English clauses to scenes to pixels; knows nothing of agents, graphs or the network.

The drawing half, on which the describer's eye builds (names below are stable):

sketch.scene     `Scene(clauses, moods, setting)`, `Clause(noun, colours, size, aspect, place, count, order, texture,
                 pose, wears, relation)`, `Colour(name, tone)`, `Reading(scene, ignored)`: frozen, symbols only.
sketch.lexicon   `NOUNS: dict[str, Noun]` (word -> look, kind, usual colours, size, place), `LOOKS` (look -> nouns),
                 `COLOURS: dict[str, Lab]`, `TONES`, `lab_of(Colour) -> Lab`, `PLACES: dict[str, Place]` (35 positions
                 "upper left", "far right" ... and bands "bottom third", "across top", "everywhere"), `POSITIONS`,
                 `BANDS`, `SIZES: dict[str, float]`, `ASPECTS: dict[str, float]`, `TEXTURES`, `MOODS`, `POSES`.
                 All go from the English words to values; words are mostly one o200k_base token.
sketch.speak     `speak(clause) -> str` ("small white house center"), `speak_scene(scene) -> str` (comma-joined).
                 parse(speak(c)).scene.clauses == (c,) for clauses without a relation (see `speak` for what the
                 vocabulary can say: a count of 0 only where the plural is no noun of its own, as "trees" is).
sketch.parse     `parse(text) -> Reading`: total, deterministic; later phrases are drawn over earlier ones, but stuff
                 (sky, sea, grass ...) said without a place goes behind things, and "x on y" draws y first.
sketch.paint     `paint(scene, width, height, *, seed=0) -> uint8 (H, W, 3)`; `cover(clause, width, height, *, seed=0)
                 -> Cover(alpha (H, W), tint (H, W), fixed (H, W, 3))`, float32: the clause alone over a picture
                 `below` in Lab is `below * (1 - alpha) + tint * main + fixed`, where `main = main_lab(clause)`; alpha,
                 tint and fixed are the same for every main colour. `DECODER_ID` names the version. `seed` varies
                 textures, arrangement and outlines a little.
sketch.draw      `draw(text, width, height, *, seed=0) -> (RGB picture, words not used)`: parse and paint in one.
sketch.paint_lab `lab_from_rgb(uint8 (..., 3)) -> float32 (..., 3)`, `rgb_from_lab`: CIE Lab, D65.
sketch.arrange   `arrange(scene, aspect, *, seed) -> tuple[Mark, ...]`: the drawing program, in scene units.
sketch.svg       `draw_svg(scene, width, height, *, seed=0, title="") -> str`.

A clause is arranged by itself: alone or in company it looks the same, but for moods (which change all), relations
(which move a clause to its target), unplaced things (which share the room when there are several; many of a kind stand
on the ground that is drawn), and the scenery that a picture gets when no clause covers it
(`sketch.arrange_scenery.implied`).
"""
