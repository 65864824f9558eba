"""The tables of nouns, plurals and clothes, as text that `sketch.lexicon_nouns` reads; holds no code.

An entry is "look kind size place colour/accent: word, word=colour,
  word@size"; the plainest word of a look comes first.
Its lines after the first are indented.
"""

NOUN_TABLE = """
sky sky medium everywhere light_blue: sky, heaven, air
clouds sky medium top+half white: clouds, cloudscape, overcast=light_gray
cloud thing large upper white: cloud
ceiling wall medium across+top light_gray: ceiling
skin patch medium center peach: skin, flesh, dough=cream, sauce=crimson, powder=cream,
  popcorn=cream, seeds=tan, meatballs=brown, chips=gold, bacon=rust
fog patch medium middle light_gray: mist, smoke=gray, steam=white, haze, fog+bank, spray=white
wall wall medium everywhere beige: wall, background=gray, backdrop=gray, studio=light_gray, paper=white, canvas=cream
brickwall wall medium everywhere rust: bricks, brickwork
stonewall wall medium everywhere gray: stonework, masonry, ruins=tan, ruin=tan, cobblestones
panelling wall medium everywhere brown: planks, boards, panel, wood, panels, siding=light_gray, deck, dock
tiles wall medium everywhere light_gray: tiles, tile, mosaic=teal, bathroom=white, kitchen=cream
room wall medium everywhere light_beige: room, bedroom, interior, hallway, corridor, hall, office, living+room,
  restaurant=brown, cafe=brown, bar=dark_brown, classroom, gym, museum, theater=dark_maroon, church+interior,
  garage=gray, restroom=white, store, mall, gallery=white, library=brown, lobby
curtain wall medium everywhere maroon: curtain, drape, fabric, cloth, blanket, bedding=white, sheet=white,
  towel=white, velvet, silk=cream, textile, quilt, tablecloth=white, napkin=white, flag+cloth
books wall medium everywhere brown: bookshelf, bookcase, shelf, shelves, books+shelf
dark wall medium everywhere black: darkness, void
shadow patch medium lower black: shadow, gap, crack, stain=brown
forest far medium everywhere dark_green: forest, woods, jungle, woodland, rainforest
mountains far medium bottom+two+thirds gray-blue: mountains, mountain, mountain+range, alps, range, peaks
hills far medium bottom+two+thirds olive: hills, hillside, hill, countryside, valley, slope, dunes=tan,
  horizon=gray-blue
town far medium middle gray: buildings, town, village=tan, street+scene, houses=cream
skyline far medium middle gray: skyline, city, cityscape, downtown
cliff mass medium right tan-gray: cliff, canyon=rust, gorge=rust, crag, rock+face, quarry, cave=dark_gray, bluff
rocks mass medium bottom+third gray: rocks, boulders, stones, rubble, reef=coral, gravel, pebbles,
  ruin+stones
trees mass medium middle dark_green: trees, treeline, tree+line, grove, orchard, palms
bushes mass medium lower green: bushes, hedge, shrubs, shrubbery, undergrowth, ferns, vines, ivy, reeds=khaki,
  corn=green
leaves patch medium everywhere green: leaves, foliage, plants, greenery, leafage, vegetation, garden, herbs,
  seaweed=olive
branches patch medium upper brown: branches, branch, twigs, twig, roots, antler=tan
crowd mass medium lower gray: crowd, audience, spectators, people+crowd, market, parade
fence mass medium lower brown: fence, railing=gray, rail=gray, gate, barrier, banister, balustrade=white,
  guardrail=silver
grass ground medium bottom+half green: grass, meadow, lawn, pasture, yard, park, backyard, golf+course=bright_green,
  pitch, moss=olive, savanna=khaki, grassy+area, fenced+area, enclosure, fenced+enclosure, fenced+in+enclosure
field ground medium bottom+half green: field, farmland, crop, wheat=gold, hay=gold, prairie=khaki, plain=khaki,
  vineyard, rice+paddy, farm
flowerfield ground medium bottom+half pink: flowerbed, flower+field, blossoms, flowers+field, tulip+field=red
sand ground medium bottom+third tan: sand, beach, desert=tan-orange, shore, dune, seashore, coast, coastline, sandbar
soil ground medium bottom+third brown: ground, dirt, soil, mud, earth, clay=rust, dust=tan, arena=tan, track=rust
snow ground medium bottom+half white: snow, ice=pale_cyan, slopes, glacier=pale_cyan, frost, iceberg=pale_cyan
landscape ground medium bottom+half green: landscape
seascape ground medium bottom+half teal-blue: seascape, seaside
sea ground medium bottom+half teal-blue: sea, ocean, bay, harbor, harbour, marina, sea+water
water ground medium bottom+half teal-blue: water, lake, river, pond, lagoon=turquoise, canal=green-gray, stream,
  pool=cyan, swimming+pool=cyan, creek, puddle=gray, ripples, reflection=gray-blue, swamp=olive
waves ground medium bottom+half teal-blue: waves, wave, surf, rapids, foam=white, splash=white
waterfall mass medium center pale_blue: waterfall, cascade, fountain+water
road ground medium bottom+third gray: road, street, roadway, crosswalk, curb, pavement, asphalt, highway,
  parking+lot, driveway, runway,
  intersection, tarmac, court=teal-gray
path ground medium bottom+third light_tan: path, sidewalk=light_gray, trail, walkway, pathway, boardwalk=brown,
  track+path
rails ground medium bottom+third gray: tracks, railroad+tracks, railway, train+tracks, railroad, rail+tracks
floor ground medium bottom+third tan-brown: floor, floorboards, stage, platform=gray, deck+floor, patio=gray,
  terrace=gray, hardwood+floor, stairs=gray, steps=gray, staircase=brown, stairway=gray
carpet ground medium bottom+third maroon: carpet, rug, mat
tabletop ground medium bottom+half brown: tabletop, counter, countertop, desktop, worktop, surface, ledge=gray
sun light small upper pale_yellow: sun, sunlight, sunshine, sunbeam
moon light small upper cream: moon, full+moon, crescent+moon
glow light large center pale_yellow: glow, light, flare, flash, halo, spotlight, lamplight
fire light medium center orange: fire, flame, flames, bonfire, campfire, explosion, lava
stars patch medium top+half white: stars, starry+sky, sparks=amber, fireworks=pink, confetti=pink, snowflakes,
  bubbles, dots, speckles, raindrops
bokeh patch medium everywhere pale_yellow: lights, bokeh, fairy lights, string lights
rainbow light large upper red: rainbow
lightning light large upper white: lightning, lightning+bolt
shape thing medium center gray: shape, object, thing, blob, form, something, spot, item, patch, stuff, mark,
  figure+shape
block thing medium center gray: block, square, rectangle, cube, slab, brick, crate=tan, carton=tan, dresser=brown,
  drawer=brown, cabinet=brown, cupboard=brown, wardrobe=brown, oven=silver, stove=black, refrigerator=white,
  fridge=white, microwave=silver, dishwasher=white, piano=black, speaker=black, furniture=brown, chest=brown,
  radiator=white, appliance=silver, container=white, shower=white, fireplace=rust
circle thing medium center gray: circle, disc, disk, ring+shape, hole=black, dot@small, button@tiny
triangle thing medium center gray: triangle, pyramid=tan, tent=orange, tipi=tan, cone=orange
stripe patch medium center gray: stripe, line, band, strip, stripes, edge, bar+shape, beam
pole thing medium center gray: pole, post, mast=brown, column=cream, pillar=cream, trunk=brown, log=brown,
  stick=brown, pipe=gray, bamboo=green, wire=black, rope=tan, cable=black, spear=brown, baton, oar=brown,
  stem=green, candlestick=gold, pen=navy@small, pencil=gold@small, paintbrush=brown@small, toothbrush=blue@small,
  chopsticks=brown@small, needle=silver@small
person person large center navy/charcoal: person, human, someone, tourist, pedestrian, traveler, worker=orange/navy,
  player=red/white, athlete=red/white, runner=red/black, hiker=orange/brown, soldier=olive/olive,
  police+officer=navy/black, officer=navy/black, firefighter=gold/gold, musician=black/black, dancer=red/black,
  model=black/black, friend, guest, teacher, student, tennis+player=white/white, baseball+player=white/white,
  batter=white/white, pitcher=white/white, catcher=navy/gray, football+player=red/white, soccer+player=red/white,
  skier=red/black, snowboarder=green/black, skateboarder=black/navy, surfer=black/black,
  cyclist=red/black, biker=black/black, climber=orange/gray, chef=white/black, cook=white/black, waiter=white/black,
  bride=white/white, groom=black/black, monk=orange/orange, knight=silver/gray, astronaut=white/white,
  robot=silver/gray, statue=gray/gray, sculpture=cream/cream, mannequin=cream/cream, doll=pink/pink,
  snowman=white/white, scarecrow=tan/brown, angel=white/white, warrior=brown/brown, wizard=purple/purple,
  zombie=green/gray, skeleton=cream/cream, silhouette=black/black, figure=charcoal/charcoal,
  clown=red/gold, vampire=black/black, elf=green/brown, samurai=crimson/black, ninja=black/black, pirate=black/brown,
  viking=brown/gray, superhero=red/blue, detective=tan/charcoal, scientist=white/charcoal, doctor=white/charcoal,
  artist=black/navy, singer=black/black, guard=navy/navy, god=white/gold, alien=green/green, cyborg=silver/gray,
  android=silver/gray, individual, adult, umpire=black/gray, vendor, passenger, driver, customer, visitor
bather person large center blue: swimmer, bather, sunbather, diver
man person large center navy/charcoal: man, guy, gentleman, male, businessman=charcoal/charcoal, father,
  fisherman=gold/navy, farmer=blue/brown, king=maroon/gold, cowboy=brown/blue, sailor=white/navy,
  old+man=brown/charcoal, boy=red/navy@medium, son=red/navy@medium, young+man=blue/charcoal, husband, dad, brother,
  prince=blue/gold, priest=black/black,
  santa=red/red
woman person large center red/maroon: woman, lady, female, girl=pink/blue@medium, mother, young+woman,
  old+woman=lavender/gray, businesswoman=charcoal/charcoal, queen=purple/gold, princess=pink/pink,
  daughter=pink/pink@medium, ballerina=pink/pink, wife, mom, sister, actress, nurse=white/white, mermaid=teal/teal,
  witch=black/black, young+girl=pink/blue@medium, little+girl=pink/blue@medium, nun=black/black,
  goddess=white/gold, fairy=pink/white
child person medium center bright_red/blue: child, kid, toddler, baby=pale_blue/pale_blue@medium,
  infant=white/white, schoolchild
rider person large center red/navy: rider, jockey, horseman
face face huge center tan: face, portrait, head, selfie, bust, headshot
eye part small center brown: eye, eyes+pair
hand part medium center peach: hand, finger, fist, palm+hand, arm, thumb, foot, leg
hair patch medium center dark_brown: hair, fur=tan, beard, mane=brown, wool=cream, feathers=brown, feather=gray
mouth part small center crimson: mouth, lips, smile, tongue=coral
cat thing large center gray-brown: cat, cat+face@giant, cat+head@giant, kitten@medium, kitty, tabby=tan, feline
bigcat thing large center tan: lion=tan, tiger=orange, leopard=gold, cheetah=gold, panther=black, lioness=tan,
  jaguar=gold, lynx=tan, cougar=tan
dog thing large center tan: dog, dog+face@giant, dog+head@giant, puppy@medium, pup, hound, labrador=gold,
  poodle=cream,
  retriever=gold, wolf=gray,
  fox=rust, coyote=tan, husky=gray, terrier=tan, bulldog=tan, pug=beige, dalmatian=white, corgi=orange
horse thing large center brown: horse, pony, foal, stallion=black, mare, mule, donkey=gray, unicorn=white
zebra thing large center white: zebra
cow thing large center brown: cow, bull=black, calf=tan, ox, cattle, buffalo=charcoal, bison=brown,
  yak=brown, animal=brown
sheep thing medium center cream: sheep, lamb@small, ram, goat=white, llama=cream, alpaca=cream
pig thing medium center pink: pig, piglet, hog, boar=brown, hippo=gray, rhino=gray, rhinoceros=gray
deer thing large center tan-brown: deer, moose=brown, elk=brown, antelope=tan, reindeer=brown, gazelle=tan, stag=brown
giraffe thing huge center gold: giraffe
camel thing large center tan: camel, dromedary
elephant thing huge center gray: elephant, mammoth=brown
bear thing large center brown: bear, polar+bear=cream, panda=white, grizzly, teddy+bear=tan@medium, koala=gray,
  gorilla=black, monkey=brown@medium, chimpanzee=charcoal, ape=black, teddy=tan, beaver=brown, raccoon=gray,
  badger=gray
rabbit thing medium center beige: rabbit, bunny, hare, kangaroo=tan
mouse thing small center gray: mouse, rat, hamster=tan, squirrel=rust, hedgehog=brown, chipmunk=tan, ferret=beige,
  otter=brown, guinea+pig=tan
frog thing small center green: frog, toad=olive
turtle thing medium center olive: turtle, tortoise, crab=orange, ladybug=red@small, beetle=black@small,
  spider=black@small
lizard thing medium center green: lizard, crocodile=olive, alligator=olive, dinosaur@huge, dragon=emerald@huge,
  gecko, iguana, salamander=orange, chameleon
snake thing medium center olive: snake, worm=pink, eel=charcoal, hose=green
fish thing medium center orange: fish, goldfish, shark=gray, salmon=salmon, dolphin=gray, whale=navy@huge,
  trout=silver, koi=orange, clownfish=orange, tuna=silver, seal=gray
jellyfish thing medium center lavender: jellyfish, octopus=rust, squid=pink
bird thing medium center gray-brown: bird, sparrow=brown, robin=rust, pigeon=gray, dove=white, finch=gold,
  crow=black, raven=black, hummingbird=emerald@small, bluebird=blue, canary=yellow, songbird=brown,
  kingfisher=azure, swallow=navy, woodpecker=black, magpie=black, chick=yellow@small, blackbird=black
seagull thing small upper white: seagull, gull, flying+bird, albatross, birds+flock
eagle thing medium upper brown: eagle, hawk, falcon, vulture=black, condor=black, bat=black, kite+bird
owl thing medium center brown: owl, penguin=black
parrot thing large center red: parrot, macaw=blue, cockatoo=white, parakeet=lime, toucan=black, peacock=blue
duck thing medium center brown: duck, goose=white, swan=white@large, mallard=green, duckling=yellow@small,
  rubber+duck=yellow, pelican=white
chicken thing medium center white: chicken, hen=brown, rooster=rust, turkey=brown, cock=rust
flamingo thing large center pink: flamingo, heron=gray-blue, stork=white, crane+bird=gray, egret=white,
  ostrich=black, ibis=white, emu=brown
butterfly thing small center orange: butterfly, moth=tan, dragonfly=teal
bee thing tiny center gold: bee, wasp, housefly=black, insect=charcoal, bug=charcoal, bumblebee, ant=black,
  mosquito=charcoal
boat thing medium center brown: boat, rowboat, canoe=red, kayak=red, raft, dinghy, gondola=black, fishing+boat=blue,
  lifeboat=orange, longboat, vessel
sailboat thing medium center white: sailboat, sail, yacht, sailing+boat, sailing+ship, schooner
ship thing large center navy: ship, ferry=white, cruise+ship=white, tanker=red, barge=rust, battleship=gray,
  submarine=charcoal, aircraft+carrier=gray, tugboat=red, motorboat=white, speedboat=white,
  warship=gray, steamship=charcoal
car thing large lower red: car, automobile, sedan, sports+car, taxi=yellow, cab=yellow, police+car=white,
  convertible, vehicle=gray, race+car, minivan=silver, coupe, limousine=black, jeep=olive, suv=charcoal
bus thing large center red: bus, tram=red, trolley=green, streetcar=green, double+decker=red, school+bus=gold,
  coach=blue, caravan=white, trailer=white, camper=white, rv=white, tour+bus
truck thing large center blue: truck, lorry, fire+truck=red, pickup=red, pickup+truck=red, dump+truck=gold,
  semi=blue, tow+truck=white, ambulance=white
van thing large center white: van, minibus, delivery+van, camper+van=turquoise
bicycle thing large lower charcoal: bicycle, bike, tricycle=red, mountain+bike
motorcycle thing large lower black: motorcycle, motorbike, scooter=red, moped=red, vespa=mint, dirt+bike=red
train thing huge center red: train, locomotive=charcoal, subway=silver, railcar, steam+train=charcoal,
  freight+train=orange
plane thing large upper white: plane, airplane, jet, airliner, aircraft, aeroplane, fighter+jet=gray, biplane=red,
  glider=white, jumbo+jet
helicopter thing medium upper gray: helicopter, chopper, drone=black
balloon thing medium upper red: balloon, hot+air+balloon@large, blimp=silver, parachute=red@large, airship=silver
rocket thing large center white: rocket, starship=silver, spaceship=silver, spacecraft=silver, missile=gray,
  space+shuttle
wheel thing medium center charcoal: wheel, tire=black, tyre=black, ferris+wheel=white@huge, gear=bronze
tractor thing large lower green: tractor, bulldozer=gold, excavator=gold, forklift=gold, digger=gold
cart thing medium lower brown: cart, wagon, wheelbarrow=red, stroller=navy, trolley+cart=silver, carriage=brown,
  shopping+cart=silver, wheelchair=charcoal, chariot=gold
house thing large center white/rust: house, home, cottage=cream/brown, cabin=brown/charcoal, hut=brown/tan,
  shed=brown/gray, bungalow=cream/rust, villa=cream/rust, farmhouse=white/gray, shack=brown/gray,
  chalet=brown/brown, doghouse=red/brown@small, birdhouse=brown/red@small, gingerbread+house=brown/white,
  greenhouse=mint/silver, mansion=cream/gray, boathouse=brown/gray, residence=white/gray
barn thing large center crimson/charcoal: barn, stable, farm+building, silo=silver/silver
building thing huge center tan-gray: building, school=rust, train+station=rust, structure=gray, architecture=cream,
  facade, station=gray, inn=cream/rust
townhouse thing huge center rust: townhouse, town+house, row+house
office thing huge center tan-gray: apartment+building, apartment, block+of+flats, hotel=cream, hospital=white,
  office+building=silver, airport=silver, supermarket=white
factory thing huge center rust: factory, warehouse=gray, power+plant=gray
shop thing large center cream/red: shop, storefront=brown/red, bakery=cream/rust, coffee+shop=brown/cream
temple thing huge center cream: temple, capitol, palace, museum+building, bank=gray, courthouse, parthenon, monument,
  mausoleum, pavilion, mosque=white,
  shrine=red, pagoda=crimson, taj+mahal=white, colosseum=tan
castle thing huge center gray: castle, fortress, fort, citadel
church thing large center cream/charcoal: church, chapel, cathedral=gray/charcoal@huge, steeple=white/charcoal,
  monastery=tan/rust
lighthouse thing large center white/red: lighthouse, beacon
tower thing large center gray: tower, clock+tower, bell+tower, minaret=cream, obelisk=tan, chimney=rust, turret,
  smokestack=rust, eiffel+tower=brown, water+tower=silver, skytower
skyscraper thing large center gray-blue: skyscraper, high+rise, tower+block, highrise
windmill thing large center white: windmill, wind+turbine, turbine
bridge thing huge center gray: bridge, viaduct=tan, aqueduct=tan, overpass=gray, arch=tan, archway=tan,
  suspension+bridge=rust, footbridge=brown, pier=brown, jetty=brown
roof thing large upper rust: roof, rooftop, gable, awning=red, canopy=green, dome=turquoise
door thing medium center brown: door, doorway, entrance, gateway
garagedoor thing large center white: garage+door
window thing medium center pale_azure/white: window, pane, windowpane, porthole,
  stained+glass=purple/gold, windows+pair
shuttered thing medium center green/white: shuttered+window, window+with+shutters
shutters thing medium center green: shutters, shutter
balcony thing medium center gray: balcony, porch, scaffold, ladder=tan, trellis=white, cage=gray, grid=gray,
  grille=charcoal, grate=charcoal
sign thing small center red/white: sign, stop+sign, street+sign=green/white, billboard=white/gray@large,
  bus+stop=blue/white, poster=cream/gray@medium, banner=red/white, placard=white/black, signboard, label=white/black,
  traffic+sign=gold/black, card=white/gray, ticket=cream/gray, newspaper=light_gray/gray, letter=cream/gray,
  document=white/gray, map=beige/green, plaque=bronze/brown, menu=cream/brown, note=yellow/gray
flag thing medium center red: flag, pennant, kite=red@small, streamer
trafficlight thing medium upper charcoal: traffic+light, stoplight, stop+light, traffic+signal, signal+light,
  parking+meter=gray, mailbox=blue, fire+hydrant=red, hydrant=red, postbox=red, phone+booth=red, meter=gray
lamp thing medium center pale_yellow/charcoal: lamp, lantern=amber/charcoal, light+bulb=pale_yellow/silver@small,
  chandelier=gold/gold, desk+lamp, table+lamp, lampshade=cream/brown
streetlamp thing medium upper charcoal/cream: street+lamp, street+light, lamp+post, lamppost, streetlight
candle thing small center cream: candle, torch=brown, match=red, candles+pair
fountain thing large center light_gray: fountain, well=gray, birdbath=gray
tree thing large center green: tree, oak+tree, maple=orange, willow, birch=lime, apple+tree,
  bonsai@small, blossom+tree=pink
palm thing large center green: palm, palm+tree, coconut+tree
pine thing large center dark_green: pine, pine+tree, fir, spruce, cedar, christmas+tree, evergreen, conifer, cypress
baretree thing large center dark_brown: bare+tree, dead+tree, driftwood=gray
bush thing medium lower green: bush, shrub, fern, hedge+bush, tumbleweed=tan
plant thing medium center green: plant, houseplant, potted+plant, seedling@small, sprout@small, herb, weed, aloe,
  flowerpot=rust, pot+plant
cactus thing medium center green: cactus, succulent=mint, saguaro
flower thing medium center pink/gold: flower, rose=crimson/crimson, daisy=white/gold, sunflower=gold/dark_brown,
  poppy=red/black, lily=white/gold, orchid=magenta/white, lotus=pink/gold, blossom=pale_pink/gold, petal=pink/pink,
  dahlia=magenta/gold, hibiscus=red/gold, dandelion=yellow/gold, carnation=pink/pink, iris=violet/gold,
  peony=pink/pink, marigold=orange/rust, chrysanthemum=gold/gold, bloom=pink/gold, daffodil=yellow/orange,
  cherry+blossom=pale_pink/pink
tulip thing medium center red: tulip, bud=pink, crocus=violet
bouquet thing large center pink/white: bouquet, flowers, arrangement, wreath, flower+arrangement
leaf thing medium center green: leaf, frond, maple+leaf=orange, clover
grassblade patch medium bottom+half green: tall+grass, blades, wheat+stalks=gold, straw=gold, bamboo+forest=green
mushroom thing medium center red/cream: mushroom, toadstool, fungus=tan/cream
apple thing small center red: apple, tomato=red, peach=peach, plum=purple, nectarine=coral,
  pomegranate=crimson, pear=lime, onion=tan,
  radish=magenta, mango=amber, avocado=dark_green, fig=purple, turnip=cream,
  lychee=coral
berry thing tiny center crimson: berry, cherry, blueberry=indigo, grape=purple
strawberry thing small center red: strawberry, raspberry=crimson
tangerine thing small center orange: tangerine, clementine, grapefruit=coral, lemon=yellow, lime=lime, mandarin,
  persimmon
banana thing small center yellow: banana, bananas+bunch, chili=red, pepper=red, bean=green, cucumber=dark_green,
  zucchini=dark_green, hot+dog=rust, hotdog=rust, sausage=rust, pickle=olive
grapes thing medium center purple: grapes, bunch, berries=crimson, cherries=crimson, blueberries=indigo, grape+bunch
carrot thing small center orange: carrot, parsnip=cream, ice+cream+cone=cream, ice+cream=cream
broccoli thing medium center green: broccoli, cauliflower=cream, cabbage=mint, lettuce=lime, salad=green,
  kale=dark_green, spinach=dark_green, vegetable=green, vegetables=green, veggies=green, artichoke=green
pumpkin thing medium center orange: pumpkin, squash=gold, melon=lime, gourd=gold, jack+o+lantern=orange
watermelon thing medium center red/green: watermelon, watermelon+slice
pineapple thing medium center gold/green: pineapple
fruit thing large center red/green: fruit, fruits, fruit+bowl, bowl+of+fruit, fruit+basket
pizza thing large center gold/red: pizza, pie=gold/brown, tart=gold/red, quiche=gold/tan, pancake=tan/gold,
  omelette=gold/green, tortilla=beige/tan, waffle=gold/tan
plate thing large lower white/tan: plate, dish, meal=white/brown, food=white/brown, dinner=white/brown,
  breakfast=white/gold, lunch=white/tan, pasta=white/gold, spaghetti=white/gold, noodles=white/gold,
  rice=white/cream, steak=white/brown, meat=white/rust, sushi=white/salmon, curry=white/amber, stew=white/brown,
  dessert=white/pink, platter, saucer, fries=white/gold, seafood=white/coral, tray=gray/tan, egg+plate=white/gold,
  snack=white/tan
bowl thing medium lower white/tan: bowl, soup=white/orange, cereal=white/tan, noodle+soup=white/amber,
  basin=gray/cyan, sink=white/pale_cyan, bathtub=white/pale_cyan@large, tub=white/pale_cyan,
  toilet=white/pale_cyan, urinal=white/pale_cyan,
  nest=brown/cream
burger thing medium center brown/green: burger, hamburger, cheeseburger, sandwich=tan/green, toast=tan/gold,
  taco=gold/green, bagel=tan/cream, sub=tan/green
bread thing medium center tan: bread, loaf, bun, baguette, croissant, roll, potato, biscuit, cookie@small,
  peanut@tiny, nut@tiny, cracker@small
cake thing medium center cream/pink: cake, birthday+cake, wedding+cake=white/white, cheesecake=cream/red,
  brownie=chocolate/chocolate, slice+of+cake, gateau
cupcake thing small center pink/tan: cupcake, muffin=brown/tan, cupcakes+pair
donut thing small center pink/tan: donut, doughnut, bagel+ring=tan/tan, lifebuoy=white/red, tire+swing=black/black,
  ring=gold/gold, bracelet=gold/gold, wreath+ring=green/red
cheese thing small center gold: cheese, butter=yellow, wedge=gold
egg thing small center cream: egg, easter+egg=pink, pebble=gray, stone=gray, seed=brown, olive=olive, pill=white,
  acorn=brown, pearl=cream, pine+cone=brown
cup thing small center white/brown: cup, mug, coffee=white/brown, tea=white/rust, teacup=white/rust,
  coffee+cup=white/brown, cappuccino=white/tan, cup+of+coffee=white/brown, espresso=white/brown, latte=white/tan,
  bucket=gray/gray@medium, pail=gray/gray, pot=charcoal/gray, kettle=silver/charcoal, teapot=white/blue,
  jug=cream/cream, pitcher+jug=cream/cream, flower+pot=rust/brown
glass thing medium center pale_cyan: glass, wine+glass=maroon, drink=orange, cocktail=coral, beer=amber,
  juice=orange, wine=maroon, milk=white, smoothie=pink, champagne=khaki, soda=brown, goblet=gold
bottle thing medium center green: bottle, wine+bottle=dark_green, water+bottle=pale_cyan, jar=pale_cyan, vial=cyan,
  flask=silver, perfume=peach, can=red@small, thermos=silver, beer+bottle=brown, canister=red, spray+can=red,
  tube=white, lipstick=red@small
vase thing medium center blue: vase, urn=bronze, amphora=rust, pottery=rust, ceramic+vase=white, trophy=gold
knife thing medium center silver: knife, fork, spoon, sword, blade, scissors, razor, brush=brown, screwdriver=red,
  wrench, hammer=gray, tool=gray, axe=gray, saw=gray, key=bronze@small, comb=black, utensil, shovel=gray, rake=brown,
  broom=tan
pan thing medium center charcoal: pan, frying+pan, skillet, wok, magnifying+glass=charcoal, tennis+racket=red,
  racket=red, racquet=red, tennis+racquet=red, mirror+hand=silver
chair thing large lower brown: chair, stool, seat, armchair=rust@large, high+chair, rocking+chair, throne=gold,
  lawn+chair=green
bench thing large lower brown: bench, park+bench, pew
table thing large lower brown: table, desk, dining+table, picnic+table, coffee+table, nightstand@medium, workbench
sofa thing huge lower brown: sofa, couch, loveseat, settee, futon, cushion=red@small, pillow=white@small
bed thing huge lower white/brown: bed, mattress, bunk+bed, crib=white/white, hospital+bed=white/silver,
  hammock=beige/tan, cot=white/gray
clock thing medium center white/black: clock, watch=silver/black@small, alarm+clock=red/black, dial=white/black,
  compass=gold/black, stopwatch=silver/black, wall+clock=white/black, gauge=white/black, timer=white/red
book thing medium center red/cream: book, notebook=navy/white, magazine=coral/white, diary=brown/cream,
  novel=navy/cream, textbook=green/white, open+book=cream/white, album=black/cream, bible=black/gold,
  folder=tan/white
bookpile thing medium center red/blue: books, stack+of+books
screen thing medium center charcoal/azure: screen, tv, television, monitor, computer, laptop=silver/azure,
  tablet=black/azure, display=black/azure, notebook+computer=silver/azure, whiteboard=gray/white,
  blackboard=brown/dark_green, chalkboard=brown/dark_green, arcade+machine=red/azure, stage+screen=black/white
phone thing small center black/azure: phone, cell+phone, smartphone, telephone=red/cream, cellphone,
  remote=black/gray, remote+control=black/gray, calculator=gray/white, radio=brown/cream, game+console=gold/black,
  controller=black/gray, ipod=white/gray, wallet=brown/tan, passport=navy/gold, walkie+talkie=black/gray
keyboard thing medium lower charcoal/light_gray: keyboard, typewriter=black/cream, piano+keys=white/black,
  xylophone=red/gold, keypad=gray/white
camera thing medium center black/silver: camera, binoculars=black/gray, projector=gray/black, webcam=black/gray,
  lens=black/gray, telescope=white/gray, microscope=gray/black, washing+machine=white/gray@large,
  printer=gray/white, toaster=silver/black, cannon=black/gray
guitar thing large center brown/tan: guitar, violin=rust/brown, ukulele=tan/brown, cello=rust/brown,
  banjo=cream/brown, electric+guitar=red/black, instrument=brown/tan
drum thing medium center red/cream: drum, drums, barrel=brown/gray, keg=silver/gray, trash+can=gray/charcoal,
  bin=gray/charcoal, garbage+can=gray/charcoal, tank=gray/gray, cylinder=gray/gray, tin=silver/gray,
  dustbin=gray/charcoal, bucket+drum=gray/gray, cask=brown/gray
trumpet thing medium center gold: trumpet, saxophone, trombone, horn, flute=silver, bugle, megaphone=red,
  microphone=charcoal, gun=black, rifle=black, pistol=black
ball thing small center white: ball, soccer+ball, football=brown, basketball=orange, tennis+ball=lime@tiny,
  baseball=white@tiny, volleyball=white, beach+ball=red, marble=blue, sphere=gray, globe=azure, orb=cyan,
  planet=coral@large, earth+globe=azure, pom+pom=pink, disco+ball=silver, frisbee=red, bead=red@tiny,
  golf+ball=white@tiny, snowball=white, bauble=red, ornament=red
umbrella thing medium center red/brown: umbrella, parasol, beach+umbrella, sunshade
hat thing small center brown: hat, cap=red, helmet=red, beanie=red, cowboy+hat=brown, straw+hat=khaki, bonnet=cream,
  crown=gold, sombrero=tan, baseball+cap=navy, turban=orange, bell=gold
bag thing medium center brown: bag, backpack=navy, purse=red, handbag=red, suitcase=charcoal,
  luggage=charcoal, baggage=charcoal,
  briefcase=brown, basket=tan, sack=tan, pouch=brown, gift=red, present=red, parcel=tan, package=tan, box=tan,
  cardboard+box=tan, gift+box=red, trunk+box=brown, toolbox=red, lunchbox=blue, shopping+bag=tan, satchel=brown
shirt thing medium center white: shirt, t+shirt, sweater=red, jacket=brown, coat=brown, hoodie=gray, jersey=red,
  uniform=navy, blouse=white, suit=charcoal, vest=navy, robe=white, sweatshirt=gray, cardigan=gray, apron=white,
  life+jacket=orange, kimono=red, armor=silver
dress thing large center red: dress, gown, skirt, wedding+dress=white, costume=red, cape=red, cloak=charcoal,
  sari=orange, sundress=yellow
trousers thing medium center navy: trousers, pants, jeans=blue, shorts=khaki, leggings=black, tights=black, sock=white
shoe thing small center brown: shoe, boot=brown, sneaker=white, sandal=tan, slipper=red, heel=red, cleat=black,
  skate=white, roller+skate=white, footwear=brown, running+shoe=red
tie thing small center red: tie, necktie, bow+tie, bow, ribbon, scarf=red, bandana=red, necklace=gold, medal=gold
glasses part small center black: glasses, sunglasses, goggles, spectacles, mask=white, eyeglasses, handcuffs=silver
glove thing small center brown: glove, mitten=red, baseball+glove=brown, boxing+glove=red, mitt=brown
skateboard thing medium lower tan/black: skateboard, skate+board, sled=red/brown
surfboard thing large lower white/red: surfboard, surf+board, snow+board=blue/navy@medium,
  paddleboard=white/blue, snowboard=blue/navy@medium,
  wakeboard=red/black@medium, ski=red/red@medium, plank=tan/brown@medium, board=tan/brown@medium
bat thing medium center tan: baseball+bat, bat+stick, hockey+stick=tan/black, paddle=brown
frame thing medium center gold/cream: frame, painting, picture, photo, photograph, mirror=gold/pale_cyan,
  artwork=brown/teal, mural=gray/coral, drawing=black/white, picture+frame, portrait+painting=gold/brown,
  tapestry=maroon/gold, graffiti=coral/cyan, art=brown/teal, print=black/white, chess+board=brown/cream,
  bulletin+board=brown/tan
rock thing medium lower gray: rock, boulder, island=olive, meteor=brown, coral=coral, asteroid=gray, heap=tan,
  mound=tan
wing thing medium center gray: wing, fin, feather+wing
beak thing small center gold: beak, bill, nose=peach, ear=tan, tooth=white, fang=white, claw=charcoal, paw=tan,
  snout=tan, thorn=green
slice thing small center tan: slice, piece, chunk, crumb@tiny, lump, bit@tiny, dollop=cream
tail thing medium center brown: tail, neck=tan, tentacle=coral, hook=gray, cord=black, chain=silver, strap=black
engine thing medium center silver: engine, machine=gray, motor, grill=charcoal, heater=gray
star thing small upper gold: star, starfish=orange, snowflake=white, spark=amber, asterisk=gray, badge=gold
heart thing medium center red: heart, love+heart, valentine
cross thing medium center brown: cross, crucifix=gold, sword+cross=silver, gravestone=gray, tombstone=gray,
  grave=gray, telephone+pole=brown, power+line=black, utility+pole=brown, antenna=gray, crane=gold
swing thing medium center red: swing, playground=red, slide=red, seesaw=red, carousel=red, roller+coaster=red,
  goal=white, net=white, basketball+hoop=red, hoop=orange, tennis+net=white, volleyball+net=white
toy thing small center red: toy, lego=red, rubiks+cube=red, puzzle=blue, dice=white, die=white, domino=black,
  chess+piece=black, action+figure=blue, stuffed+animal=tan
shell thing small center peach: shell, seashell, snail=tan, conch=peach, clam=beige
arrow thing medium center red: arrow, pointer, cursor
skull thing medium center cream: skull, bone=cream
"""

