"""Measures the released int8 encoder and writes every figure that the card shows.

Classifiers on top: the training heads, a multinomial logistic regression on the frozen embedding (what the service fits),
and a vote of the ten nearest. The embeddings are those of the released ONNX file; the fp32 weights are the comparison.

    python evaluate.py --shared ../../../shared --data ../../data --checkpoint runs/joint.pt --model ../bagyt-encoder
"""
from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from sklearn.linear_model import LogisticRegression
from torch import Tensor

from data import categories, corpus, mapping, spb
from measure import by_language, nearest, top, vote
from model import Heads
from tasks import Example, embed, label_names, spb_examples, targets, written_examples
from tokenizer import Sampler
from training import load, load_encoder, pad


def session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def released(model: onnxruntime.InferenceSession, texts: list[str], sampler: Sampler, size: int = 32) -> Tensor:
    """Unit-length embeddings [n, hidden] of the ONNX model, mean-pooled as the service does."""
    ids = sampler.best(texts, 256)
    order = sorted(range(len(texts)), key=lambda i: len(ids[i]))
    rows: list[np.ndarray] = [np.empty(0)] * len(texts)
    for start in range(0, len(order), size):
        chunk = order[start:start + size]
        batch, mask = (t.numpy() for t in pad([ids[i] for i in chunk]))
        hidden = model.run(None, {"input_ids": batch, "attention_mask": mask})[0]
        mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
        for row, index in enumerate(chunk):
            rows[index] = mean[row] / np.linalg.norm(mean[row])
    return torch.tensor(np.stack(rows), dtype=torch.float32)


def regression(known: Tensor, labels: Tensor, asked: Tensor, classes: int, weights: Tensor | None = None) -> Tensor:
    """Log-probabilities [m, classes] of a logistic regression fitted on the labelled rows."""
    labelled = labels >= 0
    fit = LogisticRegression(C=30, max_iter=60)
    fit.fit(known[labelled].numpy() * 4, labels[labelled].numpy(), None if weights is None else weights[labelled].numpy())
    result = torch.full((len(asked), classes), -1e9)
    result[:, torch.tensor(fit.classes_)] = torch.tensor(fit.predict_log_proba(asked.numpy() * 4), dtype=torch.float32)
    return result


def macro_f1(predicted: Tensor, truth: Tensor) -> float:
    scores = []
    for label in truth[truth >= 0].unique():
        hit = ((predicted == label) & (truth == label)).sum().item()
        scores.append(2 * hit / max(1, ((predicted == label) & (truth >= 0)).sum().item() + (truth == label).sum().item()))
    return round(float(np.mean(scores)), 4)


def target_figures(logits: Tensor, truth: Tensor, unseen: Tensor) -> dict[str, float]:
    return {"top1": top(logits, truth), "top3": top(logits, truth, 3), "macroF1": macro_f1(logits.argmax(1), truth),
            "top1Unseen": top(logits[unseen], truth[unseen])}


