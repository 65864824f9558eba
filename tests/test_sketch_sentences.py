"""A hundred sentences as people and models write them, and what must be in the scene.

About 45 are captions of photographs, 20 telegraphic descriptions, 20 prose by language models, 15 prompts for image
models; written for this test in the manner of public caption sets. What must be there: "cat" a clause with that noun;
"red car" with that main colour; "3 dog" with that count; "woman+hat" wearing; "cat on sofa" related to and drawn after;
"trees<house" drawn before; "~night" a mood; "house@left" a place.
"""

import pytest

from sketch.lexicon import COLOURS
from sketch.parse import parse
from sketch.scene import Clause, Scene

TABLE = """
A woman in a red hat stands in a green meadow under a cloudy sky. | woman+hat; woman in meadow; green meadow; \
sky<meadow
A man holding an umbrella walks down a wet city street. | man; umbrella holding man; street
A cat sitting on a sofa in a living room. | cat on sofa; living room<sofa
Two dogs running on the beach near the ocean. | 2 dog; beach; ocean; beach<dog
A lighthouse on rocks by the sea at sunset. | lighthouse on rocks; sea; ~sunset
A red double decker bus driving down a street. | red bus; street
A group of people standing around a table with food. | person; table; food
A couple of boats sitting on top of a beach. | 2 boat; beach<boat
A brown horse grazing in a field next to a fence. | brown horse; field<horse; fence
A plate of food with broccoli and rice. | plate; broccoli
A young boy wearing a blue shirt and a baseball cap. | boy+shirt; boy+baseball cap
A vase of flowers on a wooden table by a window. | vase; flowers; table; window; table<vase
A baseball player swinging a bat at a ball. | baseball player; ball
A white bathroom with a toilet and a sink. | bathroom; toilet; sink; white bathroom
A large clock tower with a blue sky behind it. | clock tower; blue sky; sky<clock tower
Three giraffes standing next to trees in a grassy field. | 3 giraffe; trees; field
A bird perched on a branch of a tree. | bird; branch; tree; branch<bird
A train traveling down tracks next to a forest. | train; tracks; forest; tracks<train
A person on a surfboard riding a wave in the ocean. | person; surfboard; wave; ocean
An orange cat lying on a bed with white pillows. | orange cat; cat on bed; bed<cat
A bowl of fruit on a kitchen counter. | bowl of fruit; counter; bowl of fruit on counter
A small airplane flying through a clear blue sky. | airplane; blue sky; sky<airplane
A bicycle leaning against a brick wall. | bicycle; wall<bicycle
Sheep grazing on a green hillside with mountains in the background. | sheep; green hillside; mountains; \
mountains<hillside
A little girl in a pink dress holding a balloon. | little girl+dress; balloon holding little girl
A man in a suit and tie standing in front of a building. | man+suit; man+tie; building<man
A pizza with cheese and tomatoes on a wooden board. | pizza; cheese; tomato
A kite flying high in the sky above a beach. | kite; sky; beach
An elephant standing next to a river. | elephant; river
Several cars parked along a busy street at night. | 5 car; street; ~night
A yellow taxi drives past tall buildings in the rain. | yellow taxi; buildings; ~rain
A woman with long hair and sunglasses smiles at the camera. | woman+long hair; woman+sunglasses
A skier in a red jacket goes down a snowy slope. | skier+jacket; slope
A slice of chocolate cake on a white plate. | cake on plate; white plate
A black and white cow stands in a field. | black cow; cow in field
A wooden bench under a big tree in a park. | bench under tree; tree; park
A laptop and a cup of coffee on a desk. | laptop; cup of coffee; desk; desk<laptop
An old man with a white beard reads a newspaper. | old man+beard; newspaper holding old man
A parrot with a red head sits on a branch. | parrot; branch<parrot
A mountain lake with a small boat. | mountain; lake; boat; mountain<boat
A building that has a sign on the outside of it. | building; sign in building
The man has a dog. | man; dog
There is a clock on the top of this house. | clock on house
A small airplane sitting on top of a tarmac. | airplane on tarmac
Two giraffes stand by two trees in a fenced area. | 2 giraffe; 2 tree; fenced area
A train at the station. | train before station
Birds flying over the ocean. | bird above ocean
A baseball player swinging a bat. | baseball bat holding baseball player
A bowl of oranges next to a vase of yellow flowers. | bowl beside vase; tangerine on bowl; flowers on vase
A bus at a bus stop. | bus beside bus stop
A row of colorful houses along a canal. | houses; canal
A man riding a horse on a beach. | man on horse; horse; beach
A snowman wearing a black hat and a red scarf. | snowman+hat; snowman+scarf
A red barn in a field with a silo. | red barn; field<barn; silo
A hot air balloon over a green valley. | hot air balloon; green valley
pale blue sky, dark green trees left, small white house center | blue sky; green trees@left; white house@center; \
trees<house
bright blue sky top half, tan beach bottom third, turquoise sea middle, two people center | blue sky@top half; \
sea@middle; 2 person@center
dark gray road bottom, red car lower left, gray building right | gray road@bottom; red car@lower left; gray \
building@right
plain yellow background, black cat center | yellow background; black cat@center
orange sky, black silhouette of palm trees right, sun lower | orange sky; palm tree; sun@lower
grey-blue sky, pale yellow glow middle, tall yellow umbrella right, brown floor | gray-blue sky; glow@middle; \
yellow umbrella@right; brown floor
row of red windows upper, brown brick wall, blue door bottom right | red window@upper; brown wall; blue \
door@bottom right; wall<window
three white sails, blue sea bottom two thirds, pale sky | 3 sail; blue sea@bottom two thirds; sky
snow bottom half, dark green pine trees left, small red cabin center right | snow@bottom half; pine tree@left; red \
cabin@center right
large green leaf center, dark background | green leaf@center; background
black background, white moon upper right, many small stars | black background; white moon@upper right; 30 star
pink flowers bottom, green leaves, white butterfly upper left | pink flowers@bottom; green leaves; white \
butterfly@upper left
brown table bottom third, white plate center, red tomato on plate | brown table@bottom third; white plate@center; \
tomato on plate
red and white boat far right, calm lake, dark hills | red boat@far right; lake; hills
woman in blue dress center, green garden behind | woman+dress; woman@center; garden<woman
old stone tower far left, green grass bottom third | tower@far left; green grass@bottom third
tall grey-blue pointed roof bottom centre, small white window centre | gray-blue roof@bottom; white window@center
huge white face center, black hair, red lips | white face; face+hair
gray elephant facing left, dry grass across bottom | gray elephant; grass@across bottom
foggy forest, narrow path bottom | forest; path@bottom; ~fog
night, city skyline, full moon upper left | ~night; skyline; full moon@upper left
The image shows a serene lake surrounded by tall pine trees, with snow-capped mountains rising in the distance. | \
lake; pine tree; mountains
A majestic lion with a golden mane rests on a rock, gazing across the savanna. | lion; rock; savanna
In the foreground, a wooden boat floats on calm water. In the background, mist covers the hills. | boat@bottom; \
water<boat; mist; hills
A rustic wooden cabin sits at the edge of a dense forest, smoke curling from its chimney. | cabin; forest<cabin; \
smoke; chimney
On the left, a tall lamp stands beside a brown leather armchair. On the right, a window lets in sunlight. | \
lamp@left; brown armchair; window@right; sunlight
A chef in a white uniform holds a large knife in a busy kitchen. | chef+uniform; knife holding chef; kitchen<chef
A young woman with curly hair sits at a desk, typing on a laptop. The laptop is silver. | young woman+curly hair; \
desk; silver laptop
Sunlight streams through the leaves of an oak tree onto a picnic blanket. | sunlight; leaves; oak tree; blanket
The scene depicts a bustling market with stalls of colorful fruit and vegetables. | market; fruit; vegetables
A sleek silver sports car is parked in front of a modern glass building. | silver sports car; building<sports car
A fluffy white dog lies on a red rug next to a fireplace. | white dog; red rug; rug<dog; fireplace
A wide river winds through a green valley under a dramatic sunset sky. | river; green valley; ~sunset
An astronaut in a white spacesuit stands on the surface of the moon. | astronaut; moon
A vintage bicycle with a basket of flowers leans against a blue door. | bicycle; basket; blue door; door<bicycle
Four glasses of orange juice stand in a row on a counter. | 4 glass; counter
A castle stands on a hill above a quiet village. | castle; hill; village
Children play soccer on a grass field while spectators watch. | child; field<child; spectators
Two white swans swim on a dark pond with reflections of trees. | 2 swan; white swan; pond<swan
A close-up portrait of an old man with a beard and glasses. | portrait+beard; portrait+glasses
A stone bridge crosses a stream in an autumn forest. | bridge; stream; forest
A farmer drives a green tractor through a golden wheat field. | farmer; green tractor; field
cute baby tiger, big eyes, soft fur, jungle background, digital art | tiger; jungle
portrait of a knight in silver armor, dark background, dramatic lighting | portrait; background
a cyberpunk city at night, neon lights, rain, highly detailed, 4k | city; ~night; ~rain
watercolor painting of a sailboat on a stormy sea | sailboat; sea<sailboat; ~storm
a dragon flying over a castle, fantasy art, trending | dragon above castle; castle
a robot holding a red flower, white background, minimalist | robot; red flower; flower holding robot; white background
an enchanted forest with glowing mushrooms and a small cottage | forest; mushroom; cottage
a steaming cup of coffee on a rainy window sill, cozy | cup of coffee; window
black and white photo of an old train station in fog | train station; ~monochrome; ~fog
a cat wearing a hat riding a skateboard | cat on skateboard; hat on cat
isometric house with a garden and a swimming pool | house; flower garden; swimming pool
a rocket launching into a starry sky | rocket; starry sky
an apple and a banana next to a bottle of wine | apple; banana; bottle
a giant mushroom in a misty valley at dawn | giant mushroom; valley; ~dusk; ~fog
"""