PLURAL_TABLE = """
oranges=tangerine,people=person,men=man,women=woman,children=child,geese=goose,mice=mouse,feet=foot,teeth=mouth
knives=knife,wolves=wolf,calves=calf,loaves=loaf,oxen=ox,fish=fish,sheep=sheep,deer=deer,cacti=cactus,buses=bus
firemen=firefighter,policemen=police officer,ladies=lady,lenses=lens,gases=smoke,skies=sky,leaves=leaves
scarves=scarf,tomatoes=tomato,potatoes=potato,mangoes=mango,heroes=person,dice=dice,octopi=octopus
seashells=seashell,businessmen=businessman,fishermen=fisherman,gentlemen=gentleman,cowboys=cowboy,babies=baby
eyes=eye,glasses=glasses,bunnies=bunny,families=person,couple=person,shelves=shelves,photos=photo
family=person,police=police officer,cod=cod,bison=bison,shrimp=shrimp,flip flops=flip flop
stockings=stocking,gentry=person,passersby=passerby,grandchildren=grandchild
snowmen=snowman,mannequins=mannequin,dwarves=dwarf,elves=elf,thieves=thief,leaflets=leaflet
"""

CLOTHES_TABLE = """
hat=brown: hat, cowboy hat, straw hat, fedora, sombrero, bonnet, top hat, sun hat, turban, headscarf, hood, headdress,
  bowler hat, party hat, chef hat, chef's hat, witch hat, wizard hat, hijab, stetson, headpiece
cap=red: cap, baseball cap, beanie, helmet, hard hat, beret, headband, crown, bandana, tiara,
  visor, santa hat, bike helmet, baseball helmet, football helmet
shirt=white: shirt, t shirt, tshirt, blouse, top, sweater, hoodie, jersey, vest, sweatshirt, cardigan, tee, tunic,
  bikini, swimsuit, life jacket, polo shirt, armor,
  tank top, crop top, pullover, turtleneck, undershirt, flannel, bathing suit, dress shirt, breastplate, chainmail
coat=charcoal: coat, jacket, suit, robe, uniform, blazer, raincoat, parka, cloak, cape, costume, kimono, wetsuit,
  tuxedo, overalls, apron, jumpsuit, leather jacket, outfit, clothes, clothing,
  attire, garment, garb, spacesuit, space suit, lab coat, trench coat, fur coat, overcoat, poncho, windbreaker,
  wet suit, business suit, denim jacket, bathrobe, pajamas, tracksuit, onesie, waistcoat, ensemble
dress=red: dress, gown, skirt, wedding dress, sari, sundress, kilt, toga, tutu, ball gown,
  evening gown, wedding gown, miniskirt, nightgown, sarong, frock
trousers=navy: trousers, pants, jeans, shorts, leggings, tights, slacks, swim trunks, boots, shoes, socks,
  khakis, sweatpants, dungarees, stockings, yoga pants, chinos
hair=dark_brown: hair, ponytail, braids, pigtails, bun, curls, locks, wig, long hair, curly hair, short hair
beard=dark_brown: beard, mustache, moustache, goatee
glasses=black: glasses, sunglasses, goggles, spectacles, eyeglasses, shades
scarf=red: scarf, necklace, collar, tie, bow tie, necktie, shawl, lanyard, ribbon, bowtie,
  pendant, belt, sash, choker, locket
mask=white: mask, face mask, veil, makeup, face paint
backpack=navy: backpack, rucksack, knapsack
"""
