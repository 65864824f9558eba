"""Disks and quotas of every size, and many processes at once, again and again."""

import random

import pytest
from kills import save_pictures, warmed
from places import check_full_disk, check_many_at_once, check_quota, check_second_process, play_whole


@pytest.fixture(scope="module")
def warm(tmp_path_factory):
    with warmed(tmp_path_factory.mktemp("warm")) as process:
        yield process


@pytest.fixture
def picture(tmp_path):
    return save_pictures(tmp_path / "pictures")[0]


def test_disks_of_every_size(warm, picture, tmp_path, often, tally):
    whole = play_whole(warm, picture, tmp_path / "whole")
    full = [
        check_full_disk(warm, picture, tmp_path, kib=kib, whole=whole) for kib in range(16, 1296, 1280 // often(40))
    ]
    tally(disks=len(full), full=sum(full))
    assert len(full) // 4 < sum(full) < len(full)


def test_quotas_of_every_size(warm, picture, tmp_path, soak_seed, often, tally):
    chance = random.Random(soak_seed)
    whole = play_whole(warm, picture, tmp_path / "whole")
    sizes = [chance.randrange(400, 1_000_000) for _ in range(often(40))]
    short = [
        check_quota(warm, picture, tmp_path / f"runs-{n}", most_bytes=size, whole=whole) for n, size in enumerate(sizes)
    ]
    tally(quotas=len(short), too_small=sum(short))
    assert len(short) // 4 < sum(short) < len(short)


def test_second_processes(warm, picture, tmp_path, often, tally):
    for number in range(often(20)):
        check_second_process(warm, picture, tmp_path / f"runs-{number}")
    tally(refused=often(20))


def test_twenty_processes_at_once(warm, picture, tmp_path, often, tally):
    for number in range(often(5)):
        check_many_at_once(warm, picture, tmp_path / f"runs-{number}", count=20)
    tally(processes=20 * often(5))
