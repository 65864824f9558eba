"""Which of ImageNet's 1000 classes mean which noun of ours, by index; holds no weights and no pictures.

The indices are those of the ILSVRC 2012 classes in the usual order of their synsets.
"""

from collections.abc import Mapping

CLASSES = 1000

_TABLE = """
bird: 10-16 18-21 23 80-83 85-86 91-95 127-129 131-143 146
rooster: 7-8
ostrich: 9
crow: 17
owl: 24
eagle: 22
peacock: 84
parrot: 87-90
toucan: 96
duck: 97-99
swan: 100
flamingo: 130
pelican: 144
penguin: 145
dog: 151-268 273
wolf: 269-272 274-276
fox: 277-280
cat: 281-285
leopard: 286-290 293
lion: 291
tiger: 292
bear: 294-297
rabbit: 330-332
squirrel: 335-336 298-299
horse: 339 603
zebra: 340
pig: 341-343
hippo: 344
cow: 345-347
sheep: 348-350
deer: 351-353
camel: 354-355
monkey: 365-384
elephant: 101 385-386
panda: 387-388
kangaroo: 102-106
otter: 149-150 356-362
whale: 147-148
fish: 0-6 389-397
jellyfish: 107
coral: 108-109 973
turtle: 33-37
lizard: 25-29 38-51
snake: 52-68
frog: 30-32
spider: 70-77 815
insect: 300-320
butterfly: 321-326
crab: 118-125
snail: 113-115
starfish: 327
shell: 112 117
boat: 472 554 576 625 814 724 913 833 449
ship: 403 510 628
sailboat: 484 780 871 914
car: 407 436 468 475 479 511 581 609 627 656 661 717 751 817 573 734
truck: 555 569 675 864 867 586 847 803
bus: 654 779 874 757
train: 466 547 820 829 705 565
motorcycle: 665 670
bicycle: 444 671 870 880
tractor: 595 856 866 730
plane: 404 895 908
helicopter: 405
rocket: 657 744 812
lighthouse: 437
church: 497 663 538 668 442 832
castle: 483 698
barn: 425
house: 660 853 858 915
tower: 682 900 863 873 877
bridge: 821 839 888
pier: 718 536
fountain: 562 974
window: 904-905 789 799
clock: 409 530-531 826 892
fence: 716 489 912
tent: 672 701
umbrella: 879
balloon: 417
ball: 429-430 522 574 768 805 852 890 722 746
flower: 985 986 989
field: 984 958
mushroom: 947 991-997
vase: 883 738
banana: 954
tangerine: 950
lemon: 951
apple: 948
strawberry: 949
pineapple: 953
fruit: 952 955-957 988 990
vegetable: 936-946 987
pizza: 963
burger: 933
sandwich: 934 965
bread: 930-932
ice cream: 928-929
cake: 927 960-961
plate: 923 924-926 935 959 962 964
cup: 504 967-969
glass: 441 572 966
bottle: 440 720 737 898 907 901
teapot: 505 849 550
bowl: 659 809
pan: 567 909 544 469
chair: 423 559 765 857 703
sofa: 831
table: 532 736 526
bed: 564 516 520 721 750
lamp: 619 846 818
book: 917 921 446
bookcase: 453-454 624
laptop: 620 681
television: 527 664 782 851 598
keyboard: 508 810 878
phone: 487 528 707
camera: 732 759
guitar: 402 420 546
piano: 579 881 687
violin: 486 889
drum: 541 822
sunglasses: 836-837
hat: 515 808 452 439
helmet: 518 560 433
mask: 643 570 796
dress: 578 601 614 689 399-400
suit: 834 906 457
player: 981 610 752
bride: 982
swimmer: 983 801 445 638-639 842
skier: 795 537 450 802
shirt: 617 652 841 474 735 869 568
shoe: 770 630 502 514 774 788
bag: 414 636 748
basket: 588 790
mountains: 970 979 980
sea: 977-978 976 460
lake: 975
cliff: 972 500
street sign: 919
traffic light: 920
teddy bear: 850
candle: 470 607
stage: 819 854
restaurant: 762 498
shop: 509 582 415 467 860 865
"""


def _read(table: str) -> dict[str, tuple[int, ...]]:
    groups: dict[str, tuple[int, ...]] = {}
    for line in table.strip().splitlines():
        noun, _, ranges = line.partition(":")
        members: list[int] = []
        for part in ranges.split():
            first, _, last = part.partition("-")
            members += range(int(first), int(last or first) + 1)
        groups[noun] = tuple(sorted(set(members)))
    return groups


GROUPS: Mapping[str, tuple[int, ...]] = _read(_TABLE)
"""Noun to the indices of the classes that show it."""

OTHERS: tuple[int, ...] = tuple(
    sorted(set(range(CLASSES)) - {index for members in GROUPS.values() for index in members})
)
"""The classes that mean none of the nouns: what is seen there is something else."""
