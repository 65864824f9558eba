"""Words of prose that are not drawn: what is abstract, what things have, qualities, and what is not even reported.

Knows nothing of grammar.
"""


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


ABSTRACT: frozenset[str] = frozenset(
    _words(
        """contrast sense variety array assortment series blend mix mixture quality effect texture textures atmosphere
    essence glimpse design designs hue hues tone tones shade shades touch pop hint feeling feelings mood
    presence appearance difference detail details pattern patterns finish balance moment moments task distance
    proximity manner space spaces visual contrasts aesthetic ambiance ambience vibe charm elegance beauty
    simplicity depth movement motion energy warmth calm serenity tranquility stillness silence juxtaposition
    combination collection selection number amount degree level example idea concept theme setting settings
    environment event events activity activities position positions pose poses angle angles perspective focus
    attention gaze expression expressions gesture gleam shimmer sheen luster sparkle impression reminder story
    tale sight process progress state condition conversation discussion performance competition celebration
    occasion purpose use role nature character style styles interpretation rendering depiction version
    representation dimension dimensions size sizes length height width weight age mid midst brink verge course
    mystery nostalgia wonder luxury adventure freedom peace solitude intrigue drama whimsy magic life love joy
    humor history heritage tradition craftsmanship artistry skill strength power grace comfort privacy safety
    speed scale proportion symmetry harmony chaos order significance importance meaning value benefit fact way
    result trick tricks stunt stunts game games match race turn bite ride paint lot fun job
    sport sports type types prayer prayers headache party parties sort appointment treatment
    work trip ingredients lighting trending artstation cinematic render renders movie film award winning jump jumps
    world
    nice old land fixtures fixture axis illustration illustrations contemporary team teams masterpiece resolution
    hdr uhd
    hd dslr photorealism realism anime octane unreal unity symbol symbols youtube instagram pinterest
    deviantart behance quality fantasy epic baroque professional good beautiful stunning training course
    guide guides control controls file files mess picnic lecture catch play plays show shows season seasons spell
    technology theme text texts title word words name names brand company genre panorama closeup macro
    ratio exposure palette element elements creation creations vision visuals expanse stretch
    backlighting highlight highlights accent accents boundary boundaries opening juxtapositions
    sound sounds smell scent aroma taste melody music rhythm song dance dances speech whisper echo silence memory
    memories dream dreams thought thoughts mind emotion emotions excitement curiosity determination elation
    morning afternoon evening noon day night hour hours minute year years century summer winter spring autumn weather
    breeze wind gust temperature climate direction directions point points view views vantage
    half halves quarter majority lack absence abundance plenty flurry burst bursts hustle
    bustle traffic flow rush attempt act action actions pause break stop start beginning end middle
    vicinity proximity surroundings outskirts interplay gradient gradients transition swirl swirls streaks
    message messages phrase quote caption captions language information data content contents"""
    )
)
"""Unknown to the painter, and nothing that a shape could stand for."""

FITTINGS: frozenset[str] = frozenset(
    _words(
        """sleeve sleeves pocket pockets hood saddle saddles leash leashes bumper bumpers windshield windshields
        headlight
    hubcaps spoke spokes handlebar handlebars knob knobs bristle bristles brim brims fender fenders hem cuff cuffs
    lapel
    lining reins rein bridle strings buckle buckles zipper seam seams stitching armrest armrests backrest crust
    topping
    toppings frosting icing filling fillings seasoning rind yolk plumage torso shoulder shoulders elbow elbows
    waist wrist
    wrists knee knees hip hips chin cheek cheeks forehead brow brows eyebrow eyebrows ankle ankles toe toes lap belly
    stomach hoof hooves whisker whiskers limb limbs muscle muscles freckles eyelashes lashes nail nails hairline
    hairstyle
    visage carvings carving engravings inscription inscriptions lettering emblems motif motifs trim
    border borders numbers number level levels stop sort row rows hinge hinges latch lid lids spout cover
    covers
    casing compartment compartments grip exterior base bases tines prongs spines veins stamen stamens"""
    )
)
"""What other things have, and nobody draws by itself."""

