"""Writes the release: ONNX in int8, tokenizer and config in the layout that transformers.js reads from a local folder.

Weights are int8 per output channel in 7 bits (`reduce_range`): on processors without VNNI the 8-bit products of two neighbours
overflow 16 bits, and the same vectors are wanted everywhere. Activations are quantised per call (dynamic).

    python export.py --checkpoint runs/joint.pt --tokenizer runs/tokenizer --out ../bagyt-encoder
"""
from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from model import Encoder
from tokenizer import LONGEST
from training import load_encoder


class Named(torch.nn.Module):
    """Gives the graph the input and output names of a BERT feature extractor."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        return self.encoder(input_ids, attention_mask.float())


def to_onnx(encoder: Encoder, path: Path) -> None:
    ids = torch.randint(5, encoder.shape.vocab, (2, 9))
    axes = {0: "batch", 1: "length"}
    torch.onnx.export(
        Named(encoder).eval(), (ids, torch.ones_like(ids)), str(path), input_names=["input_ids", "attention_mask"],
        output_names=["last_hidden_state"], dynamic_axes={"input_ids": axes, "attention_mask": axes, "last_hidden_state": axes},
        opset_version=17, dynamo=False)
    onnx.checker.check_model(str(path))


def config(encoder: Encoder) -> dict:
    """BERT's names, because transformers.js picks the loading class by `model_type`; the graph itself decides what is computed."""
    shape = encoder.shape
    return {
        "architectures": ["BertModel"], "model_type": "bert", "vocab_size": shape.vocab, "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers, "num_attention_heads": shape.heads, "intermediate_size": shape.feed_forward,
        "max_position_embeddings": LONGEST, "pad_token_id": 0, "hidden_act": "gelu", "bagyt": {"pooling": "mean", **shape.as_dict()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--float", type=Path, default=None, help="also keep the fp32 graph here, to compare with")
    options = parser.parse_args()
    encoder = load_encoder(options.checkpoint)
    for module in encoder.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    with tempfile.TemporaryDirectory() as folder:
        exact = Path(folder) / "model.onnx"
        small = Path(folder) / "model_quantized.onnx"
        to_onnx(encoder, exact)
        quantize_dynamic(str(exact), str(small), per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
                         op_types_to_quantize=["MatMul", "Gather", "Gemm"])
        (options.out / "onnx").mkdir(parents=True, exist_ok=True)
        partial = options.out / "onnx" / ".model_quantized.partial"
        shutil.copy(small, partial)
        os.replace(partial, options.out / "onnx" / "model_quantized.onnx")
        if options.float:
            options.float.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(exact, options.float)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        if (options.tokenizer / name).resolve() != (options.out / name).resolve():
            shutil.copy(options.tokenizer / name, options.out / name)
    (options.out / "config.json").write_text(json.dumps(config(encoder), indent=2) + "\n")
    size = (options.out / "onnx" / "model_quantized.onnx").stat().st_size
    print(json.dumps({"bytes": size, "parameters": sum(p.numel() for p in encoder.parameters())}))


if __name__ == "__main__":
    main()
