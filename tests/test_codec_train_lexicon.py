from codec.lexer import split_text
from codec.train_lexicon import ADOPTED, adopt_words

ENTRIES = [("gray", False), ("sky", False), ("alertness", False), ("zeal", False)]


def test_words_that_have_become_common_take_the_symbols_of_the_rarest():
    texts = [(split_text("gray mocha sky"), ADOPTED), (split_text("zeal"), 2), (split_text("graphite"), ADOPTED - 1)]
    assert adopt_words(ENTRIES, texts) == [("gray", False), ("sky", False), ("mocha", False), ("zeal", False)]


def test_no_word_loses_its_symbol_to_one_that_is_hardly_commoner():
    texts = [(split_text("gray sky zeal alertness"), ADOPTED), (split_text("mocha"), ADOPTED)]
    assert adopt_words(ENTRIES, texts) == ENTRIES
