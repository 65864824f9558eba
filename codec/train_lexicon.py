"""The tables of the caption model that are about words: vocabulary, case, spelling; it must not know contexts."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from codec.caption import UNKNOWN_TENDENCY, CaseContext, has_case
from codec.lexer import Case, Lexeme
from codec.spelling import END_CHARACTER, FIRST_CHARACTER, FIRST_LIST, OTHER_CHARACTER
from codec.symbols import ESCAPE, FIRST_ENTRY, Alphabet, Entry, start_symbol

Tables = dict[str, npt.NDArray[np.generic]]
Weighted = list[tuple[list[Lexeme], int]]
"""Texts as lexemes, each with how often it counts."""

SYMBOLS: Final = 16_384
ADOPTED: Final = 400
"""A word without a symbol that is said so often, as its texts count, gets that of one that is hardly said."""
CHARACTERS: Final = 160
_SIZES: Final = (10, 20, 35, 40, 50, 55, 60, 70)
_TENDENCY_EDGES: Final = (0.002, 0.05, 0.5)
_ODDS_ONE: Final = 1 << 14
_START_ODDS: Final = (14, 20, 20, 10)
"""Lower case, capital, lower case with a comma, capital with a comma: a guess at what will be coded, not a count."""


def choose_alphabet(texts: Weighted) -> Alphabet:
    """Give the commonest lexemes of the training texts a symbol each."""
    counts = _count_entries(texts)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return Alphabet([entry for entry, _ in ranked[: SYMBOLS - FIRST_ENTRY]])


def adopt_words(entries: list[Entry], texts: Weighted) -> list[Entry]:
    """Give words that are said at least `ADOPTED` times the symbols of those that are hardly said.

    The network knows a symbol by what it stood for before: it must be trained further.
    """
    counts, known = _count_entries(texts), set(entries)
    fresh = [entry for entry, count in counts.most_common() if entry not in known and count >= ADOPTED]
    rarest = sorted(range(len(entries)), key=lambda place: (counts[entries[place]], -place))
    adopted = list(entries)
    for place, entry in zip(rarest, fresh, strict=False):
        if counts[adopted[place]] >= counts[entry] // 4:
            break
        adopted[place] = entry
    return adopted


def _count_entries(texts: Weighted) -> Counter[Entry]:
    counts: Counter[Entry] = Counter()
    for lexemes, weight in texts:
        for lexeme in lexemes:
            if lexeme.case is not Case.EXACT and not lexeme.form.isspace():
                counts[lexeme.form, lexeme.unusual_gap] += weight
    return counts


def alphabet_tables(alphabet: Alphabet) -> Tables:
    """Return the tables `entry_forms` (UTF-8, one a line) and `entry_gaps`."""
    forms = "\n".join(form for form, _ in alphabet.entries).encode("utf-8")
    return {
        "entry_forms": np.frombuffer(forms, np.uint8),
        "entry_gaps": np.array([gap for _, gap in alphabet.entries], np.uint8),
    }


def read_alphabet(tables: Mapping[str, npt.NDArray[np.generic]]) -> Alphabet:
    """Return the alphabet that `alphabet_tables` wrote."""
    forms = tables["entry_forms"].tobytes().decode("utf-8").split("\n")
    return Alphabet(list(zip(forms, map(bool, tables["entry_gaps"].tolist()), strict=True)))


def case_tables(texts: Weighted, *, alphabet: Alphabet) -> Tables:
    """Return `tendencies` of the entries, `case_odds` by place, last case and tendency, and `start_odds`."""
    tendencies = _tendencies(texts, alphabet=alphabet)
    odds = np.zeros((4, 3, UNKNOWN_TENDENCY + 1, 3), np.int64)
    for lexemes, weight in texts:
        first = start_symbol(lexemes)
        context = CaseContext(first)
        for lexeme in lexemes:
            if lexeme.case is not Case.EXACT and has_case(lexeme.form):
                symbol = alphabet.symbols_of(lexeme)[-1]
                tendency = UNKNOWN_TENDENCY if symbol == ESCAPE else int(tendencies[symbol - FIRST_ENTRY])
                odds[(*context.row(tendency), int(lexeme.case))] += weight
            context.advance(lexeme.form, lexeme.case)
    shares = (odds + 0.2) / (odds + 0.2).sum(axis=-1, keepdims=True)
    return {
        "tendencies": tendencies,
        "case_odds": np.maximum(np.rint(shares * _ODDS_ONE), 1).astype(np.uint16),
        "start_odds": np.array(_START_ODDS, np.uint8),
    }


def _tendencies(texts: Weighted, *, alphabet: Alphabet) -> npt.NDArray[np.uint8]:
    """Classify entries by how often they are capitalised where nothing but the form asks for it."""
    counts = np.zeros((len(alphabet.entries), 3))
    for lexemes, weight in texts:
        for lexeme in lexemes[1:]:
            if lexeme.case is not Case.EXACT:
                symbol = alphabet.symbols_of(lexeme)[-1]
                if symbol != ESCAPE:
                    counts[symbol - FIRST_ENTRY, int(lexeme.case)] += weight
    share = 1 - (counts[:, 0] + 0.5) / (counts.sum(axis=1) + 0.501)
    classes = np.digitize(share, _TENDENCY_EDGES)
    return np.where((counts[:, 2] > counts[:, 0]) & (counts[:, 2] > counts[:, 1]), 4, classes).astype(np.uint8)


def spelling_tables(
    texts: Weighted, *, alphabet: Alphabet, held_out: Iterable[list[Lexeme]], word_list: Path
) -> Tables:
    """Return the word tiers and the character odds.

    The first tier holds the training words that have no symbol, the others those of the general list, commonest first.
    `held_out` texts tell how likely each tier is; `word_list` has one `word TAB size` a line.
    """
    unlisted = _unlisted_words(texts, alphabet=alphabet)
    tiers = [sorted(unlisted), *_list_words(word_list, known={form for form, _ in alphabet.entries} | set(unlisted))]
    tier_of = {word: i for i, words in enumerate(tiers, FIRST_LIST) for word in words}
    odds = np.full(FIRST_LIST + len(tiers), 2, np.int64)
    for lexemes in held_out:
        for lexeme in lexemes:
            if alphabet.symbols_of(lexeme)[-1] == ESCAPE:
                exact = lexeme.case is Case.EXACT
                odds[1 if exact else tier_of.get(lexeme.form, 0)] += 1
    tables: Tables = {"tier_odds": odds.astype(np.uint16)}
    for i, words in enumerate(tiers, FIRST_LIST):
        tables[f"tier{i}"] = np.frombuffer("\n".join(words).encode("utf-8"), np.uint8)
    return tables | _character_tables(texts, alphabet=alphabet)


def _unlisted_words(texts: Weighted, *, alphabet: Alphabet) -> set[str]:
    forms = (x.form for lexemes, _ in texts for x in lexemes if alphabet.symbols_of(x)[-1] == ESCAPE)
    return {form for form in forms if form.isalpha() and form == form.lower() and form.isascii() and len(form) > 2}


def _list_words(path: Path, *, known: set[str]) -> list[list[str]]:
    """Read the general list: for each size its lower-case words that no smaller size and no other table has."""
    seen, tiers = set(known), []
    rows = [line.rpartition("\t") for line in path.read_text("utf-8").splitlines()]
    for size in _SIZES:
        words = {word.lower() for word, _, number in rows if number == str(size) and word.isalpha()} - seen
        seen |= words
        tiers.append(sorted(words))
    return tiers


def _character_tables(texts: Weighted, *, alphabet: Alphabet) -> Tables:
    """Count characters after two, one and no characters in the forms that must be spelled."""
    forms = Counter(x.form for lexemes, _ in texts for x in lexemes if alphabet.symbols_of(x)[-1] == ESCAPE)
    seen = Counter(character for form in forms for character in form)
    characters = "".join(sorted(c for c, _ in seen.most_common(CHARACTERS)))
    codes = {character: i + FIRST_CHARACTER for i, character in enumerate(characters)}
    size = FIRST_CHARACTER + len(characters)
    counts = np.zeros((size, size, size))
    for form in forms:
        chain = [codes.get(character, OTHER_CHARACTER) for character in form]
        for before, last, code in zip(
            [END_CHARACTER, END_CHARACTER, *chain], [END_CHARACTER, *chain], [*chain, END_CHARACTER], strict=False
        ):
            counts[before, last, code] += 1
    tables: Tables = {"characters": np.frombuffer(characters.encode("utf-32-le"), np.uint8)}
    for n, table in enumerate((counts.sum(axis=(0, 1)), counts.sum(axis=0), counts)):
        whole = np.maximum(table.sum(axis=-1, keepdims=True), 1)
        tables[f"character_odds{n}"] = np.rint(255 * table / whole).astype(np.uint8)
    return tables
