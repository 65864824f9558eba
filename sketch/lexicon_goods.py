"""The table of further food, tools, furniture, clothes, vehicles and buildings, drawn as what is most like them.

Holds no code. Entries are those of `sketch.lexicon_tables`: "look kind size place colour/accent: word, word=colour,
  word@size".
"""

GOODS_TABLE = """
apple thing small center red: bell+pepper=red, garlic=cream, beet=maroon, beetroot=maroon, cherry+tomato@tiny,
  eggplant=purple@medium, aubergine=purple@medium, papaya=orange, guava=lime, quince=gold, passion+fruit=purple,
  dragon+fruit=magenta, shallot=plum, rutabaga=cream, artichoke+heart=green, kohlrabi=mint, candy+apple
berry thing tiny center crimson: cranberry, blackberry=black, currant, raisin=purple, gooseberry=lime, pea=green,
  chickpea=tan, lentil=brown, mulberry=purple, caper=olive, goji+berry=red
tangerine thing small center orange: kumquat, citrus=gold, citrus+fruit, pomelo=lime
banana thing small center yellow: plantain=lime, jalapeno=green, chili+pepper=red, hot+pepper=red, corn+cob=gold,
  corn+on+the+cob=gold, ear+of+corn=gold, cob=gold, okra=green, bratwurst=rust, frankfurter=rust, corn+dog=tan,
  chili+dog=rust, salami=maroon, churro=tan, burrito=tan, spring+roll=tan, egg+roll=tan, eclair=chocolate,
  cannoli=tan, hoagie=tan, pea+pod=green
carrot thing small center orange: popsicle=red, gelato=pink, sorbet=coral, sundae=cream, frozen+yogurt=cream,
  ice+lolly=red, daikon=white
broccoli thing medium center green: brussels+sprout=green@small, collard=dark_green, bok+choy=lime, arugula=green,
  greens=green, romaine=lime, chard=dark_green, floret@small, coleslaw=mint, cress=green
pumpkin thing medium center orange: cantaloupe=peach, honeydew=mint, butternut+squash=tan, durian=olive,
  jackfruit=lime, coconut=brown@small, breadfruit=green
pizza thing large center gold/red: flatbread=tan/tan, naan=tan/gold, pita=tan/tan, quesadilla=gold/tan,
  focaccia=tan/green, omelet=gold/green, crepe=tan/gold, frittata=gold/green, cheese+pizza=gold/gold,
  pepperoni+pizza=gold/red, french+toast=gold/tan, calzone=tan/gold, pastry=gold/tan, pita+bread=tan/tan
plate thing large lower white/tan: lasagna=white/rust, risotto=white/cream, paella=white/gold, casserole=white/gold,
  pork=white/pink, ham=white/pink, beef=white/rust, lamb+chop=white/rust, mashed+potatoes=white/cream,
  french+fries=white/gold, nachos=white/gold, appetizer=white/green, entree=white/brown, stir+fry=white/green,
  fried+rice=white/tan, scrambled+eggs=white/gold, fried+egg=white/gold, hash+browns=white/gold, barbecue=white/rust,
  kebab=white/rust, tempura=white/gold, sashimi=white/salmon, ravioli=white/gold, macaroni=white/gold,
  supper=white/brown, cuisine=white/brown, buffet=white/gold, tapas=white/rust, pate=white/brown, caviar=white/black,
  onion+rings=white/gold, fish+and+chips=white/gold, paper+plate=white/white, dinner+plate, serving+dish,
  cheese+board=brown/gold, antipasto=white/red, schnitzel=white/gold, ribs=white/rust, bbq=white/rust,
  condiment=white/red
bowl thing medium lower white/tan: pudding=white/cream, custard=white/yellow, yogurt=white/white,
  yoghurt=white/white, porridge=white/tan, granola=white/tan, guacamole=white/green, hummus=white/tan,
  salsa=white/red, broth=white/amber, ramen=white/amber, gravy=white/brown, chowder=white/cream, jello=white/red,
  applesauce=white/gold, gumbo=white/brown, miso+soup=white/tan, goulash=white/rust, cauldron=black/green@large,
  bidet=white/pale_cyan, commode=white/pale_cyan, hot+tub=brown/cyan@large, jacuzzi=white/cyan@large,
  crater=gray/brown@large, bird+bath=gray/cyan, toilet+bowl=white/pale_cyan, kitchen+sink=silver/pale_cyan,
  mixing+bowl=silver/cream, trough=brown/cyan, kiddie+pool=blue/cyan@large, bath+tub=white/pale_cyan@large,
  mortar=gray/gray, planter=brown/brown
burger thing medium center brown/green: sub+sandwich=tan/green, panini=tan/gold, blt=tan/green,
  club+sandwich=tan/green, macaron=pink/cream@small, gyro=tan/green, chicken+sandwich=tan/gold,
  english+muffin=tan/cream
bread thing medium center tan: scone=tan@small, strudel=gold, sweet+potato=rust, baked+potato=brown, yam=rust,
  cornbread=gold, brioche=gold, sourdough=tan, rye+bread=brown, banana+bread=brown, almond=tan@tiny,
  hazelnut=brown@tiny, cashew=cream@tiny, pistachio=lime@tiny, pecan=brown@tiny, macadamia=cream@tiny,
  chestnuts=brown@small, gingerbread=brown, gingerbread+man=brown, meatloaf=brown, granola+bar=tan@small,
  chicken+leg=gold, drumstick=gold, chicken+wing=gold@small, nugget=gold@small, falafel=brown@small,
  meatball=brown@small, patty=brown@small, coffee+bean=brown@tiny, dog+biscuit=tan@small, gnocchi=cream@small
cake thing medium center cream/pink: layer+cake, tiramisu=cream/brown, fudge=chocolate/brown, shortcake=cream/red,
  torte=chocolate/red, pound+cake=gold/tan, sponge+cake=gold/cream, meringue=white/white, ice+cream+cake=cream/pink,
  carrot+cake=tan/cream, fruitcake=brown/red
donut thing small center pink/tan: pretzel=brown/brown, wedding+ring=gold/gold, hula+hoop=magenta/pink@medium,
  engagement+ring=gold/white, life+preserver=white/red, inner+tube=black/black@medium, steering+wheel=black/black,
  earring=gold/gold, bangle=gold/gold, life+ring=white/red, calamari=tan/cream, headphones=charcoal/black,
  headset=charcoal/black, earphones=white/white
cheese thing small center gold: brie=cream, cheddar=amber, mozzarella=white, parmesan=cream, tofu=cream, feta=white,
  swiss+cheese=yellow, sponge=yellow, soap=cream, bar+of+soap=cream, goat+cheese=white
egg thing small center cream: dumpling=cream, marshmallow=white, candy=pink, boiled+egg=white,
  computer+mouse=gray@tiny, gem=emerald, jewel=ruby, diamond=icy, cocoon=tan, chrysalis=green, bulb=brown,
  jellybean=red@tiny, mochi=pink, sugar+cube=white@tiny, ice+cube=icy, bullet=bronze@tiny, poached+egg=white,
  gemstone=emerald, opal=icy, bean+bag=red@large, clove=cream@tiny, potato+wedge=gold, amulet=gold
cup thing small center white/brown: coffee+mug=white/brown, hot+chocolate=white/chocolate, tea+cup=white/rust,
  tankard=bronze/amber, measuring+cup=pale_cyan/white, coffee+pot=charcoal/gray, crock+pot=charcoal/cream@medium,
  slow+cooker=charcoal/cream@medium, rice+cooker=white/gray@medium, pressure+cooker=silver/charcoal@medium,
  watering+can=green/gray, creamer=white/cream, paint+can=silver/red, tea+kettle=silver/charcoal, stein=tan/amber,
  chalice=gold/maroon, thimble=silver/gray@tiny, yogurt+cup=white/pink, paint+bucket=silver/blue,
  dutch+oven=red/charcoal@medium, ashtray=silver/gray
glass thing medium center pale_cyan: lemonade=yellow, martini=pale_cyan, whiskey=amber, vodka=pale_cyan,
  tequila=gold, rum=amber, cola=brown, milkshake=pink, iced+tea=amber, iced+coffee=brown, beverage=orange,
  margarita=lime, cider=amber, ale=amber, liquor=amber, brandy=amber, cognac=amber, beaker=cyan, tumbler=pale_cyan,
  champagne+glass=khaki, soft+drink=brown, hourglass=gold, potion=purple, wineglass=maroon, mojito=mint,
  drinking+glass, beer+glass=amber, pint=amber, shot+glass=pale_cyan@small, parfait=cream, test+tube=lime
bottle thing medium center green: ketchup=red@small, mayonnaise=cream@small, syrup=amber, vinegar=brown,
  shampoo=azure, lotion=white, sunscreen=orange, blender=silver, jam=red@small, jelly=purple@small,
  marmalade=orange@small, peanut+butter=tan@small, salt+shaker=silver@small, pepper+shaker=charcoal@small,
  shaker=silver@small, dispenser=white, soap+dispenser=white, soda+can=red@small, beer+can=gold@small,
  tin+can=silver@small, fire+extinguisher=red, extinguisher=red, mason+jar=pale_cyan, milk+carton=white,
  juice+box=orange@small, carafe=pale_cyan, decanter=maroon, canteen=olive, nail+polish=red@small,
  mascara=black@small, toothpaste=white@small, deodorant=white@small, cleaner=blue, detergent=blue,
  hot+sauce=red@small, soy+sauce=black@small, soda+bottle=brown, battery=black@small, water+jug=pale_cyan,
  propane+tank=white, hip+flask=silver, oil+lamp=bronze, coca+cola=red, pepsi=blue, thermometer=silver@small,
  bong=cyan, incense=brown@small
vase thing medium center blue: pitcher+vase=cream, ceramics=white
knife thing medium center silver: dagger, spatula=charcoal, ladle, whisk, tongs, pliers, chisel, mallet=brown,
  hairbrush=brown, cleaver, machete, scythe=gray, sickle=gray, pitchfork=brown, hoe=brown, trowel, spade=gray,
  pickaxe=gray, hatchet=gray, tweezers, nail+file, crowbar=gray, scalpel, bayonet=gray, katana, saber, rapier,
  scimitar=gold, butter+knife, steak+knife, cutlery, silverware, corkscrew, peeler, grater, dustpan=red,
  squeegee=gray, duster=red, plunger=rust, chainsaw=orange, power+drill=gold, weapon, eraser=pink@small, halberd=gray,
  trident=gold, wheat+stalk=gold
pan thing medium center charcoal: griddle, saucepan=silver, magnifier=charcoal, badminton+racket=blue,
  ping+pong+paddle=red, hand+mirror=silver, lollipop=red@small, strainer=silver, colander=silver, sieve=silver
pole thing medium center gray: flagpole=silver, fishing+rod=brown, fishing+pole=brown, cane=brown,
  walking+stick=brown, crutch=silver, quarterstaff=brown, totem+pole=rust@large, lightsaber=azure, tree+trunk=brown,
  bollard=gray@small, ski+pole=black, pole+vault=gray, rod=gray, drain+pipe=gray, street+pole=gray,
  candy+cane=red@small, didgeridoo=brown, colonnade=cream@large, pylon=gray@large, barber+pole=red,
  selfie+stick=black, chimney+stack=rust, stalk=green, noodle=gold@small, pool+cue=tan, cue+stick=tan,
  paint+brush=brown@small, marker=black@small, crayon=red@small, chalk=white@small, wand=brown@small,
  magic+wand=black@small, cigarette=white@small, cigar=brown@small, ballpoint+pen=navy@small, stylus=black@small,
  ruler=gold@small, quill=white@small, mop=white, broomstick=brown, javelin=gray, electric+toothbrush=white@small,
  syringe=white@small, lance
chair thing large lower brown: recliner@large, folding+chair=gray, deck+chair=tan, office+chair=black,
  easy+chair=rust@large, bar+stool, barstool, lounge+chair=white, barber+chair=red, adirondack+chair=white,
  seating=gray, ottoman=brown, footstool=brown, stepladder=silver, step+stool=white, podium=brown, lectern=brown,
  car+seat=charcoal, patio+chair=brown
table thing large lower brown: kitchen+table, end+table@medium, side+table@medium, bedside+table@medium,
  altar=white, counter+table, pool+table=green, ping+pong+table=green, conference+table, card+table=green,
  billiard+table=green, workstation, work+table, school+desk, vanity=white, cutting+board=tan@medium,
  ironing+board=white, kitchen+island=white, glass+table=pale_cyan, bureau, console+table, trampoline=black,
  tea+table, writing+desk, computer+desk, reception+desk, operating+table=silver, easel=brown, rack=brown,
  towel+rack=silver, dish+rack=silver, bike+rack=silver
sofa thing huge lower brown: chaise=beige, daybed=white, love+seat, divan=maroon, sofa+bed, sectional=gray,
  throw+pillow=red@small, beanbag=red@medium
bed thing huge lower white/brown: double+bed, single+bed, cradle=white/brown@large, bassinet=white/white@large,
  stretcher=white/silver, gurney=white/silver, sleeping+bag=blue/navy@large, headboard=brown/brown, queen+bed,
  air+mattress=blue/blue, bedspread=red/brown, comforter=blue/brown, duvet=white/brown, canopy+bed=white/brown
clock thing medium center white/black: grandfather+clock=brown/white@large, pocket+watch=gold/black@small,
  speedometer=black/white, thermostat=white/gray@small, wristwatch=silver/black@small, sundial=gray/black,
  dartboard=black/red, barometer=bronze/white, clock+face, cuckoo+clock=brown/white, smartwatch=black/azure@small,
  roulette+wheel=red/black, bullseye=white/red, fan=silver/gray, electric+fan=white/gray, coin=gold/bronze@small,
  medallion=gold/bronze@small, cd=silver/gray@small, vinyl+record=black/red, turntable=black/silver,
  shield=silver/red, manhole=gray/charcoal
book thing medium center red/cream: paperback=coral/white, dictionary=navy/cream, comic+book=red/gold,
  comic=red/gold, sketchbook=tan/cream, journal=brown/cream, scrapbook=pink/cream, cookbook=red/white,
  binder=navy/white, clipboard=brown/white, envelope=cream/white@small, notepad=gold/white@small,
  pamphlet=azure/white, brochure=azure/white, coloring+book=gold/white, scroll=cream/brown, manuscript=cream/brown,
  grimoire=purple/gold, tome=brown/gold, spellbook=purple/gold, encyclopedia=maroon/gold, dvd=navy/white,
  video+game=green/white, greeting+card=pink/white, business+card=white/gray@small, receipt=white/gray@small
screen thing medium center charcoal/azure: computer+monitor, computer+screen, desktop+computer,
  laptop+computer=silver/azure, flat+screen, television+set, pc=black/azure, tv+screen, macbook=silver/azure,
  ipad=black/azure, kindle=black/cream, e+reader=black/cream, projection+screen=white/gray, movie+screen=black/white,
  scoreboard=black/gold, aquarium=charcoal/cyan, fish+tank=charcoal/cyan, terrarium=charcoal/green,
  control+panel=gray/green, dashboard=black/red, gps=black/azure, slot+machine=red/gold, jukebox=red/gold,
  pinball+machine=red/gold, atm=gray/azure, display+case=brown/pale_cyan, kiosk=gray/azure,
  vending+machine=red/azure@large, tv+set, interface=charcoal/azure, hologram=cyan/azure, arcade+game=red/azure,
  cash+register=gray/azure
phone thing small center black/azure: mobile+phone, iphone, walkman=navy/silver, game+boy=gray/lime,
  gameboy=gray/lime, tv+remote=black/gray, game+controller=black/gray, joystick=black/red, light+switch=white/white,
  doorbell=white/gold, router=black/azure, cassette=charcoal/white, cassette+tape=charcoal/white,
  floppy+disk=navy/silver, credit+card=navy/gold, matchbox=red/tan, padlock=gold/gray, license+plate=white/navy,
  device=black/azure, electronic+device=black/azure, magnet=red/silver, stapler=black/gray, playing+card=white/red,
  tarot+card=purple/gold, polaroid=white/gray, postcard=white/azure, bandage=peach/cream, wiimote=white/gray,
  stamp=red/white@tiny, pager=black/gray
keyboard thing medium lower charcoal/light_gray: computer+keyboard, accordion=red/white, synthesizer=black/white,
  harpsichord=brown/cream
camera thing medium center black/silver: camcorder=black/gray, dslr+camera, video+camera=black/gray,
  digital+camera=silver/black, security+camera=white/black, surveillance+camera=white/black, dryer=white/gray@large,
  washer=white/gray@large, film+projector=gray/black, spyglass=bronze/brown
guitar thing large center brown/tan: bass+guitar=red/black, acoustic+guitar=tan/brown, double+bass=rust/brown,
  viola=rust/brown, fiddle=rust/brown, mandolin=tan/brown, lute=tan/brown, sitar=rust/gold, harp=gold/gold,
  lyre=gold/gold, musical+instrument=brown/tan
drum thing medium center red/cream: hay+bale=gold/gold, bale=gold/gold, bale+of+hay=gold/gold, tree+stump=brown/tan,
  stump=brown/tan, dumpster=green/charcoal@large, garbage+bin=gray/charcoal, trash+bin=gray/charcoal,
  recycling+bin=blue/gray, waste+bin=gray/charcoal, wastebasket=gray/charcoal, garbage=black/charcoal,
  cooler=blue/white, ice+chest=blue/white, ice+bucket=silver/icy, laundry+basket=white/white, bongo=brown/cream,
  tambourine=tan/cream, snare+drum=red/white, drum+set=red/silver, drum+kit=red/silver, cymbal=gold/gold,
  wine+barrel=brown/gray, toilet+paper=white/cream@small, spool=tan/white@small, hot+water+heater=white/gray,
  pedestal=cream/white, plinth=gray/gray, bobbin=tan/white@small, boiler=gray/bronze, water+tank=silver/gray,
  puck=black/black@small, dynamite=red/red@small, fish+bowl=pale_cyan/azure, fishbowl=pale_cyan/azure
trumpet thing medium center gold: clarinet=black, oboe=black, tuba, french+horn, bagpipes=green, harmonica=silver,
  shotgun=brown, revolver=silver, machine+gun=charcoal, handgun=black, sniper+rifle=charcoal, blaster=silver,
  water+gun=lime, ray+gun=silver, musket=brown, bazooka=olive, loudhailer=white, mic=charcoal, ak+47=brown,
  assault+rifle=charcoal, flare+gun=orange, crossbow=brown, slingshot=brown, bow+and+arrow=brown, longbow=brown,
  nozzle=silver, faucet=silver, water+tap=silver, showerhead=silver, shower+head=silver, hair+dryer=magenta,
  hairdryer=magenta, blow+dryer=magenta, flashlight=black
ball thing small center white: bowling+ball=black, cricket+ball=red@tiny, rugby+ball=brown,
  ping+pong+ball=white@tiny, billiard+ball=red, cue+ball=white, yarn=red, ball+of+yarn=red, kettlebell=charcoal,
  dumbbell=charcoal, barbell=charcoal@medium, bomb=black, grenade=olive, cannonball=black, medicine+ball=black,
  exercise+ball=blue@medium, softball=yellow, beachball=red, mars=rust@large, jupiter=tan@large, saturn=khaki@large,
  venus=amber@large, pluto=gray@medium, exoplanet=teal@large, moonrock=gray, lightbulb=pale_yellow,
  christmas+ornament=red, tether+ball=yellow, yoyo=red, yo+yo=red, bubble=cyan, water+balloon=blue, puffball=white,
  globe+lamp=cream, soccerball=white
umbrella thing medium center red/brown: patio+umbrella, sun+umbrella
hat thing small center brown: fedora=charcoal, top+hat=black, beret=red, hard+hat=yellow, sun+hat=khaki,
  bowler+hat=black, party+hat=pink, chef+hat=white, chef's+hat=white, witch+hat=black, wizard+hat=purple,
  santa+hat=red, tiara=silver, headdress=gold, headband=red, visor=white, veil=white, fez=red, wig=brown, hijab=teal,
  headscarf=red, bandanna=red, ski+mask=black, stetson=tan, balaclava=black, headpiece=gold, baseball+helmet=navy,
  football+helmet=red@medium, bike+helmet=red, shower+cap=white, church+bell=bronze, cowbell=bronze, jingle+bell=gold,
  thatch=khaki
bag thing medium center brown: tote+bag=cream, tote=cream, duffel+bag=navy, duffle+bag=navy, paper+bag=tan,
  plastic+bag=white, garbage+bag=black, trash+bag=black, messenger+bag=olive, rucksack=olive, knapsack=olive,
  carry+on=charcoal, wicker+basket=tan, picnic+basket=tan, gift+bag=red, grocery+bag=tan, groceries=tan,
  treasure+chest=brown, toolbelt=brown, first+aid+kit=red, kit=red, medical+bag=black, cosmetic+bag=pink,
  diaper+bag=blue, tea+bag=cream@small, pencil+case=blue@small, coin+purse=red@small, tackle+box=green,
  punching+bag=red, saddlebag=brown, jewelry+box=red, music+box=red, piggy+bank=pink, cookie+jar=cream, pizza+box=tan,
  shoebox=tan, sandbag=tan, cargo=tan, packet=white@small, burlap+sack=tan, hand+bag=red, bird+cage=gold,
  birdcage=gold
shirt thing medium center white: blazer=navy, tuxedo=black, tank+top, polo+shirt=blue, parka=olive, raincoat=yellow,
  poncho=rust, windbreaker=blue, leather+jacket=black, jean+jacket=denim, lab+coat=white, trench+coat=tan,
  fur+coat=brown, overcoat=charcoal, bathrobe=white, pullover=gray, turtleneck=black, tunic=tan, swimsuit=blue,
  bikini=red, bathing+suit=blue, wetsuit=black, wet+suit=black, jumpsuit=orange, spacesuit=white, space+suit=white,
  onesie=pink, pajamas=pale_blue, dress+shirt=white, flannel=red, corset=black, bra=white, lingerie=black,
  laundry=white, tracksuit=blue, chainmail=silver, breastplate=silver, tabard=red, bulletproof+vest=black,
  waistcoat=charcoal, business+suit=charcoal, body+armor=silver, plate+armor=silver, straitjacket=white
dress thing large center red: ball+gown=pink, ballgown=pink, miniskirt=black, kilt=green, toga=white, tutu=pink,
  sarong=teal, nightgown=white, petticoat=white, frock=blue, bridal+gown=white, wedding+gown=white, cheongsam=red,
  hanbok=pink, cassock=black
trousers thing medium center navy: slacks=charcoal, overalls=denim, dungarees=denim, sweatpants=gray, boxers=blue,
  underwear=white, swim+trunks=blue, khakis=khaki, stocking=white, pantyhose=tan, yoga+pants=black, chinos=khaki,
  capris=white, diaper=white@small, cargo+pants=olive, briefs=white
shoe thing small center brown: loafer, flip+flop=blue, moccasin=tan, stiletto=red, ballet+shoe=pink, cowboy+boot,
  snow+boot=gray, tennis+shoe=white, ice+skate=white, rollerblade=black, horseshoe=gray, flipper=blue,
  wellington=green, dress+shoe=black, platform+shoe=black, snowshoe=tan, espadrille=tan
tie thing small center red: bowtie, shawl, pendant=gold, lanyard=blue, belt=brown@medium, neckerchief=red, cravat,
  choker=black, locket=gold, rosary=brown, garland=green, tinsel=silver, tassel=gold, lei=pink, jewelry=gold,
  jewellery=gold, prayer+beads=brown, bunting=red
glove thing small center brown: baseball+mitt=brown, catcher's+mitt=brown, oven+mitt=red, gauntlet=silver,
  work+glove=tan, rubber+glove=yellow, catchers+mitt=brown
skateboard thing medium lower tan/black: longboard, hoverboard=black/azure, toboggan=red/brown,
  sleigh=red/gold@large, bobsled=red/black, dog+sled=brown/brown@large, sledge=brown/brown, roller+blade=black/gray,
  snow+sled=red/brown
surfboard thing large lower white/red: boogie+board=blue/white@medium, body+board=blue/white@medium,
  water+ski=red/white@medium, wind+surfboard=white/blue, paddle+board=white/blue, diving+board=blue/white
bat thing medium center tan: cricket+bat, golf+club=silver, bludgeon=brown, club=brown, rolling+pin=tan,
  croquet+mallet=brown, lacrosse+stick=white, nightstick=black, cudgel=brown, truncheon=black, nunchucks=black
frame thing medium center gold/cream: oil+painting=gold/teal, watercolor=cream/azure, sketch=black/white,
  collage=white/coral, still+life=brown/red, screenshot=black/azure, diagram=white/blue, blueprint=azure/white,
  etching=black/cream, engraving=black/cream, landscape+painting=gold/green, self+portrait=gold/brown,
  x+ray=black/azure, wall+art=brown/teal, chart=white/blue, graph=white/blue, picture+book=white/coral,
  noticeboard=brown/tan, checkerboard=red/black, chessboard=brown/cream, chess+set=brown/cream, chess=brown/cream,
  board+game=green/red, tarot=purple/gold, floor+plan=white/gray, skylight=white/azure,
  stained+glass+window=purple/gold, comic+strip=black/white, photo+frame=gold/cream, magazine+cover=coral/white,
  book+cover=navy/gold, album+cover=black/coral, wall+hanging=maroon/gold, screen+print=coral/cyan,
  batik=indigo/cream, woodcut=black/cream
rock thing medium lower gray: ore=rust, comet=icy, meteorite=brown, geode=violet, fossil=tan, coal=black,
  lava+rock=charcoal, cobble=gray, anthill=brown, termite+mound=rust, snow+bank=white, snowdrift=white,
  sand+castle=tan, sandcastle=tan, haystack=gold, compost=brown, landfill=gray, trash=gray, debris=gray, cairn=gray
block thing medium center gray: locker=gray, vault=gray, bookend=brown, coffin=brown@large, sarcophagus=gold@large,
  casket=brown@large, freezer=white@large, air+conditioner=white, ice+block=icy, lego+brick=red@small,
  filing+cabinet=gray@large, medicine+cabinet=white, kitchen+cabinet=white@large, china+cabinet=brown@large,
  armoire=brown@large, closet=white@large, chest+of+drawers=brown, pipe+organ=brown@large, amplifier=black, amp=black,
  stereo=black, server+rack=black@large, computer+tower=black, hard+drive=silver@small, microchip=green@small,
  circuit+board=green, solar+panel=navy, shipping+container=rust@large, pallet=tan, elevator=silver@large,
  shower+stall=white@large, sandbox=tan@large, planter+box=brown, hearth=rust@large, kiln=rust@large,
  furnace=charcoal@large, oven+door=silver, tomb=gray@large, crypt=gray@large, bunker=gray@large,
  outhouse=brown@large, photo+booth=red@large, booth=red@large, cubicle=gray@large, chopping+block=tan,
  coffee+maker=black, coffee+machine=black, espresso+machine=silver, food+processor=white, mixer=red,
  toaster+oven=silver, scanner=gray, boombox=black, loudspeaker=black, sewing+machine=black, vr+headset=black@small
triangle thing medium center gray: teepee=tan, tepee=tan, wigwam=tan, yurt=cream@large, traffic+cone=orange,
  circus+tent=red@large, big+top=red@large, megalith=gray, prism=cyan, funnel=silver, pergola=brown, metronome=brown
cross thing medium center brown: headstone=gray, plus+sign=red, telegraph+pole=brown, weather+vane=black,
  weathervane=black, signpost=brown, propeller=silver, anchor=charcoal, tripod=black, coat+rack=brown, hanger=gray,
  coat+hanger=gray, satellite+dish=white, satellite=silver, ankh=gold, oil+rig=gray@large, gallows=brown@large,
  wind+vane=black
swing thing medium center red: jungle+gym=red, playset=red, monkey+bars=red, merry+go+round=red, batting+cage=gray,
  soccer+goal=white, goalpost=white, goal+post=white, hurdle=white, trapeze=red, swing+set=red, waterslide=blue,
  water+slide=blue, pull+up+bar=gray, clothes+rack=silver, drying+rack=white, treadmill=charcoal, obstacle=white,
  ski+lift=silver, chairlift=silver, soccer+net=white, fishing+net=white, ferris=red
toy thing small center red: plushie=tan, plush+toy=tan, building+block=red, toy+truck=red, toy+car=red,
  toy+train=red, pinwheel=pink, lego+set=red, rubber+band=tan, spinning+top=red, jack+in+the+box=red, funko+pop=blue,
  nutcracker=red, matryoshka=red, rubik's+cube=red, souvenir=gold, trinket=gold, knickknack=gold
"""
