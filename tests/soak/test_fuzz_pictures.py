"""Thousands of damaged pictures, each a picture or one line, in bounded memory."""

import resource
import time
from pathlib import Path

from tests import hostile_pictures
from tests.test_hostile_pictures import opens

EACH = 1500
"""Cuts, and other damage, of each kind of file."""
MOST_GROWTH_KIB = 400 << 10
"""A picture of 120 megapixels that a damaged header asks for may be decoded once; nothing may pile up."""


def test_damaged_pictures(tmp_path: Path, soak_seed: int, often, tally) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    opened = tried = 0
    slowest_s = 0.0
    for name, data in hostile_pictures.damaged(often(EACH), seed=soak_seed):
        began_s = time.process_time()
        opened += opens(name, data, tmp_path)
        slowest_s = max(slowest_s, time.process_time() - began_s)
        tried += 1
    growth = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    tally(files=tried, opened=opened, refused=tried - opened, growth_mib=growth >> 10, slowest_s=round(slowest_s, 1))
    assert growth < MOST_GROWTH_KIB
