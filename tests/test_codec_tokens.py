import base64
import hashlib

import pytest
import tiktoken
import tiktoken_ext.openai_public
from hypothesis import given
from hypothesis import strategies as st

from codec.tokens import (
    BITS_PER_CODE_TOKEN,
    VOCABULARY_SIZE,
    count_code_tokens,
    read_vocabulary,
    text_of_ids,
    token_ids,
)

PUBLISHED_SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"


def test_vocabulary_rebuilds_the_published_file():
    lines = (b"%b %d\n" % (base64.b64encode(token), rank) for rank, token in enumerate(read_vocabulary()))
    assert hashlib.sha256(b"".join(lines)).hexdigest() == PUBLISHED_SHA256
    assert len(read_vocabulary()) == VOCABULARY_SIZE <= 1 << BITS_PER_CODE_TOKEN


@pytest.fixture(scope="module")
def published():
    """tiktoken's own o200k_base, given our ranks in place of its download."""
    with pytest.MonkeyPatch.context() as patch:
        ranks = {token: rank for rank, token in enumerate(read_vocabulary())}
        patch.setattr(tiktoken_ext.openai_public, "load_tiktoken_bpe", lambda *_, **__: ranks)
        return tiktoken.Encoding(**tiktoken_ext.openai_public.o200k_base())


TEXTS = [
    "",
    "pale blue sky, dark green trees left",
    "It's 1024x768, isn't it? I'LL SEE  YOU'RE",
    "<|endoftext|> is text",
    "naïve café, \u05e9\u05dc\u05d5\u05dd, \u4f60\u597d, \U0001f431\u200d\U0001f464",
    "line\r\n\n\ttab   end  ",
    "  two  spaces,, and,commas , bright eucalyptus swimmer ",
    "a" * 3000,
]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_agrees_with_tiktoken(published, text):
    assert token_ids(text) == published.encode_ordinary(text)
    assert text_of_ids(token_ids(text)) == text


@given(text=st.text(max_size=60))
def test_agrees_with_tiktoken_on_any_text(published, text):
    assert token_ids(text) == published.encode_ordinary(text)
    assert count_code_tokens(text) == len(published.encode_ordinary(text))


@given(text=st.text(alphabet="abcdefghijklmnopqrstuvwxyz ,", max_size=60))
def test_plain_text_agrees_with_tiktoken(published, text):
    assert token_ids(text) == published.encode_ordinary(text)
    assert text_of_ids(token_ids(text)) == text


def test_every_word_of_the_vocabulary_agrees_with_tiktoken(published):
    words = [token.decode("ascii") for token in read_vocabulary() if token.strip(b" ,").isalpha() and token.islower()]
    text = " ".join(words[::7])
    assert token_ids(text) == published.encode_ordinary(text)