ROWS = [tuple(part.strip() for part in line.split("|")) for line in TABLE.strip().splitlines()]


def _fits(clause: Clause, words: str) -> bool:
    """Tell whether a clause is what words such as "3 dog", "red car" or "house@left" say."""
    words, _, place = words.partition("@")
    words, _, worn = words.partition("+")
    first, _, rest = words.partition(" ")
    if place and clause.place != place:
        return False
    if worn and worn not in {item.item for item in clause.wears}:
        return False
    if clause.noun == words:
        return True
    if first.isdecimal():
        return clause.noun == rest and clause.count == int(first)
    if first.split("-")[0] in COLOURS and clause.noun == rest:
        return bool(clause.colours) and clause.colours[0].name == first
    return clause.noun == rest and first in {clause.size, clause.texture}


def _missing(scene: Scene, demand: str) -> str:
    if demand.startswith("~"):
        return "" if demand[1:] in scene.moods else demand
    for link in (" on ", " in ", " under ", " holding ", " above ", " before ", " beside "):
        if link in demand and not any(clause.noun == demand for clause in scene.clauses):
            subject, target = demand.split(link)
            for index, clause in enumerate(scene.clauses):
                relation = clause.relation
                if relation and relation.link == link.strip() and relation.target < index and clause.noun == subject:
                    return "" if scene.clauses[relation.target].noun == target else demand
            return demand
    if "<" in demand:
        before, after = (
            [i for i, clause in enumerate(scene.clauses) if clause.noun == noun] for noun in demand.split("<")
        )
        return "" if before and after and before[0] < after[0] else demand
    return "" if any(_fits(clause, demand) for clause in scene.clauses) else demand


def test_the_table_has_a_hundred_rows() -> None:
    assert len(ROWS) >= 100


@pytest.mark.parametrize(("sentence", "demands"), ROWS)
def test_what_is_said_is_in_the_scene(sentence: str, demands: str) -> None:
    scene = parse(sentence).scene
    missing = [demand.strip() for demand in demands.split(";") if _missing(scene, demand.strip())]
    assert not missing, scene
