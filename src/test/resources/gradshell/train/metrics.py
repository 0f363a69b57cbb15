#!/usr/bin/env python3
"""Figures of whole sets, computed from their definitions with NumPy alone: writes metrics.json beside it."""
import json
import pathlib

import numpy

random = numpy.random.default_rng(20)


def classes(scores, labels):
    """Everything about guesses of classes."""
    guesses, count = scores.argmax(1), scores.shape[1]
    hits = [numpy.sum((guesses == c) & (labels == c)) for c in range(count)]
    said = [numpy.sum(guesses == c) for c in range(count)]
    there = [numpy.sum(labels == c) for c in range(count)]
    present = [c for c in range(count) if said[c] or there[c]]
    precision = [hits[c] / said[c] if said[c] else 0.0 for c in range(count)]
    recall = [hits[c] / there[c] if there[c] else 0.0 for c in range(count)]
    f1 = [2 * p * r / (p + r) if p + r else 0.0 for p, r in zip(precision, recall)]
    figures = {
        "accuracy": numpy.mean(guesses == labels),
        "precision": numpy.mean([precision[c] for c in present]),
        "recall": numpy.mean([recall[c] for c in present]),
        "f1": numpy.mean([f1[c] for c in present]),
        "precision.micro": sum(hits) / sum(said), "recall.micro": sum(hits) / sum(there), "f1.micro": 2 * sum(hits) / (sum(said) + sum(there)),
    }
    if count == 2:
        figures |= {"precision.binary": precision[1], "recall.binary": recall[1], "f1.binary": f1[1]}
    for k in (1, 2, 3):
        if k <= count:
            figures[f"top{k}"] = numpy.mean([label in numpy.argsort(-row, kind="stable")[:k] for row, label in zip(scores, labels)])
    return figures


def ranking(scores, labels):
    """Areas under curves: by all pairs, and by all thresholds."""
    positive, negative = scores[labels == 1], scores[labels == 0]
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    average, before = 0.0, 0.0
    for threshold in sorted(set(scores), reverse=True):
        chosen = scores >= threshold
        recall = numpy.sum(chosen & (labels == 1)) / len(positive)
        average += (recall - before) * numpy.sum(chosen & (labels == 1)) / numpy.sum(chosen)
        before = recall
    return {"rocAuc": wins / (len(positive) * len(negative)), "averagePrecision": average}


def distance(predictions, targets):
    off = predictions - targets
    rows, errors = targets.reshape(len(targets), -1), off.reshape(len(targets), -1)
    return {
        "mae": numpy.mean(numpy.abs(off)), "mse": numpy.mean(off**2), "rmse": numpy.sqrt(numpy.mean(off**2)),
        "r2": numpy.mean(1 - numpy.sum(errors**2, 0) / numpy.sum((rows - rows.mean(0))**2, 0)),
    }


def case(name, prediction, target, figures):
    def written(a):
        return {"shape": list(a.shape), "dtype": "int64" if a.dtype.kind == "i" else "float64", "data": a.ravel().tolist()}
    return {"name": name, "prediction": written(prediction), "target": written(target), "figures": {k: float(v) for k, v in figures.items()}}


cases = []
for size, count in ((1, 2), (23, 2), (40, 3), (57, 5), (30, 10)):
    scores, labels = random.normal(size=(size, count)).round(1), random.integers(0, count, size)
    cases.append(case(f"{size} examples of {count} classes", scores, labels, classes(scores, labels)))
scores = random.normal(size=(20, 4))
labels = random.choice([0, 2], 20)
scores[:, 3] = -9
cases.append(case("a class that nobody speaks of", scores, labels, classes(scores, labels)))
for size in (2, 17, 64):
    scores, labels = random.normal(size=size).round(1), random.integers(0, 2, size)
    labels[:2] = 0, 1
    cases.append(case(f"{size} scores, some of them equal", scores, labels, ranking(scores, labels)))
scores, labels = random.normal(size=(31, 2)), random.integers(0, 2, 31)
cases.append(case("two scores an example", scores, labels, ranking(scores[:, 1] - scores[:, 0], labels) | classes(scores, labels)))
for shape in ((12,), (25, 1), (33, 4), (9, 2, 3)):
    targets = random.normal(size=shape) + 1000
    predictions = targets + random.normal(size=shape) * 0.5
    cases.append(case(f"numbers of shape {shape}", predictions, targets, distance(predictions, targets)))

path = pathlib.Path(__file__).with_suffix(".json")
path.write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
print(len(cases), "cases,", sum(len(c["figures"]) for c in cases), "figures")
