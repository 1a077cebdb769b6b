"""Tunes the packaged encoder to the field's Danish: distillation from its own English, contrast between questions and their answers.

The recipe after Reimers and Gurevych 2020 (a student learns to place a translation where its teacher places the original) and Henderson et
al. 2017 (the other answers of a batch are the wrong ones). Training needs the extra ``plansvar[train]``; running the result does not.
"""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from corpus.errors import StoreError
from index.adapter import Adapter, write_adapter
from index.encoder import adapt
from index.training_data import Asked, Pair
from index.weights import PACKAGED_SHA256, adapter_file, packaged_folder

# A longer answer is cut for training alone; attention costs grow with the square of the length.
_TRAINED_TOKENS = 96
Part = Literal["all", "words", "layers"]
PARTS: tuple[Part, ...] = ("all", "words", "layers")
LOSSES = ("questions", "pairs", "terms", "own", "goal")


@dataclass(frozen=True, slots=True)
class TuningSettings:
    """How the encoder is trained.

    Attributes:
        rate: highest learning rate, reached after a tenth of the steps and falling to 0.
        temperature: divisor of the cosines inside the softmax.
        distil: weight of staying at the teacher's place beside the contrast.
        half: bfloat16 arithmetic; measured here it was slower than float32 on one thread.
        part: which weights move: "all", the "words" (embedding rows) alone, or the "layers" above them.
        without: names of losses left out, for measuring what each brings: ``LOSSES``.
    """

    epochs: int = 4
    batch: int = 64
    rate: float = 1.5e-4
    temperature: float = 0.05
    distil: float = 4.0
    seed: int = 7
    half: bool = False
    part: Part = "all"
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Material:
    """What is learned from. ``pairs`` are whole sentences, ``terms`` single words and phrases, ``own`` texts of plans that belong together.

    With ``own`` the training goes on from the shipped adapter; without, it begins at the packaged encoder.
    """

    questions: Sequence[Asked]
    pairs: Sequence[Pair]
    terms: Sequence[Pair]
    own: Sequence[tuple[str, str]] = ()


def tune(material: Material, output: Path, settings: TuningSettings) -> Path:
    """Train, and write the whole tuned model to ``output``/model; an interrupted run in the same folder goes on.

    Raises:
        StoreError: ``training_packages`` (package) without the extra.
    """
    for package in ("accelerate", "datasets"):
        if importlib.util.find_spec(package) is None:
            raise StoreError("training_packages", package=package)
    import torch
    from sentence_transformers import SentenceTransformerTrainer
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
    from transformers.trainer_utils import get_last_checkpoint

    torch.manual_seed(settings.seed)
    model, teacher = _base(), _base()
    if material.own:
        adapt(model, Adapter(adapter_file(), PACKAGED_SHA256))
    freeze(model, settings.part)
    longest, model.max_seq_length = model.max_seq_length, _TRAINED_TOKENS
    contrast = MultipleNegativesRankingLoss(model, scale=1 / settings.temperature)
    losses = {**dict.fromkeys(LOSSES, contrast), "goal": _staying(model, settings.distil)}
    data = {name: rows for name, rows in _datasets(material, teacher, settings.seed).items() if len(rows) and name not in settings.without}
    trainer = SentenceTransformerTrainer(
        model=model, args=_arguments(output / "steps", settings), train_dataset=data, loss={name: losses[name] for name in data}
    )
    last = get_last_checkpoint(str(output / "steps")) if (output / "steps").is_dir() else None
    trainer.train(resume_from_checkpoint=last)
    model.max_seq_length = longest
    model.save(str(output / "model"), safe_serialization=True)
    return output / "model"


def write_tuned(model: Path, output: Path, left_out: Sequence[str] = ()) -> Path:
    """Write what the tuned model in ``model`` differs by from the packaged one to ``output``/encoder-adapter.safetensors."""
    from safetensors.numpy import load_file

    base = {name: value for name, value in load_file(packaged_folder() / "model.safetensors").items() if value.dtype == np.float32}
    file = output / adapter_file().name
    write_adapter(base, load_file(model / "model.safetensors"), Adapter(file, PACKAGED_SHA256), left_out)
    return file


def _base() -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(packaged_folder()), local_files_only=True, model_kwargs={"use_safetensors": True})


def freeze(model: Any, part: Part) -> None:
    """Keep the weights that are not of ``part`` as they are."""
    for name, weights in model.named_parameters():
        words = ".embeddings." in name
        weights.requires_grad_(part == "all" or words == (part == "words"))


def _datasets(material: Material, teacher: Any, seed: int) -> dict[str, Any]:
    from datasets import Dataset

    def sided(rows: Sequence[tuple[str, str]]) -> Any:
        return Dataset.from_dict({"anchor": [one for one, _ in rows], "positive": [other for _, other in rows]})

    questions = [(one.question, one.answer) for one in material.questions]
    random.Random(seed).shuffle(questions)
    danish, english = [pair.danish for pair in material.pairs], [pair.english for pair in material.pairs]
    goal = teacher.encode(english, normalize_embeddings=True, show_progress_bar=False)
    return {
        "questions": sided(questions),
        "pairs": sided(list(zip(danish, english, strict=True))),
        "terms": sided([(term.danish, term.english) for term in material.terms]),
        "own": sided(material.own),
        "goal": Dataset.from_dict({"danish": danish, "english": english, "label": goal.tolist()}),
    }


def _arguments(folder: Path, settings: TuningSettings) -> Any:
    import torch
    from sentence_transformers import SentenceTransformerTrainingArguments

    return SentenceTransformerTrainingArguments(
        output_dir=str(folder),
        num_train_epochs=settings.epochs,
        per_device_train_batch_size=settings.batch,
        learning_rate=settings.rate,
        warmup_steps=0.1,
        bf16=settings.half,
        use_cpu=not torch.cuda.is_available(),
        seed=settings.seed,
        data_seed=settings.seed,
        batch_sampler="no_duplicates",
        multi_dataset_batch_sampler="proportional",
        save_strategy="epoch",
        save_total_limit=1,
        logging_steps=20,
        report_to=[],
        dataloader_pin_memory=False,
    )


def _staying(model: Any, weight: float) -> Any:
    """The loss of texts that leave the place that the teacher gave their English: ``weight`` * mean (1 - cosine)."""
    import torch

    class Staying(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, features: Any, labels: Any) -> Any:
            placed = [self.model(one)["sentence_embedding"] for one in features]
            cosines = [torch.nn.functional.cosine_similarity(one.float(), labels.float()) for one in placed]
            return weight * torch.stack([(1 - cosine).mean() for cosine in cosines]).mean()

    return Staying()
