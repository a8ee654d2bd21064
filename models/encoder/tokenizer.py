"""Trains a Unigram vocabulary on Russian and Kyrgyz and writes it as a Hugging Face fast tokenizer.

One spelling for each word: lower case, ё and э as е, Kyrgyz ң ө ү as н о у (phones without a Kyrgyz keyboard write them so), and Latin
letters as the Cyrillic they stand for ("net vody", "suu jok"); masked personal data ("[hidden]", "[phone]") is one sign. Many appeals
come in such spellings and few training texts do; the few pairs of words that become one (он / өң) cost less. The normalisation
stands in tokenizer.json alone; training applies that same file, so the service cannot drift from it.

    python tokenizer.py --shared ../../../shared --out runs/tokenizer
"""
from __future__ import annotations

import argparse
import io
import json
import random
from pathlib import Path

import sentencepiece
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from data import corpus

PAD, UNKNOWN, START, MASK = 0, 1, 2, 4
LONGEST = 256

# Applied in this order: longer spellings first. Informal transliteration has no standard; these are the usual ones in both languages.
SPELLINGS = [
    ("ё", "е"), ("э", "е"), ("ъ", "ь"), ("ң", "н"), ("ө", "о"), ("ү", "у"),
    ("shch", "щ"), ("sch", "щ"), ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"),
    ("ya", "я"), ("ia", "ия"), ("yu", "ю"), ("yo", "е"), ("ye", "е"), ("ay", "ай"), ("oy", "ой"), ("uy", "уй"), ("ey", "ей"), ("iy", "ий"),
    ("yy", "ый"), *zip("abcdefghijklmnopqrstuvwxyz", "абсдефгхижклмнопкрстувшхыз"),
]


def normalizer() -> normalizers.Normalizer:
    return normalizers.Sequence([
        normalizers.NFC(), normalizers.Lowercase(), normalizers.Replace(Regex(r"\[[a-zа-я]+\]"), " # "),
        *(normalizers.Replace(old, new) for old, new in SPELLINGS),
        normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip(),
    ])


def fast_tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    """A tokenizer with the ids of the sentencepiece model; [CLS] in front, cut at 256 tokens by the caller."""
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=UNKNOWN, byte_fallback=False))
    tokenizer.normalizer = normalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    tokenizer.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A", pair="[CLS] $A [SEP] $B", special_tokens=[("[CLS]", START), ("[SEP]", 3)])
    return tokenizer


class Sampler:
    """Encodes with sampled segmentations (subword regularisation, Kudo 2018) for training and the best one otherwise."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.fast = Tokenizer.from_file(str(folder / "tokenizer.json"))
        model = folder / "sentencepiece.model"  # not in the release: only sampling needs it
        self.pieces = sentencepiece.SentencePieceProcessor(model_file=str(model)) if model.exists() else None
        self.reseed(seed)

    def reseed(self, seed: int) -> None:
        sentencepiece.set_random_generator_seed(seed)

    def normalise(self, text: str) -> str:
        return self.fast.normalizer.normalize_str(text)

    def best(self, texts: list[str], longest: int) -> list[list[int]]:
        return [encoding.ids[:longest] for encoding in self.fast.encode_batch(texts)]

    def sampled(self, texts: list[str], longest: int, alpha: float) -> list[list[int]]:
        """`alpha`: inverse temperature of the segmentation lattice; smaller is wilder."""
        return [[START, *self.pieces.encode(self.normalise(text), enable_sampling=True, alpha=alpha, nbest_size=-1)][:longest]
                for text in texts]


def train(texts: list[str], vocabulary: int) -> bytes:
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts), model_writer=model, model_type="unigram", vocab_size=vocabulary,
        normalization_rule_name="identity", character_coverage=0.9999, required_chars="0123456789№#",
        split_digits=True, pad_id=PAD, unk_id=UNKNOWN, bos_id=START, eos_id=3, pad_piece="[PAD]", unk_piece="[UNK]",
        bos_piece="[CLS]", eos_piece="[SEP]", user_defined_symbols=["[MASK]"], max_sentence_length=20000, num_threads=2,
        minloglevel=1)
    return model.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path("../../../shared"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--vocabulary", type=int, default=12000)
    parser.add_argument("--kyrgyz-copies", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    found = corpus(options.shared)
    answers = random.Random(options.seed).sample(found.answers, len(found.answers) // 4)
    norm = normalizer()
    texts = [norm.normalize_str(text) for text in found.appeals + found.russian + answers + found.kyrgyz * options.kyrgyz_copies]
    options.out.mkdir(parents=True, exist_ok=True)
    model = train([text for text in texts if text], options.vocabulary)
    (options.out / "sentencepiece.model").write_bytes(model)
    processor = sentencepiece.SentencePieceProcessor(model_proto=model)
    size = processor.get_piece_size()
    fast = fast_tokenizer([(processor.id_to_piece(i), processor.get_score(i)) for i in range(size)])
    fast.save(str(options.out / "tokenizer.json"), pretty=False)
    (options.out / "tokenizer_config.json").write_text(json.dumps({
        "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": LONGEST, "pad_token": "[PAD]", "unk_token": "[UNK]",
        "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]", "do_lower_case": False,
        "model_input_names": ["input_ids", "attention_mask"], "clean_up_tokenization_spaces": False}, indent=2) + "\n")
    sample = random.Random(options.seed).sample(texts, 2000)
    mine = [encoding.ids[1:] for encoding in fast.encode_batch(sample)]
    same = sum(a == processor.encode(text) for a, text in zip(mine, sample))
    unknown = sum(ids.count(UNKNOWN) for ids in mine) / sum(map(len, mine))
    print(json.dumps({"pieces": size, "texts": len(texts), "identical_to_sentencepiece": same / len(sample), "unknown": round(unknown, 6),
                      "tokens_per_kyrgyz_word": fertility(fast, found.kyrgyz), "tokens_per_appeal_word": fertility(fast, found.appeals)}))


def fertility(fast: Tokenizer, texts: list[str]) -> float:
    encodings = fast.encode_batch(texts[:3000])
    return round(sum(len(e.ids) - 1 for e in encodings) / sum(len(text.split()) for text in texts[:3000]), 3)


if __name__ == "__main__":
    main()
