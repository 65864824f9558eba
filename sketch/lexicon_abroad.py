"""The table of further vehicles, buildings, rooms, grounds and skies, drawn as what is most like them; holds no code.

Entries are those of `sketch.lexicon_tables`: "look kind size place colour/accent: word, word=colour, word@size".
"""

ABROAD_TABLE = """
boat thing medium center brown: pilot+boat=orange, rescue+boat=orange, houseboat=brown@large, pontoon=white,
  rowing+boat, ark=brown@large, trawler=blue, inflatable+boat=gray, life+raft=orange, dugout+canoe, paddle+boat=white,
  pedal+boat=yellow, airboat=silver, hovercraft=gray, jet+ski=red, jetski=red, skiff=white, dragon+boat=red,
  riverboat=white@large, water+taxi=yellow
sailboat thing medium center white: catamaran, pirate+ship=brown@large, galleon=brown@large, windjammer=white@large,
  sloop, windsurfer=red, clipper+ship=brown@large, dhow=brown, frigate=gray@large
ship thing large center navy: cargo+ship=maroon, container+ship=maroon, ocean+liner=black, oil+tanker=maroon,
  destroyer=gray, cruiser=gray, steamboat=white, ferryboat=white, ferry+boat=white, freighter=maroon, naval+ship=gray,
  cruise+liner=white, u+boat=charcoal, icebreaker=red, shipwreck=brown, paddle+steamer=white
car thing large lower red: station+wagon=brown, hatchback, racing+car, roadster, compact+car, sport+car, supercar,
  muscle+car, hot+rod=orange, patrol+car=white, squad+car=white, cop+car=white, police+cruiser=white, limo=black,
  hearse=black, volkswagen=teal, volkswagen+beetle=teal, mercedes=silver, bmw=silver, audi=silver, porsche=silver,
  ferrari, lamborghini=yellow, tesla=white, mustang=blue, corvette, cadillac=pink, volvo=silver, toyota=silver,
  subaru=blue, bentley=black, rolls+royce=black, land+rover=green, range+rover=black, hummer=olive, dune+buggy=orange,
  golf+cart=white@medium, go+kart=red@medium, bumper+car=blue@medium, atv=red@medium, quad+bike=red@medium,
  motorcar=black, batmobile=black, cabriolet, smart+car=white@medium, model+t=black, sport+utility+vehicle=charcoal,
  motor+vehicle=gray, police+vehicle=white, chevrolet
bus thing large center red: trolley+car=green, cable+car, shuttle=white, shuttle+bus=white, motorhome=white,
  mobile+home=white, passenger+bus=white, food+truck=gold, ice+cream+truck=pink, monorail=white, trolleybus=blue,
  transit+bus=white, bookmobile=blue, charter+bus=white, passenger+car=silver
truck thing large center blue: semi+truck, tractor+trailer, fire+engine=red, garbage+truck=green,
  delivery+truck=brown, flatbed=red, flatbed+truck=red, tank+truck=silver, army+truck=olive, military+vehicle=olive,
  armored+vehicle=olive, monster+truck=red, moving+truck=white, snow+plow=orange, snowplow=orange, ups+truck=brown,
  firetruck=red, box+truck=white, cargo+truck=white, big+rig=blue, hauler=red, truck+bed=blue, utility+truck=white
van thing large center white: vw+bus=turquoise, vw+van=turquoise, cargo+van, police+van=navy, mail+truck,
  passenger+van, work+van, milk+float
bicycle thing large lower charcoal: unicycle=red@medium, road+bike=red, tandem+bike=red, penny+farthing=black,
  rickshaw=red, pedicab=red, training+bike=pink, bmx+bike=black, bmx=black, racing+bike=red, exercise+bike=gray,
  velocipede=black, tuk+tuk=green, stationary+bike=gray
motorcycle thing large lower black: motor+scooter=red, motor+bike, harley+davidson, harley, sidecar, ducati=red,
  kawasaki=lime, motor+cycle, police+motorcycle=white, snowmobile=red, trike=red
train thing huge center red: passenger+train, commuter+train=silver, bullet+train=white, subway+train=silver,
  steam+engine=charcoal, tube+train=red, steam+locomotive=charcoal, caboose, train+car, boxcar=rust,
  cargo+train=orange, metro=silver, metro+train=silver, locomotive+engine=charcoal, high+speed+train=white,
  train+engine=charcoal, railroad+car=rust, train+set=red, express+train=silver, funicular=red, rail+car=silver
plane thing large upper white: jet+plane, jetliner, bomber=gray, fighter+plane=gray, seaplane=red,
  propeller+plane=red, passenger+plane, paper+airplane, warplane=gray, jumbo+jet+plane, cargo+plane,
  fighter+aircraft=gray, spitfire=olive, stealth+bomber=charcoal, passenger+jet, prop+plane, private+jet,
  hang+glider=blue, paraglider=blue, propeller+aircraft=red, boeing, airbus, concorde, military+jet=gray, sailplane
helicopter thing medium upper gray: quadcopter=black, gyrocopter=red, medevac=red
balloon thing medium upper red: zeppelin=silver@large, dirigible=silver@large, kite+balloon=red, helium+balloon=red,
  chinese+lantern=amber, paper+lantern=amber, air+balloon@large
rocket thing large center white: ufo=silver, flying+saucer=silver, space+ship=silver, star+destroyer=gray,
  torpedo=gray, space+station=silver, space+rocket=white, rocketship=silver, rocket+ship=silver, warhead=gray,
  star+ship=silver, millennium+falcon=gray, mothership=silver
wheel thing medium center charcoal: car+tire=black, cog=bronze, cogwheel=bronze, waterwheel=brown@large,
  spinning+wheel=brown, pottery+wheel=gray, hubcap=silver, spare+tire=black, wagon+wheel=brown, rubber+tire=black,
  propellor=silver
tractor thing large lower green: combine+harvester=red, backhoe=gold, steamroller=gold, lawn+mower=red@medium,
  lawnmower=red@medium, harvester=red, earthmover=gold, road+roller=gold
cart thing medium lower brown: buggy=black, horse+cart, hay+wagon, baby+carriage=navy, pram=navy, pushchair=navy,
  food+cart=red, luggage+cart=silver, dolly=silver, hand+truck=red, horse+carriage=black@large,
  horse+drawn+carriage=black@large, covered+wagon=cream@large, push+cart, bullock+cart, ox+cart,
  stagecoach=maroon@large, barrow=red, minecart=gray, tea+cart=brown, baby+stroller=navy
house thing large center white/rust: log+cabin=brown/brown, dwelling, gatehouse=gray/charcoal, lodge=brown/brown,
  guesthouse=cream/rust, bed+and+breakfast=cream/rust, igloo=white/icy, treehouse=brown/green, tree+house=brown/green,
  dollhouse=pink/rust, doll+house=pink/rust, ranch=cream/brown, estate=cream/gray, duplex=cream/rust,
  beach+house=azure/white, bird+house=brown/red@small, playhouse=red/green, hovel=brown/tan, manor=cream/gray,
  chateau=cream/slate, ski+lodge=brown/brown, haunted+house=charcoal/black, country+house=cream/rust,
  dog+house=red/brown@small, vicarage=cream/rust, chicken+coop=red/brown@medium, coop=red/brown@medium,
  beehive=gold/brown@small, bird+feeder=brown/green@small, birdfeeder=brown/green@small, hobbit+house=brown/green,
  watermill=brown/rust, mill=brown/rust, farm+house=white/gray, summer+house=white/green
barn thing large center crimson/charcoal: granary, cowshed, hayloft=brown/brown, hangar=silver/gray@huge,
  airplane+hangar=silver/gray@huge
building thing huge center tan-gray: dorm=rust, dormitory=rust, courtroom=brown, city+hall=cream, town+hall=cream,
  government+building=cream, headquarters=silver, railway+station=rust, bus+station=gray, fire+station=rust,
  police+station=gray, gas+station=white, post+office=rust, university=rust, college=rust, high+school=rust,
  elementary+school=rust, embassy=cream, edifice=gray, condo=white, condominium=white, motel=cream, hostel=cream,
  tavern=brown, pub=brown, saloon=brown, brewery=rust, winery=tan, subway+station=gray, depot=rust, train+depot=rust,
  prison=gray, jail=gray, barracks=olive, orphanage=rust, sanatorium=white, observatory=white, planetarium=white,
  conservatory=mint, opera+house=cream, casino=gold, bus+terminal=gray, airport+terminal=silver, penthouse=silver,
  tenement=rust, asylum=gray, clinic=white, eatery=cream, bistro=cream, diner=silver, cinema=maroon,
  movie+theater=maroon, theatre=maroon, shopping+center=cream, shopping+mall=cream, department+store=cream,
  convention+center=silver, boarding+house=cream, town+square=tan, brownstone=brown, bookstore=brown, bookshop=brown,
  drugstore=white, pharmacy=white, pizzeria=rust, deli=cream, butcher+shop=red, barbershop=red, pawn+shop=brown,
  pet+shop=teal, flower+shop=pink, gift+shop=pink, candy+store=pink, toy+store=red, liquor+store=maroon,
  convenience+store=white, grocery+store=cream, clothing+store=cream, hardware+store=brown, florist+shop=pink
office thing huge center tan-gray: stadium=gray, colliseum=tan, complex+building=gray, apartment+block=cream,
  parking+garage=gray, car+park=gray, housing+complex=cream, office+block=silver, apartment+complex=cream,
  hotel+building=cream, flats=cream, skyrise=silver
temple thing huge center cream: basilica, acropolis, pantheon, coliseum=tan, amphitheater=tan, amphitheatre=tan,
  ziggurat=tan, stupa=white, synagogue, sanctuary, gazebo=white@large, bandstand=white@large, triumphal+arch=tan,
  stonehenge=gray, sphinx=tan, capitol+building=white, memorial=white, portico=white, arbor=white@large, kremlin=red,
  st+peter's=cream
castle thing huge center gray: stronghold, battlement, ramparts, alcazar=tan, hogwarts=brown, walled+city=tan
church thing large center cream/charcoal: abbey=gray/charcoal@huge, spire=gray/charcoal, priory=gray/charcoal,
  minster=gray/charcoal@huge, convent=cream/rust, belfry=gray/charcoal, parish+church=gray/charcoal,
  church+tower=gray/charcoal
tower thing large center gray: watchtower=brown, control+tower=white, radio+tower=red, big+ben=tan,
  tower+of+pisa=cream, cooling+tower=white, space+needle=white, guard+tower=brown, transmission+tower=gray,
  cn+tower=white, tokyo+tower=red, fire+tower=brown
skyscraper thing large center gray-blue: empire+state+building=gray, office+tower=silver
windmill thing large center white: wind+mill, wind+farm, ceiling+fan=brown@medium
bridge thing huge center gray: drawbridge=brown, covered+bridge=crimson, rope+bridge=brown, london+bridge=tan,
  tower+bridge=tan, brooklyn+bridge=tan, rainbow+bridge=red, flyover=gray, pedestrian+bridge=gray,
  railroad+bridge=rust, trestle=brown, wharf=brown, quay=gray, dam=gray, foot+bridge=brown, boat+dock=brown,
  skywalk=gray
garagedoor thing large center white: rolling+shutter=gray
door thing medium center brown: front+door=red, double+door, sliding+door=white, entryway, trapdoor,
  portal=cyan@large, barn+door=crimson, revolving+door=gold, screen+door=white
window thing medium center pale_azure/white: picture+window@large, bay+window@large, shop+window@large,
  display+window@large, glass+door@large
balcony thing medium center gray: scaffolding, fire+escape=black, veranda=white, bleachers=silver@large,
  grandstand=gray@large, dugout=green@large, kennel=gray, stair+rail=brown, handrail=gray, lattice=white,
  climbing+frame=red, wire+mesh=gray, chicken+wire=gray, playpen=white
sign thing small center red/white: road+sign=green/white, yield+sign=red/white, speed+limit+sign=white/black,
  warning+sign=gold/black, for+sale+sign=red/white, price+tag=white/red, tag=white/black, sticker=gold/red,
  logo=red/white, emblem=gold/red, flyer=gold/red, certificate=cream/gold, leaflet=white/azure, bulletin=white/gray,
  parchment=cream/brown, calendar=white/red, crossing+sign=gold/black, directional+sign=green/white,
  invitation=cream/gold, bumper+sticker=gold/red, license=white/azure, decal=red/white, name+tag=white/red,
  voucher=white/red, marquee=red/gold@medium, chalk+board=charcoal/white, scorecard=white/green, banknote=mint/green,
  dollar+bill=mint/green, cash=mint/green, dollar=mint/green, money=mint/green, post+it+note=yellow/gold,
  sticky+note=yellow/gold, nameplate=gold/black
flag thing medium center red: american+flag=red, british+flag=navy, union+jack=navy, pirate+flag=black,
  rainbow+flag=violet, windsock=orange, national+flag=red, flag+pole=red
lamp thing medium center pale_yellow/charcoal: floor+lamp=cream/brown@large, bedside+lamp, lava+lamp=magenta/silver,
  night+light@small, sconce=cream/gold@small, headlamp@small, nightlight@small, hurricane+lamp=amber/charcoal,
  candelabra=gold/cream, menorah=gold/gold, lampstand=cream/brown
streetlamp thing medium upper charcoal/cream: street+lantern, gas+lamp, gaslight, floodlight, stadium+light
candle thing small center cream: tea+light, birthday+candle=pink, incense+stick=brown, candleholder=gold,
  candle+holder=gold, firecracker=red, sparkler=gold
fountain thing large center light_gray: water+fountain, geyser, drinking+fountain@medium, sprinkler=silver@small,
  water+feature
trafficlight thing medium upper charcoal: street+signal, gas+pump=red, phone+box=red, telephone+booth=red,
  telephone+box=red, mail+box=blue, letterbox=red, letter+box=red, payphone=blue, water+meter=gray, toll+booth=white
room wall medium everywhere light_beige: dining+room, hotel+room, waiting+room, conference+room, sitting+room,
  family+room, living+area, dining+area, basement=gray, attic=brown, cellar=gray, laboratory=white, lab=white,
  workshop=brown, salon=white, nightclub=indigo, cafeteria, ballroom=gold, auditorium=maroon, pantry,
  prison+cell=gray, dungeon=charcoal, nursery=pale_pink, showroom=white, locker+room=gray, laundry+room=white,
  computer+lab, operating+room=mint, hospital+room=white, dorm+room, meeting+room, boardroom, foyer=cream,
  vestibule=cream, chamber, den=brown, sunroom=cream, playroom=pale_yellow, bar+area=dark_brown, work+space=white,
  workspace=white, workplace=white, gymnasium=tan, arcade=indigo, guest+room, studio+apartment, loft,
  throne+room=maroon, court+room=brown, banquet+hall=gold, great+hall=brown, cockpit=charcoal, parlor=maroon,
  common+room, storeroom=gray, kindergarten=pale_yellow, day+care=pale_yellow, spa=mint, bookstore+interior=brown,
  aisle=light_gray
tiles wall medium everywhere light_gray: washroom=white, bath+room=white, shower+room=white, public+toilet=white,
  kitchenette=cream, powder+room=white, backsplash=white, rest+room=white, commercial+kitchen=silver, galley=silver
curtain wall medium everywhere maroon: wallpaper=cream, shower+curtain=white, tarp=blue, tarpaulin=blue,
  drapery=maroon, bath+towel=white, hand+towel=white, dish+towel=white, washcloth=white, bedsheet=white,
  bed+sheet=white, suede=tan, backcloth=gray, netting=white
fence mass medium lower brown: picket+fence=white, chain+link+fence=silver, fencing, barbed+wire=silver,
  barbed+wire+fence=silver, barricade=orange, bannister, parapet=gray, corral=brown, palisade=brown,
  wire+fence=silver, retaining+wall=gray, hand+rail=gray, guard+rail=silver, paddock=brown, wrought+iron+fence=black
crowd mass medium lower gray: mob, spectatorship, throng, rally, concert, festival, congregation, orchestra=black,
  choir=maroon, marching+band=red, army=olive, flea+market=tan, bazaar=rust, carnival=red, farmers+market=green,
  audience+members=gray, horde=brown, cavalry=brown, infantry=olive, procession=maroon
grass ground medium bottom+half green: front+yard, back+yard, zoo=green, baseball+field, football+field,
  soccer+field, playing+field, outfield, infield=tan, ballpark, grassland=khaki, savannah=khaki, steppe=khaki, turf,
  sports+field, campground, campsite, cemetery, graveyard, botanical+garden, flower+garden, fairground, soccer+pitch,
  picnic+area, clearing, glade, moor=olive, moorland=olive, heathland=plum
field ground medium bottom+half green: cornfield=lime, wheatfield=gold, plantation, vegetable+garden,
  vegetable+patch, barley=gold, farmyard=brown, barnyard=brown, sunflower+field=gold, poppy+field=red,
  pumpkin+patch=orange, cropland, paddy+field=lime
flowerfield ground medium bottom+half pink: flower+bed, field+of+flowers, flower+meadow, tulip+bed=red,
  wild+flowers=violet
sand ground medium bottom+third tan: shoreline, riverbank, river+bank, sand+dune, sea+shore, riverside, lakeside,
  lakeshore, oasis, quicksand, sahara=tan-orange, waterfront, beachfront, badlands=rust
soil ground medium bottom+third brown: dirt+road=tan, dirt+track=rust, dirt+path=tan, dirt+field=tan,
  baseball+diamond=rust, mulch=brown, bullring=tan, racetrack=rust, race+track=rust, sawdust=tan, trench=brown,
  battlefield=brown, construction+site=tan, excavation=brown, mudflat=brown, sediment=tan, dirt+lot=tan,
  peat=chocolate, bare+ground=tan, home+plate=tan
snow ground medium bottom+half white: ski+slope, snowfield, tundra, ice+rink=icy, rink=icy, hockey+rink=icy,
  ski+resort, icicles=icy, ski+run, snowbank, frozen+lake=icy, antarctica, permafrost, snow+slope, ski+trail
sea ground medium bottom+half teal-blue: fjord, gulf, cove, seawater, caribbean=turquoise, atlantic, pacific,
  seaport, strait, estuary, open+water, high+seas, seabed=teal, ocean+floor=teal, shipyard, inlet
water ground medium bottom+half teal-blue: hot+spring=turquoise, spring+water=turquoise, marsh=olive, wetland=olive,
  bog=olive, reservoir, waterway, brook, moat, watering+hole=olive, water+hole=olive, riverbed=tan, rivulet,
  fish+pond, koi+pond=teal, floodwater=tan, bayou=olive, everglades=olive, swimming+hole, wading+pool=cyan,
  flooded+street=gray-blue, tide+pool=teal
waves ground medium bottom+half teal-blue: breakers, whitewater=white, tsunami, ocean+wave, whirlpool,
  sea+foam=white
road ground medium bottom+third gray: freeway, motorway, boulevard, avenue, lane, alley, alleyway, roundabout,
  underpass, roadside, cul+de+sac, airfield, airstrip, landing+strip, parking+space, bus+lane, main+street,
  tennis+court=teal-gray, basketball+court=tan, racecourse, zebra+crossing, junction, thoroughfare,
  volleyball+court=tan, parking+area, country+road, interstate, expressway, bike+lane, back+road, crossroad,
  toll+road, skate+park, skatepark, skate+ramp, ramp, halfpipe, speedway, service+road, blacktop, side+street,
  loading+dock, helipad, launch+pad
path ground medium bottom+third light_tan: footpath, trailhead, courtyard, plaza, piazza, promenade=light_gray,
  esplanade=light_gray, bike+path=gray, flagstone=gray, stepping+stones=gray, catwalk=light_gray, cobblestone=gray,
  cobblestone+street=gray, pavers=gray, nature+trail, walking+path, towpath
floor ground medium bottom+third tan-brown: flooring, dance+floor, wood+floor, tile+floor=light_gray,
  concrete+floor=gray, linoleum=cream, parquet, dais, boxing+ring=gray, stairwell=gray, escalator=silver, stair=gray,
  bowling+alley=tan, wrestling+ring=blue, flight+deck=gray, subway+platform=gray, train+platform=gray,
  marble+floor=white, ballroom+floor=gold
carpet ground medium bottom+third maroon: doormat=brown, welcome+mat=brown, bath+mat=white, area+rug, yoga+mat=teal,
  carpeting=tan, bath+rug=white, persian+rug=maroon, prayer+rug=crimson, throw+rug=red, place+mat=tan, placemat=tan,
  mouse+pad=charcoal, mousepad=charcoal, exercise+mat=blue
tabletop ground medium bottom+half brown: counter+top, bar+top, vanity+top=white, table+top, stovetop=charcoal,
  windowledge=gray, mantel=cream, mantelpiece=cream, worksurface=tan
mountains far medium bottom+two+thirds gray-blue: volcano=charcoal, mountaintop, mountainside, everest, matterhorn,
  mount+fuji, himalayas, andes, rockies, peak, ridge, caldera=charcoal, mount+everest, mountain+pass,
  mount+rushmore=gray, mountainscape
hills far medium bottom+two+thirds olive: plateau=rust, mesa=rust, dale, knoll, ridge+line, foothill, embankment,
  highlands, lowlands, glen, shire=green, steep+slope
forest far medium everywhere dark_green: pine+forest, redwood+forest, wilderness, thicket, underbrush,
  birch+forest=lime
town far medium middle gray: neighborhood, neighbourhood, suburb, hamlet=tan, slum=brown, row+of+shops=cream,
  shopping+street=cream, township=tan, settlement=tan, terraced+houses=rust, barrio=tan, city+block,
  trailer+park=white, chinatown=rust, favela=tan, old+town=tan
skyline far medium middle gray: metropolis, megacity, new+york=gray, manhattan=gray, hong+kong=gray,
  new+york+city=gray, san+francisco=gray, downtown+area, business+district
cliff mass medium right tan-gray: escarpment, precipice, grotto=dark_gray, cavern=dark_gray, ravine, cliffside,
  cliff+face, outcrop, outcropping, rock+formation, tunnel=charcoal, crevasse=icy, rock+wall, lair=dark_gray
rocks mass medium bottom+third gray: scree, river+rocks, shingle, wreckage=rust, shale, rockery, rock+garden,
  firewood=brown, lumber=tan, scrap+metal=rust
sky sky medium everywhere light_blue: outer+space=black, galaxy=indigo, nebula=purple, cosmos=navy, night+sky=navy,
  milky+way=indigo, universe=navy, aurora=emerald, northern+lights=emerald, aurora+borealis=emerald,
  stratosphere=navy, space+scene=black, firmament=blue, wormhole=purple
clouds sky medium top+half white: thundercloud=charcoal, cumulus, cirrus, dust+storm=tan, sandstorm=tan,
  tornado=charcoal, hurricane=gray, smog=gray, cloud+cover=light_gray, cumulonimbus=gray
fire light medium center orange: fire+pit, wildfire, ember, fireball, forest+fire, inferno, magma, supernova,
  lava+flow, bunsen+burner, flamethrower, hellfire
glow light large center pale_yellow: candlelight, lamp+light, headlights, aura, laser=red, laser+beam=red, sun+rays,
  sun+beam, god+rays, moonbeam, lighting+effect, lens+flare, spot+light
stars patch medium top+half white: constellation, sequins=gold, sparkles, raindrop, droplets, water+droplets,
  dew=icy, sprinkles=pink, meteor+shower=pale_yellow, dust+particles, pollen=gold
star thing small upper gold: shooting+star, sea+star=orange, ninja+star=silver, shuriken=silver, pentagram=red,
  snow+flake=white, death+star=gray@large, star+of+david=azure, ice+crystal=icy
heart thing medium center red: broken+heart, kidney=maroon, brain=pink
arrow thing medium center red: boomerang=brown, directional+arrow, harpoon=gray
skull thing medium center cream: human+skull, dog+bone, sugar+skull=white, carcass=rust, rib+cage, ribcage, jawbone
shell thing small center peach: clamshell=beige, scallop=peach, mussel=navy, nautilus+shell=cream, garden+snail=tan,
  mollusk=tan
lamp thing small upper pale_yellow/charcoal: pendant+light, ceiling+light, ceiling+lamp, light+fixture, hanging+lamp
"""
