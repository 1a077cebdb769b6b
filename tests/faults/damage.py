"""Bits that flip, files that are cut, swapped or gone, and manifests that say what is not so."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest import mock

import index.folder
from corpus.errors import StoreError
from index.codec import encode_one
from index.folder import read_manifest
from index.generation import FILES, MANIFEST, Manifest, sealed
from index.store import POINTER, Store
from index.update import update
from tests.faults.experiment import Experiment, Trials
from tests.faults.plans import StubEncoder, write_plans
from tests.faults.stores import pair, reindex
from ui.texts import error_text


def _seen(trials: Trials, root: Path, name: str, older: str, what: str) -> None:
    """The damage is seen at opening and by verify, the file is named, and the index before answers."""
    try:
        opened = Store(root).open()
        checked = [check.file for check in Store(root).verify() if not check.ok]
        fine = opened.damaged_file == name and name in checked and (name == POINTER or opened.generation.id == older)
        told = error_text(StoreError("fell_back", file=opened.damaged_file or "?"), "da")
        trials.check(
            fine and name in told and "plansvar index --rebuild" in told, f"{name}, {what}: {opened.damaged_file}, verify {checked}"
        )
    except StoreError as error:
        trials.check(False, f"{name}, {what}: {error}")


def bit_flips(trials: Trials) -> None:
    """``count`` flipped bits, a fifth as many cuts, and each of the other damages, in every file."""
    made = pair(trials.folder, 2)
    root = made.copy(trials.folder / "lager2")
    reindex(root, made.after)
    unseen = mock.patch.object(index.folder, "_checked", lambda folder, record: (folder / record.name).read_bytes())
    names = [FILES[3]] if trials.planted else [POINTER, MANIFEST, *FILES]
    for name in names:
        path = root / "index" / name if name == POINTER else root / "index" / "gens" / made.new / name
        whole, dice = path.read_bytes(), trials.dice
        other = (root / "index" / "gens" / made.old / name).read_bytes() if name != POINTER else b""
        damages: list[tuple[str, bytes | None]] = []
        for _ in range(trials.count):
            at, bit = dice.randrange(len(whole)), dice.randrange(8)
            damages.append((f"bit {bit} of byte {at}", whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :]))
        damages += [(f"cut at {at}", whole[:at]) for at in (dice.randrange(len(whole)) for _ in range(trials.count // 5))]
        damages += [(f"{more} bytes more", whole + bytes(more)) for more in range(1, 1 + trials.count // 25)]
        damages += [("empty", b""), ("missing", None), ("another's", other)]
        damages = damages[: trials.count] if trials.planted else damages
        for what, data in damages:
            path.unlink() if data is None else path.write_bytes(data)
            if trials.planted:
                with unseen:
                    _seen(trials, root, name, made.old, what)
            else:
                _seen(trials, root, name, made.old, what)
        path.write_bytes(whole)
    trials.detail["files"] = len(names)


# What is changed in a manifest, and the code of the refusal when the change is sealed again as if it were meant.
WRONG: dict[str, tuple[Callable[[Manifest], Manifest], str]] = {
    "encoder": (lambda m: _encoder(m, id="en anden"), "encoder_mismatch"),
    "weights": (lambda m: _encoder(m, weights_sha256="0" * 64), "encoder_mismatch"),
    "query prefix": (lambda m: _encoder(m, query_prefix="query: "), "encoder_mismatch"),
    "passage prefix": (lambda m: _encoder(m, passage_prefix="passage: "), "encoder_mismatch"),
    "dimension": (lambda m: _encoder(m, dimension=m.origin.encoder.dimension + 1), "vectors.npy"),
    "schema one more": (lambda m: replace(m, schema=m.schema + 1), "store_schema"),
    "schema one less": (lambda m: replace(m, schema=m.schema - 1), "store_schema"),
    "a plan's passages": (lambda m: _first(m, passages=m.plans[0].passages + 1), "passages.jsonl"),
    "a plan's facts": (lambda m: _first(m, facts=m.plans[0].facts + 1), "facts.jsonl"),
    "a plan's windows": (lambda m: _first(m, windows=m.plans[0].windows + 1), "vectors.npy"),
    "a plan's sentences": (lambda m: _first(m, sentences=m.plans[0].sentences - 1), "plans.jsonl"),
    "a plan's id": (lambda m: _first(m, id="atlantis-2020"), "plans.jsonl"),
    "a file's hash": (lambda m: replace(m, files=(replace(m.files[0], sha256="0" * 64), *m.files[1:])), "plans.jsonl"),
    "a file's size": (lambda m: replace(m, files=(replace(m.files[0], bytes=1), *m.files[1:])), "plans.jsonl"),
    "a file less": (lambda m: replace(m, files=m.files[1:]), MANIFEST),
}


def _encoder(manifest: Manifest, **changes: object) -> Manifest:
    origin = manifest.origin
    return replace(manifest, origin=replace(origin, encoder=replace(origin.encoder, **changes)))  # type: ignore[arg-type]


def _first(manifest: Manifest, **changes: object) -> Manifest:
    return replace(manifest, plans=(replace(manifest.plans[0], **changes), *manifest.plans[1:]))  # type: ignore[arg-type]


def wrong_manifests(trials: Trials) -> None:
    """Each edit once as a scribble, which the seal shows, and once sealed again, which is refused for what it says."""
    plans, root = trials.folder / "planer", trials.folder / "lager"
    write_plans(plans, range(4))
    live = reindex(root, plans)
    for number, (name, (edit, refusal)) in enumerate(list(WRONG.items())[: trials.count]):
        folder = root / "index" / "gens" / live
        manifest = read_manifest(folder)
        scribbled = Path(shutil.copytree(root, trials.folder / f"kradset-{number}"))
        scribble = encode_one(edit(manifest))
        (scribbled / "index" / "gens" / live / MANIFEST).write_bytes(scribble)
        line = f"{live} {hashlib.sha256(scribble).hexdigest()}\n"
        (scribbled / "index" / POINTER).write_text(line)
        trust = mock.patch.object(index.folder, "sealed", lambda manifest: manifest)
        with trust if trials.planted else mock.patch.object(index.folder, "sealed", sealed):
            found = _refusal(scribbled, plans)
        trials.check(found in (MANIFEST, "store_schema"), f"{name}, scribbled: {found}")
        resealed = encode_one(meant := sealed(edit(manifest)))
        again = Path(shutil.copytree(root, trials.folder / f"forseglet-{number}"))
        (again / "index" / "gens" / live).rename(again / "index" / "gens" / meant.id)
        (again / "index" / "gens" / meant.id / MANIFEST).write_bytes(resealed)
        (again / "index" / POINTER).write_text(f"{meant.id} {hashlib.sha256(resealed).hexdigest()}\n")
        found = _refusal(again, plans)
        trials.check(found == refusal, f"{name}, sealed again: {found} instead of {refusal}")


def _refusal(root: Path, plans: Path) -> str:
    """The damaged file, or the code, for whose sake the store is not used; "" where it is used."""
    try:
        Store(root).open()
        update(Store(root), plans, StubEncoder(), lambda step: None)
        return ""
    except StoreError as error:
        return str(error.values["file"]) if error.code == "store_damaged" else error.code


EXPERIMENTS = (
    Experiment("F8", "every flipped bit, cut and mixed-up file is found, named and fallen back from", bit_flips, 500, 4, 20),
    Experiment("F8c", "every wrong manifest is refused for what is wrong in it", wrong_manifests, 15, 15, 15),
)
