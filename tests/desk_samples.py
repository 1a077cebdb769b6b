"""A served store of three small plans with a small real encoder, for the tests of the plans tab, feedback and the API."""

from __future__ import annotations

import time
from pathlib import Path

import index.encoder
from index.store import Store
from index.update import update
from tests.conftest import PLANS, HashingEncoder
from tests.ui_samples import CannedAssistant
from ui.service import LiveAssistant

FYN_2025 = """\
# Samarbejdsplan 2025

Kredsrådet i Fyns Politikreds

## 1. Tryghed

Der er Infohuse i Odense Kommune og Svendborg Kommune. Ærø Kommune får et mini-Infohus i 2026.

## 2. Droner

Politiet råder over droner, som finder bortkomne personer på øerne.
"""
OESTJYLLAND_2024_NEW = """\
# Samarbejdsplan 2024

Kredsrådet i Østjyllands Politikreds

## 1. Tryghed

Der er Infohuse i Aarhus Kommune og Odder Kommune.
"""


class CannedLive:
    """A live assistant that never changes."""

    def __init__(self, assistant: CannedAssistant) -> None:
        self.assistant = assistant

    def get(self) -> CannedAssistant:
        return self.assistant


def make_store(root: Path, monkeypatch) -> LiveAssistant:
    """Three plans in ``root``/plans, indexed, and the live assistant over them; every encoder that is loaded is the small one."""
    encoder = HashingEncoder()
    monkeypatch.setattr(index.encoder, "load_encoder", lambda name=None: encoder)
    (root / "plans").mkdir(parents=True)
    for name, text in PLANS.items():
        (root / "plans" / name).write_text(text, encoding="utf-8")
    update(Store(root), root / "plans", encoder, lambda step: None)
    return LiveAssistant(root)


def settled(client, prefix: str = "") -> dict[str, str]:
    """What the plans tab shows once nothing is going on any more."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        shown = client.get(f"{prefix}/plans/desk").json()
        if not shown["busy"]:
            return shown
        time.sleep(0.02)
    raise AssertionError("the desk is still busy")


def hand_in(client, name: str, words: str | bytes, prefix: str = "", **options):
    """One file, as the page sends it."""
    data = words.encode("utf-8") if isinstance(words, str) else words
    return client.post(f"{prefix}/plans/upload", params={"name": name, "size": len(data), **options}, content=data)