QUALITIES: frozenset[str] = frozenset(
    _words(
        """young full intricate open sharp new cute modern first ultra elegant short single double clean cut
        outdoor warm
    fresh busy happy rectangular perfect held ancient built second stark wild hidden pretty older hard written drawn
    simple american nearby fine thick forward adjacent heavy sleek last great bold unique dirty super urban roman
    radiant free broken dead western delicate japanese indoor antique clad private straight french pristine late
    cool christian alone found further ambient otherwise complex slow underwater frank strong lone fancy cold subtle
    triangular known ripe shallow serene chinese bent healthy fast funny raw messy bare opposite muscular cozy
    fallen lost complete dense sweet laid solar crisp transparent iridescent gentle extreme bald smart quiet sad
    creepy mobile worn frozen parallel grown translucent steep upward senior teenage fat overgrown angry buddhist
    welcome strange outer fourth fake extra prior dreamy noble tight exquisite major easy blank separate italian fit
    grainy greek downward loose homemade civil better german coherent accurate neo elaborate prominent dystopian bad
    african victorian european due former ajar starry odd distinct reminiscent downhill slight weird tranquil wispy
    important neat foreign eerie underground spent chubby popular windy insane jumbo torn sturdy inner compact
    thrown kept curvy northern unknown russian dreamlike secret given sheer laden diverse eastern creamy common mad
    mean suburban quaint tasty lifelike gloomy southern third rare robust hefty sprawling natural surreal ideal
    industrial several special local visual digital nude curious precious proud clever friendly lively lovely ugly
    lonely silly rugged dusky luscious shaggy woolly hardy lush plump"""
    )
)
"""What is said of things, and is reported."""

UNDRAWN = ABSTRACT | FITTINGS | QUALITIES
"""Unknown words that stand for no thing."""

FUNCTION_WORDS: frozenset[str] = frozenset(
    _words(
        """is are was were be been being am do does did done has_been have had having will would shall should may
        might must
    could that which who whom whose what where when why how while as than then so or nor but not yes if because
    though although although there here it he she they them him we us i you me itself himself herself themselves
    to for to_be about also very really quite just only even still yet too more most much less least own same such
    both other others else again ever never always often s t with_its up out off away back together apart along_with
    image photo_of picture_of photograph_of a_photo_of a_picture_of an_image_of a_photograph_of painting_of
    a_painting_of
    close_up_of a_close_up_of a_view_of view_of scene scenery view shot a_shot_of photography composition
    drawing_of a_drawing_of portrait_of_the illustration_of an_illustration_of style
    background_of side sides part parts kind type sort area end ends place way time day front type of_the
    brush_strokes brushstrokes brush_stroke pieces_of shades_of a_shade_of shade_of on_display for_display
    corner corners edge_of_the foreground_of surroundings section portion rest frame_of various_kinds_of
    looking looks look watching watches appears appear seen visible shown depicting depicts depicted captured
    featured featuring_the showing_off taking taken made making going goes go getting gets get put puts placed set
    located situated positioned parked waiting trying ready about_to next ahead during after before_the
    s' 's the_the what's it's that's there's
    it's each_other one_another something_else nothing everyone everything anyone
    into_the_distance across_from in_order_to such_as as_well_as
    used_as known_as at_least at_all in_general
    picket chain_link colored colors color haired all past close close_up kinds whose centres tips tip base body
    at_the_camera into_the_camera the_camera smiles smiling being_used used using_the appears_to_be seems
    seem slightly somewhat mostly partly almost nearly fully
    of_the_frame of_the_image of_the_picture of_the_photo of_the_photograph of_the_scene of_the_composition
    of_the_shot
    in_the_image in_the_picture in_the_photo in_the_photograph in_the_frame in_the_scene within_the_frame the_image
    the_photograph the_photo the_picture this_image this_photo this_picture this_photograph this_shot the_shot
    images_of pictures_of photos_of photographs_of image_of collage_of a_collage_of series_of a_series_of
    taking_pictures taking_a_picture taking_photos taking_a_photo takes_a_picture take_a_picture taking_a_selfie
    van_gogh oil_on_canvas acrylic_on_canvas concept_art digital_art fantasy_art fan_art pixel_art line_art
    bird's_eye bird's_eye_view bird_eye_view worm's_eye
    for_a_picture for_a_photo for_the_camera for_a_photograph
    of_frame the_composition the_viewer the_camera eye_level at_eye_level high_angle low_angle full_shot medium_shot
    long_shot wide_shot medium_full_shot can_be can_be_seen can_see could_be on_either_side on_each_side on_all_sides
    sign_of a_sign_of signs_of while_also while_the upon_which overall whole entire main different similar"""
    )
)
"""Words that are neither drawn nor reported."""
