import numpy as np
import pytest

from codec.caption import MODEL_FILE, MODEL_FOLDER
from codec.errors import FormatError
from codec.model_file import ModelFile, write_arrays

ARRAYS = {
    "few": np.array([0, 3, 255], np.uint32),
    "many": np.array([[0, 3], [70_000, 9]], np.uint64),
    "signed": np.array([-5, 4], np.int64),
    "one": np.array(7, np.int64),
    "none": np.zeros(0, np.uint32),
    "sparse": np.zeros(50_000, np.uint16),
    "dense": np.random.default_rng(1).integers(-128, 128, 50_000).astype(np.int8),
}


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "model.npz"
    path.write_bytes(write_arrays(ARRAYS))
    return path


def test_numbers_are_read_back(path):
    arrays = ModelFile(path)
    assert sorted(arrays) == sorted(ARRAYS)
    assert len(arrays) == len(ARRAYS)
    for name, array in ARRAYS.items():
        assert arrays[name].shape == array.shape
        assert np.array_equal(arrays[name], array)
    assert arrays["few"].dtype == np.uint8
    assert arrays["many"].dtype == np.uint32
    assert arrays["signed"].dtype == np.int64


def test_equal_arrays_give_equal_files_and_only_sparse_ones_are_packed(path):
    assert write_arrays(ARRAYS) == path.read_bytes()
    assert ARRAYS["dense"].nbytes < path.stat().st_size < ARRAYS["dense"].nbytes + 4000
    assert ARRAYS["dense"].tobytes() in path.read_bytes()


def test_an_array_that_is_damaged_or_missing_is_refused_when_it_is_asked_for(path):
    data = path.read_bytes()
    path.write_bytes(data.replace(ARRAYS["dense"].tobytes(), bytes(ARRAYS["dense"].nbytes)))
    arrays = ModelFile(path)
    assert np.array_equal(arrays["few"], ARRAYS["few"])
    for name in ("dense", "other"):
        with pytest.raises(FormatError, match="install the program again"):
            arrays[name]


@pytest.mark.parametrize("data", [b"", b"no archive", None])
def test_what_is_no_archive_is_refused(tmp_path, data):
    path = tmp_path / "model.npz"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(FormatError, match="install the program again"):
        ModelFile(path)


def test_the_shipped_file_is_what_the_trainer_would_write():
    shipped = MODEL_FOLDER / MODEL_FILE
    arrays = ModelFile(shipped)
    again = write_arrays(dict(arrays))
    assert again == shipped.read_bytes()