def speed(model: onnxruntime.InferenceSession) -> dict[str, float]:
    """Median milliseconds on one thread, 40 tokens a text."""
    result = {}
    for batch, runs in ((1, 200), (32, 20)):
        feed = {"input_ids": np.full((batch, 40), 100, dtype=np.int64), "attention_mask": np.ones((batch, 40), dtype=np.int64)}
        times = []
        for _ in range(runs):
            begin = time.perf_counter()
            model.run(None, feed)
            times.append((time.perf_counter() - begin) * 1000)
        result[f"batch{batch}"] = round(float(np.median(times)), 2)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path("../../../shared"))
    parser.add_argument("--data", type=Path, default=Path("../../data"))
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--parts", default="calibration,test")
    parser.add_argument("--gold", action="store_true", help="also the gold appeals; only for the figures of a release")
    parser.add_argument("--limit", type=int, default=None, help="rows a split, to try the program out")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="without the logistic regressions on the 38,000 rows")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    sampler, model = Sampler(options.model, 1), session(options.model / "onnx" / "model_quantized.onnx")
    checkpoint, exact = load(options.checkpoint), load_encoder(options.checkpoint)
    labels = label_names(spb(options.shared, "train"), categories(options.data / "taxonomy" / "bishkek.json"))
    heads = Heads(exact.shape.hidden, {t: len(n) for t, n in labels.names.items()}).eval()
    heads.load_state_dict(checkpoint["average"]["heads"])
    known = mapping(options.data / "mappings" / "spb-to-bishkek.json")
    train = spb_examples(options.shared, "train", labels, known)[:options.limit]
    written = written_examples(options.data / "appeals", "train", labels)
    vectors, written_vectors = (released(model, [e.text for e in rows], sampler) for rows in (train, written))
    seen = {e.text for e in train}
    result: dict = {"parameters": sum(p.numel() for p in exact.parameters()), "speedMs40Tokens": speed(model), "spb": {}, "bishkek": {},
                    "bytes": (options.model / "onnx" / "model_quantized.onnx").stat().st_size, "int8": {}}
    train_truth = targets(train)
    for part in options.parts.split(","):
        rows = spb_examples(options.shared, part, labels, known)[:options.limit]
        asked, truth = released(model, [e.text for e in rows], sampler), targets(rows)
        unseen = torch.tensor([e.text not in seen for e in rows])
        near = nearest(vectors, asked)
        figures: dict = {"rows": len(rows), "unseen": int(unseen.sum())}
        for target in ("category", "reason", "unit"):
            size = len(labels.names[target])
            logits = {"heads": heads(asked, target).detach(), "neighbours": vote(near, train_truth[target], size)}
            if not options.quick:
                logits["regression"] = regression(vectors, train_truth[target], asked, size)
            figures[target] = {name: target_figures(scores, truth[target], unseen) for name, scores in logits.items()}
        result["spb"][part] = figures
        float_vectors = embed(exact, [e.text for e in rows[:2000]], sampler)
        cosine = (float_vectors * asked[:2000]).sum(1)
        result["int8"][part] = {"cosineMin": round(cosine.min().item(), 5), "cosineMean": round(cosine.mean().item(), 5), **{
            f"{t}Top1Difference": round(top(heads(asked[:2000], t), truth[t][:2000]) - top(heads(float_vectors, t), truth[t][:2000]), 4)
            for t in ("category", "reason", "unit")}}
    both = torch.cat([written_vectors, vectors]), torch.cat([targets(written)["bishkek"], train_truth["bishkek"]])
    trust = torch.cat([torch.full((len(written),), 4.0), 0.2 * torch.tensor([e.weight for e in train])])
    for part in ("calibration", "gold") if options.gold else ("calibration",):
        rows = written_examples(options.data / "appeals", part, labels)
        asked = released(model, [e.text for e in rows], sampler)
        cosine = (embed(exact, [e.text for e in rows], sampler) * asked).sum(1)
        result["int8"][f"bishkek-{part}"] = {"cosineMin": round(cosine.min().item(), 5), "cosineMean": round(cosine.mean().item(), 5)}
        size = len(labels.names["bishkek"])
        written_only = regression(written_vectors, targets(written)["bishkek"], asked, size)
        logits = {"heads": heads(asked, "bishkek").detach(), "regressionWritten": written_only,
                  "neighbours": vote(nearest(written_vectors, asked), targets(written)["bishkek"], size)}
        if not options.quick:
            logits["regressionWrittenAndMapped"] = regression(*both, asked, size, trust)
        result["bishkek"][part] = {"rows": len(rows), **{name: by_language(scores, rows) for name, scores in logits.items()}}
    found = corpus(options.shared)
    result["data"] = {"spbTrain": len(train), "spbTexts": len(seen), "answers": len(found.answers), "kyrgyz": len(found.kyrgyz),
                      "pairs": len(found.pairs), "written": len(written)}
    (options.model / "metrics.json").write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
