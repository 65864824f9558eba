"""The table of further animals, plants and people, drawn as their nearest kin; holds no code.

Entries are those of `sketch.lexicon_tables`: "look kind size place colour/accent: word, word=colour,
  word@size".
"""

LIVING_TABLE = """
cat thing large center gray-brown: tabby+cat=tan, siamese+cat=cream, calico+cat=orange, house+cat, tomcat=orange,
  persian+cat=cream, maine+coon=brown, kitty+cat
bigcat thing large center tan: puma, ocelot=gold, bobcat=tan, caracal=rust, serval=gold, wildcat=tan,
  snow+leopard=light_gray, mountain+lion, lion+cub=tan@medium, tiger+cub=orange@medium
dog thing large center tan: collie=rust, border+collie=black, spaniel=brown, cocker+spaniel=rust, beagle=brown,
  hyena=khaki, jackal=tan, dingo=rust, doberman=black, schnauzer=gray, grayhound=gray, dachshund=brown@medium,
  german+shepherd=brown, golden+retriever=gold, labrador+retriever=gold, basset+hound=brown, rottweiler=black,
  chihuahua=tan@medium, pomeranian=orange@medium, shih+tzu=white@medium, great+dane=gray, mastiff=tan,
  bloodhound=brown, saint+bernard=white, french+bulldog=charcoal@medium, pit+bull=tan, malamute=gray, samoyed=white,
  sheepdog=gray, doggy@medium, doggie@medium, doggo, pet, canine, mutt, cerberus=black, hellhound=black,
  werewolf=brown, arctic+fox=white, wolf+cub=gray@medium, wild+dog=tan, shiba+inu=orange
horse thing large center brown: colt@medium, filly, racehorse, race+horse, clydesdale, steed=black, wild+horse,
  thoroughbred, centaur, pegasus=white, burro=gray, kelpie=teal, seahorse=orange@small
zebra thing large center white: okapi=brown
cow thing large center brown: wildebeest=charcoal, gnu=charcoal, longhorn=rust, heifer=tan, bullock=brown,
  water+buffalo=charcoal, dairy+cow=white, livestock, musk+ox=brown, aurochs=brown, farm+animal, highland+cow=rust,
  domestic+animal, wild+animal
sheep thing medium center cream: ewe, mountain+goat=white, ibex=tan, bighorn+sheep=tan, billy+goat=white,
  mouflon=brown
pig thing medium center pink: warthog=brown, wild+boar=brown, tapir=charcoal, aardvark=tan, hippopotamus=gray@large,
  swine, anteater=brown, peccary=brown
deer thing large center tan-brown: impala=tan, oryx=tan, kudu=brown, springbok=tan, eland=tan, caribou=brown,
  doe=tan, bambi=tan@medium, wapiti=brown, pronghorn=tan, mule+deer=tan, jackalope=tan
camel thing large center tan: bactrian+camel, vicuna=tan, guanaco=tan
elephant thing huge center gray: mastodon=brown, baby+elephant=gray@medium
bear thing large center brown: grizzly+bear, panda+bear=white, koala+bear=gray, bear+cub@medium,
  baboon=olive@medium, orangutan=rust, chimp=charcoal@medium, lemur=gray@medium, gibbon=tan@medium, primate=brown,
  sloth=tan@medium, wombat=brown@medium, wolverine=brown@medium, macaque=tan@medium, mandrill=brown, yeti=white,
  bigfoot=brown, monster=purple, creature, beast, mammal, care+bear=pink, tasmanian+devil=black@medium,
  king+kong=charcoal@huge, critter@medium, gremlin=green@medium
rabbit thing medium center beige: wallaby=brown, bunny+rabbit, jackrabbit=tan, easter+bunny=white, jerboa=tan@small,
  bilby=gray
mouse thing small center gray: capybara=brown@large, meerkat=tan, marmot=brown, groundhog=brown, prairie+dog=tan,
  weasel=brown, mink=brown, stoat=white, porcupine=brown@medium, skunk=black, possum, opossum, gerbil=tan,
  chinchilla=gray, vole=brown, shrew=brown, rodent, platypus=brown, echidna=brown, mongoose=tan, lemming=brown,
  ermine=white, gopher=brown, pika=tan, muskrat=brown, sea+otter=brown@medium, nutria=brown
frog thing small center green: tree+frog=lime, bullfrog=olive, amphibian
turtle thing medium center olive: sea+turtle=olive, lobster=red, crayfish=rust, crawfish=red, shrimp=coral@small,
  prawn=coral@small, scorpion=black@small, tarantula=brown@small, hermit+crab=orange@small, cockroach=brown@small,
  scarab=gold@small, ladybird=red@small, armadillo=tan, crustacean=orange, terrapin, barnacle=gray, snapping+turtle,
  horseshoe+crab=brown, trilobite=brown, arachnid=black@small
lizard thing medium center green: triceratops@huge, stegosaurus@huge, velociraptor@large, raptor=olive@large,
  t+rex=olive@huge, tyrannosaurus+rex=olive@huge, sauropod@huge, dino@large, wyvern=olive@huge,
  komodo+dragon=olive@large, monitor+lizard=olive, newt=orange@small, skink=brown, reptile, axolotl=pink@small,
  basilisk=emerald, godzilla=olive@huge, hydra=emerald@huge, bearded+dragon=tan, croc=olive, gator=olive,
  brontosaurus@huge
snake thing medium center olive: python=tan, cobra=black, viper=green, serpent=green@large, rattlesnake=tan,
  anaconda=olive@large, caterpillar=lime@small, centipede=brown@small, millipede=brown@small, slug=olive@small,
  earthworm=pink@small, leech=black@small, maggot=cream@tiny, adder=brown, larva=cream@tiny, silkworm=cream@small
fish thing medium center orange: stingray=gray, manta+ray=charcoal@large, walrus=brown@large, sea+lion=brown@large,
  manatee=gray@large, narwhal=gray@large, orca=black@huge, killer+whale=black@huge, humpback+whale=navy@huge,
  porpoise=gray, angelfish=gold, swordfish=silver, catfish=gray, carp=gold, barracuda=silver, piranha=red,
  lionfish=rust, pufferfish=gold, herring=silver, mackerel=silver, sturgeon=gray, minnow=silver@small,
  guppy=orange@small, cod=gray, halibut=tan, tilapia=silver, marlin=blue, sardine=silver@small, anchovy=silver@small,
  betta+fish=blue, tropical+fish=gold, sea+creature=teal, tadpole=charcoal@tiny, great+white+shark=gray@large,
  hammerhead+shark=gray@large, whale+shark=gray@huge, beluga=white@large, anglerfish=charcoal,
  elephant+seal=gray@large, leviathan=navy@huge
jellyfish thing medium center lavender: cuttlefish=tan, kraken=maroon@huge, nautilus=tan, sea+anemone=pink,
  cthulhu=green@huge, polyp=coral
bird thing medium center gray-brown: cardinal=red, oriole=orange, starling=black, wren=brown, nightingale=brown,
  thrush=brown, goldfinch=gold, cuckoo=gray, nuthatch=gray, warbler=gold, bluetit=blue, titmouse=gray, sandpiper=tan,
  plover=tan, mockingbird=gray, bullfinch=rust, chickadee=gray, baby+bird, jackdaw=black, bird+of+paradise=orange,
  tanager=red
seagull thing small upper white: seabird, tern, petrel, sea+gull
eagle thing medium upper brown: bald+eagle, osprey, kestrel=rust, buzzard, harrier=gray, phoenix=orange@large,
  griffin=gold@large, gryphon=gold@large, pterodactyl=olive@large, golden+eagle, peregrine+falcon=gray,
  vampire+bat=black, fruit+bat=brown, hippogriff=tan@large, thunderbird=navy@large
owl thing medium center brown: puffin=black, barn+owl=tan, great+horned+owl, emperor+penguin=black,
  king+penguin=black
parrot thing large center red: lovebird=lime, budgie=lime, budgerigar=lime, cockatiel=gray, hornbill=black,
  lorikeet=blue, quetzal=emerald, peafowl=blue, peahen=brown
duck thing medium center brown: gosling=yellow@small, cormorant=black, loon=black, grebe=gray, wild+duck, waterfowl,
  canada+goose, eider=white, cygnet=gray@small
chicken thing medium center white: pheasant=rust, quail=brown, partridge=brown, poultry, guinea+fowl=gray,
  roadrunner=tan, dodo=gray, bantam=rust
flamingo thing large center pink: spoonbill, cassowary=black, secretary+bird=gray, wading+bird=white, rhea=gray
butterfly thing small center orange: monarch+butterfly, damselfly=teal, swallowtail=gold, pixie=pink, mayfly=tan
bee thing tiny center gold: firefly, grasshopper=lime@small, cricket=olive@small, mantis=lime@small,
  praying+mantis=lime@small, locust=olive@small, cicada=olive@small, hornet, honeybee, gnat=charcoal, termite=tan,
  aphid=lime, flea=black, dung+beetle=black, weevil=black, midge=charcoal, fruit+fly=brown, honey+bee
flower thing medium center pink/gold: wildflower=violet/gold, bluebell=blue/gold, geranium=red/gold,
  thistle=purple/green, magnolia=pale_pink/gold, azalea=magenta/gold, camellia=pink/gold, hydrangea=lavender/white,
  jasmine=white/gold, petunia=violet/white, pansy=violet/gold, primrose=yellow/gold, zinnia=red/gold,
  foxglove=purple/white, snapdragon=pink/gold, begonia=red/gold, gardenia=white/gold, anemone=red/black,
  water+lily=white/gold, heather=purple, morning+glory=blue/white, wisteria=violet/violet,
  bougainvillea=magenta/white, buttercup=yellow/gold, aster=violet/gold, rhododendron=magenta/gold,
  plumeria=white/gold, edelweiss=white/gold, lupine=violet/white, freesia=yellow/white, gladiolus=red/gold,
  rosebud=red/red, wallflower=gold/rust, cornflower=blue/navy, cattail=brown/brown, gerbera=coral/gold
leaf thing medium center green: lily+pad, shamrock, palm+leaf, banana+leaf, fig+leaf, oak+leaf=orange
tree thing large center green: acacia=olive, baobab=olive, beech, beech+tree, elm, elm+tree, aspen=gold, poplar,
  sycamore, mangrove, banyan, cherry+tree=pink, fruit+tree, maple+tree=orange, fig+tree, willow+tree, birch+tree=lime,
  sapling@small, magnolia+tree=pink, weeping+willow, mango+tree, almond+tree=pink, jacaranda=violet, ginkgo=gold,
  linden, alder, hazel+tree, topiary@medium, mulberry+tree
palm thing large center green: banana+tree, date+palm, coconut+palm, joshua+tree
pine thing large center dark_green: redwood, sequoia, fir+tree, cypress+tree, juniper, hemlock, larch, yew,
  cedar+tree, evergreen+tree, spruce+tree
bush thing medium lower green: rosebush=pink, bramble, boxwood, holly
plant thing medium center green: vine, agave, monstera, rosemary, thyme, dill, cilantro, mistletoe, spider+plant,
  tomato+plant, sugarcane, sugar+cane, cornstalk, oregano, yucca, flax=blue, soybean, carnivorous+plant, cannabis,
  hops, algae, kelp, rubber+plant, celery=lime, leek=lime
cactus thing medium center green: prickly+pear, barrel+cactus
mushroom thing medium center red/cream: truffle=brown/brown, shiitake=brown/cream, fly+agaric=red/white
person person large center navy/charcoal: teen=teal/blue, youth=teal/blue, inmate=orange/orange,
  astronomer=navy/charcoal, developer=gray/blue, winner=gold/black, lawyer=charcoal, judge=black/black,
  gardener=green/brown, baker=white/white, barista=black/charcoal, bartender=black/black, butcher=white/red,
  mechanic=blue/navy, plumber=blue/blue, carpenter=tan/blue, miner=orange/charcoal, welder=gray/charcoal,
  lumberjack=red/blue, captain=navy/navy, pilot=navy/navy, paramedic=orange/navy, surgeon=mint/mint,
  professor=brown/tan, writer=brown/charcoal, author=brown/charcoal, poet=charcoal/black, painter=white/blue,
  sculptor=tan/brown, photographer=black/blue, reporter=navy/tan, actor=charcoal/black, comedian=red/black,
  juggler=red/gold, acrobat=red/gold, gymnast=blue/blue, wrestler=red/black, golfer=white/tan, jogger=orange/black,
  sprinter=red/black, skater=black/blue, archer=green/brown, rower=white/navy, goalkeeper=lime/black,
  goalie=lime/black, referee=black/white, bodybuilder=peach/black, cricketer=white/white, footballer=red/white,
  commuter=charcoal/charcoal, shopper=teal/blue, nomad=tan/brown, peasant=brown/brown, villager=brown/tan,
  shepherd=brown/cream, gladiator=bronze/brown, spartan=red/bronze, centurion=red/bronze, mercenary=olive/black,
  barbarian=brown/tan, druid=green/brown, assassin=black/black, dwarf=brown/brown@medium, gnome=red/blue@small,
  goblin=green/brown@medium, orc=green/brown, troll=green/brown, ogre=green/brown, demon=red/black, devil=red/red,
  ghost=white/white, mummy=cream/cream, golem=gray/gray, humanoid=silver/gray, mutant=green/gray, batman=black/black,
  superman=blue/red, spiderman=red/blue, spider+man=red/blue, hulk=green/purple@huge, joker=purple/green,
  saint=white/gold, buddha=gold/gold, jesus=white/cream, mayor, politician, president, businessperson, entrepreneur,
  celebrity=black/black, performer=red/black, entertainer=red/black, sibling, teammate=red/white, opponent=blue/white,
  bystander, onlooker, passerby, spectator, protester=red/blue, demonstrator=red/blue, refugee=brown/gray,
  prisoner=orange/orange, thief=black/black, criminal=black/gray, cop=navy/navy, policeman=navy/navy,
  lifeguard=red/red, scuba+diver=black/black, attendant=navy/navy, employee=blue/charcoal, figurine=cream/cream@small,
  puppet=red/blue@medium, gargoyle=gray/gray, minion=yellow/blue@medium, mascot=orange/blue, caveman=tan/brown,
  parent, citizen, neighbor, colleague, instructor, trainer=blue/black, explorer=khaki/brown, adventurer=khaki/brown,
  archaeologist=khaki/brown, beekeeper=white/white, blacksmith=brown/charcoal, gondolier=white/black,
  cleric=white/gold, paladin=silver/gold, ranger=green/brown, swordsman=silver/brown, gangster=charcoal/charcoal,
  rapper=white/black, drummer=black/black, guitarist=black/blue, conductor=black/black, resident, inhabitant,
  participant, contestant, competitor=red/black, champion=gold/black, protagonist, hobbit=green/brown@medium,
  skydiver=orange/blue, trooper=white/black, stormtrooper=white/white, construction+worker=orange/navy,
  basketball+player=orange/white, hockey+player=red/black, shaman=brown/tan, deity=gold/white
man person large center navy/charcoal: grandfather=brown/charcoal, grandpa=brown/charcoal, uncle, nephew@medium,
  boyfriend, fellow, dude, chap, lad@medium, schoolboy=navy/gray@medium, emperor=purple/gold, duke=maroon/black,
  pope=white/white, bishop=purple/black, sorcerer=purple/purple, warlock=purple/black, necromancer=black/black,
  sheriff=tan/brown, matador=gold/black, bullfighter=gold/black, butler=black/black, pharaoh=gold/white,
  santa+claus=red/red, dracula=black/black, father+christmas=red/red, sultan=gold/white, caesar=white/red,
  preacher=black/black
woman person large center red/maroon: grandmother=lavender/gray, grandma=lavender/gray, granny=lavender/gray, aunt,
  niece@medium, girlfriend, gal, lass@medium, schoolgirl=navy/gray@medium, maid=black/white, waitress=white/black,
  cheerleader=red/white, bridesmaid=pink/pink, geisha=red/crimson, priestess=white/gold, sorceress=purple/purple,
  empress=purple/gold, maiden=white/white, duchess=purple/gold, supermodel=black/black, cowgirl=brown/blue,
  young+lady, old+lady=lavender/gray, siren=teal/teal, valkyrie=silver/gold, enchantress=purple/purple,
  hostess=red/black, policewoman=navy/navy, nymph=mint/mint, wonder+woman=red/blue, medusa=green/green,
  redhead=green/blue
child person medium center bright_red/blue: youngster, newborn=white/white@small, pupil=navy/gray, grandchild,
  cherub=white/white
"""
