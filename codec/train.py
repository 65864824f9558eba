"""Rebuild the shipped caption model from text files: `python -m codec.train DATA_DIR`; it must not know a file format.

DATA_DIR holds `captions/` and `regions/labels.jsonl`. Needs the `train` extra (torch). With `--network` the recurrent
network is taken from an earlier run and only the tables are made anew.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch

from codec.caption import CaptionModel
from codec.errors import MubppError
from codec.files import write_whole
from codec.lexer import Lexeme, split_text
from codec.model_file import ModelFile, write_arrays
from codec.network import Network
from codec.ngrams import NgramModel
from codec.symbols import END, Alphabet, start_symbol
from codec.train_calibrate import fit_leans, fit_trust, neutral_leans, neutral_trust
from codec.train_corpus import TextSet, read_corpus
from codec.train_lexicon import (
    Tables,
    Weighted,
    adopt_words,
    alphabet_tables,
    case_tables,
    choose_alphabet,
    read_alphabet,
    spelling_tables,
)
from codec.train_network import CaptionNetwork, Ids, Shape, collate, save_tensors, train_network
from codec.train_ngrams import count_levels, prune_levels
from codec.train_quantise import quantise_network, recover_weights

ORDER = 4
LEAST_COUNTS = [1, 1, 2, 2]
"""N-grams seen less often than this, by order, are left out."""
CALIBRATION_LINES = 150
"""The first lines of each validation set set the free numbers; the benchmark reports on the others."""
PASSES = 3.3
TUNING_PASSES = 0.25


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m codec.train", description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA_DIR")
    parser.add_argument("--sketch", type=Path, metavar="FILE", help="sentences of the sketch team, one a line")
    parser.add_argument(
        "--colours",
        type=Path,
        metavar="FILE",
        help="values of their colour words (`benchmarks.sentences --colours`): made sentences keep colours together",
    )
    parser.add_argument(
        "--network",
        type=Path,
        metavar="FILE",
        help="network weights of an earlier run, or a model file to recover them from",
    )
    parser.add_argument(
        "--further-passes", type=float, default=0.0, metavar="N", help="with --network: passes to train it on for"
    )
    parser.add_argument("--save-network", type=Path, default=Path("caption1.pt"), metavar="FILE")
    parser.add_argument("-o", "--out", type=Path, default=Path("codec/model/caption1.npz"), metavar="FILE")
    options = parser.parse_args()
    try:
        build(options)
    except MubppError as error:
        print(f"codec.train: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def build(options: argparse.Namespace) -> None:
    """Read the text, make the tables, train or load the network, calibrate, write the model file."""
    sets = read_corpus(options.data, sketch_sentences=options.sketch, colours=options.colours)
    cut = {text_set.name: [split_text(line) for line in text_set.train] for text_set in sets}
    weighted: Weighted = [(lexemes, s.repeat) for s in sets for lexemes in cut[s.name]]
    held_out = [split_text(line) for s in sets for line in calibration_lines(s)]
    earlier = load_network(options.network) if options.network else None
    if earlier and options.further_passes:
        earlier["entries"] = adopt_words(earlier["entries"], weighted)
    alphabet = Alphabet(earlier["entries"]) if earlier else choose_alphabet(weighted)
    tables = alphabet_tables(alphabet) | case_tables(weighted, alphabet=alphabet)
    tables |= spelling_tables(
        weighted, alphabet=alphabet, held_out=held_out, word_list=options.data / "captions" / "words.tsv"
    )
    texts = [symbols_of(lexemes, alphabet=alphabet) for lexemes, _ in weighted]
    weights = [weight for _, weight in weighted]
    print(f"{len(texts)} texts, {sum(map(len, texts))} symbols", file=sys.stderr)
    levels = count_levels(texts, weights=weights, order=ORDER, symbols=alphabet.size)
    tables |= prune_levels(levels, least=LEAST_COUNTS)
    network = CaptionNetwork(alphabet.size, shape=Shape())
    if earlier:
        network.load_state_dict(earlier["weights"])
    repeated = [text for text, weight in zip(texts, weights, strict=True) for _ in range(weight)]
    if earlier and options.further_passes:
        further, checkpoint = options.further_passes, options.save_network
        train_network(network, repeated, passes=further, peak=4e-4, final=0.0, checkpoint=checkpoint, seed=3)
    elif not earlier:
        train_twice(network, repeated, checkpoint=options.save_network)
    if not earlier or options.further_passes:
        save_tensors({"weights": network.state_dict(), "entries": alphabet.entries}, options.save_network)
    calibration = [symbols_of(lexemes, alphabet=alphabet) for lexemes in held_out]
    tables |= quantise(network, calibration)
    calibrate(tables, calibration, lines=[line for s in sets for line in calibration_lines(s)])
    write_whole(options.out, write_arrays(tables))
    print(f"{options.out}: {options.out.stat().st_size:,} bytes", file=sys.stderr)


def load_network(path: Path) -> dict[str, Any]:
    """Read the `weights` and the alphabet's `entries` that an earlier run saved, or recover them from a model file."""
    if path.suffix != ".npz":
        saved: dict[str, Any] = torch.load(path, weights_only=True)
        return saved
    tables = ModelFile(path)
    weights = {name: torch.tensor(value, dtype=torch.float32) for name, value in recover_weights(tables).items()}
    return {"weights": weights, "entries": read_alphabet(tables).entries}


def calibration_lines(text_set: TextSet) -> list[str]:
    """Return the validation lines that set the free numbers: not those whose beginning is a training line's."""
    seen = {line[:40] for line in text_set.train}
    return [line for line in text_set.valid[:CALIBRATION_LINES] if line[:40] not in seen]


def symbols_of(lexemes: list[Lexeme], *, alphabet: Alphabet) -> Ids:
    """Return a text's symbols from its start symbol to END."""
    middle = [symbol for lexeme in lexemes for symbol in alphabet.symbols_of(lexeme)]
    return np.array([start_symbol(lexemes), *middle, END], np.int64)


def train_twice(network: CaptionNetwork, texts: list[Ids], *, checkpoint: Path) -> None:
    """Train the network from scratch, then let it settle."""
    train_network(network, texts, passes=PASSES, peak=3e-3, final=4e-4, checkpoint=checkpoint)
    train_network(network, texts, passes=TUNING_PASSES, peak=4e-4, final=0.0, checkpoint=checkpoint, seed=2)


def quantise(network: CaptionNetwork, calibration: list[Ids]) -> Tables:
    """Return the integer tables of the network; the calibration texts tell how large its features get."""
    network.eval()
    with torch.no_grad():
        inputs, _, mask = collate(calibration[:400], longest=64)
        sizes = network.features(inputs)[mask].abs().flatten().numpy()
    weights = {name: value.numpy().astype(np.float64) for name, value in network.state_dict().items()}
    return quantise_network(weights, feature_range=float(np.quantile(sizes, 0.9998)))


def calibrate(tables: Tables, symbols: list[Ids], *, lines: list[str]) -> None:
    """Set the trust and the leans of the tables in place."""
    tables |= {"trust": neutral_trust(ORDER), "leans": neutral_leans()}
    tables["trust"] = fit_trust([text[:60] for text in symbols], network=Network(tables), ngrams=NgramModel(tables))
    tables["leans"] = fit_leans([line for line in lines if len(line) < 300], model=CaptionModel(tables))


if __name__ == "__main__":
    sys.exit(main())
