from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

import index.sources
import index.update
from corpus.errors import StoreError
from corpus.plan import Plan
from index.report import Progress, ReportLine, UpdateReport
from index.store import Store
from index.update import update
from index.windows import WHOLE, sentence_text
from tests.conftest import NORDJYLLAND_2023, OESTJYLLAND_2021, OESTJYLLAND_2024, HashingEncoder
from tests.file_samples import PICTURE, PLAN_LINES, SCANNED_PAGE, docx_of, pdf_of
from tests.test_index_store import tree

RETOLD = OESTJYLLAND_2024.replace("# Sam", "---\nretold: true\n---\n\n# Sam").replace("blå æbler", "røde pærer")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data")


def run(store: Store, folder: Path, encoder: HashingEncoder, *, allow_empty: bool = False, rebuild: bool = False) -> UpdateReport:
    return update(store, folder, encoder, lambda step: None, allow_empty=allow_empty, rebuild=rebuild)


def states(report: UpdateReport) -> dict[str, str]:
    return {line.file: line.state for line in report.lines}


def line_of(report: UpdateReport, file: str) -> ReportLine:
    (line,) = [line for line in report.lines if line.file == file]
    return line


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def plan_of(store: Store, name: str) -> Plan:
    return next(plan for plan in store.open().generation.plans if plan.id == name)


# ---- the usual life of a store


def test_the_first_run_adds_every_plan(store: Store, plan_folder: Path, encoder: HashingEncoder) -> None:
    report = run(store, plan_folder, encoder)
    assert [(line.file, line.plan, line.state, line.code) for line in report.lines] == [
        ("nordjylland-2023.md", "nordjylland-2023", "added", ""),
        ("oestjylland-2021.md", "oestjylland-2021", "added", ""),
        ("oestjylland-2024.md", "oestjylland-2024", "added", ""),
    ]
    generation = store.open().generation
    assert (report.generation, report.published, report.parsed) == (generation.id, True, 3)
    assert report.encoded_windows == len(encoder.encoded) == len(set(encoder.encoded))
    assert [plan.id for plan in generation.plans] == ["nordjylland-2023", "oestjylland-2021", "oestjylland-2024"]
    texts = {hashlib.sha256(text.encode()).digest(): text for text in encoder.encoded}
    plans = {plan.id: plan for plan in generation.plans}
    for row, sentence, key in zip(generation.rows.tolist(), generation.sentences.tolist(), generation.keys, strict=True):
        passage, text = generation.passages[row], texts[key.tobytes()]
        own = passage.text if sentence == WHOLE else sentence_text(plans[passage.plan], plans[passage.plan].sentences[sentence])
        assert text.partition("\n")[2] in own
        assert text.startswith("Nordjylland 2023" if passage.plan == "nordjylland-2023" else "Østjylland 202")
    assert all(fact.plan in {plan.id for plan in generation.plans} for fact in generation.facts) and generation.facts
    assert all(check.ok for check in store.verify())


def test_the_second_run_reads_nothing_encodes_nothing_and_changes_no_byte(store: Store, plan_folder: Path, encoder: HashingEncoder) -> None:
    first = run(store, plan_folder, encoder)
    before, encoder.encoded = tree(store), []
    report = run(store, plan_folder, encoder)
    assert set(states(report).values()) == {"unchanged"}
    assert (report.generation, report.published, report.parsed, report.encoded_windows) == (first.generation, False, 0, 0)
    assert (encoder.encoded, tree(store)) == ([], before)


def test_the_order_of_arrival_leaves_no_trace(tmp_path: Path, plan_folder: Path) -> None:
    whole, grown = Store(tmp_path / "en"), Store(tmp_path / "to")
    run(whole, plan_folder, HashingEncoder())
    other = tmp_path / "andre"
    other.mkdir()
    for path in sorted(plan_folder.iterdir(), reverse=True):
        write(other, path.name, path.read_text(encoding="utf-8"))
        run(grown, other, HashingEncoder())
    assert grown.open().generation.id == whole.open().generation.id
    name = f"index/gens/{whole.live()}/"
    kept = {file: data for file, (data, _) in tree(grown).items() if file.startswith(name) and "manifest" not in file}
    assert kept == {file: data for file, (data, _) in tree(whole).items() if file.startswith(name) and "manifest" not in file}


def test_only_what_changed_is_read_and_encoded(store: Store, plan_folder: Path, encoder: HashingEncoder) -> None:
    run(store, plan_folder, encoder)
    encoder.encoded = []
    write(plan_folder, "oestjylland-2024.md", OESTJYLLAND_2024.replace("412 indbrud", "398 indbrud"))
    report = run(store, plan_folder, encoder)
    assert states(report)["oestjylland-2024.md"] == "changed" and report.parsed == 1
    # The passage, and its sentence alone.
    assert len(encoder.encoded) == report.encoded_windows == 2 and all("398 indbrud" in text for text in encoder.encoded)
    generation = store.open().generation
    for row, vector in zip(generation.rows.tolist(), generation.vectors, strict=True):
        assert generation.passages[row].text and vector @ vector == pytest.approx(1)


def test_a_new_and_a_removed_file(store: Store, plan_folder: Path, encoder: HashingEncoder) -> None:
    run(store, plan_folder, encoder)
    (plan_folder / "oestjylland-2021.md").unlink()
    write(plan_folder, "ny.md", NORDJYLLAND_2023.replace("2023", "2024"))
    report = run(store, plan_folder, encoder)
    assert states(report) == {
        "nordjylland-2023.md": "unchanged", "ny.md": "added", "oestjylland-2021.md": "removed", "oestjylland-2024.md": "unchanged",
    }  # fmt: skip
    assert line_of(report, "oestjylland-2021.md").plan == "oestjylland-2021"
    assert [plan.id for plan in store.open().generation.plans] == ["nordjylland-2023", "nordjylland-2024", "oestjylland-2024"]


def test_a_renamed_or_moved_file_is_neither_read_nor_encoded(store: Store, plan_folder: Path, encoder: HashingEncoder) -> None:
    run(store, plan_folder, encoder)
    (plan_folder / "oestjylland-2021.md").rename(plan_folder / "ældre.md")
    report = run(store, plan_folder, encoder)
    line = line_of(report, "ældre.md")
    assert (line.state, line.code, line.values) == ("renamed", "file_renamed", {"other": "oestjylland-2021.md"})
    assert (report.parsed, report.encoded_windows, "oestjylland-2021.md" in states(report)) == (0, 0, False)
    (plan_folder / "år" / "2021").mkdir(parents=True)
    (plan_folder / "ældre.md").rename(plan_folder / "år" / "2021" / "ældre.md")
    report = run(store, plan_folder, encoder)
    assert (states(report)["år/2021/ældre.md"], report.parsed) == ("renamed", 0)
    assert plan_of(store, "oestjylland-2021").file == "år/2021/ældre.md"


def test_progress_tells_each_stage(store: Store, plan_folder: Path, encoder: HashingEncoder) -> None:
    steps: list[Progress] = []
    report = update(store, plan_folder, encoder, steps.append)
    assert list(dict.fromkeys(step.stage for step in steps)) == ["read", "encode", "verify", "publish"]
    assert steps[0] == Progress("read", 0, 3, "nordjylland-2023.md")
    encoding = [step for step in steps if step.stage == "encode"]
    assert [step.done for step in encoding] == list(range(1, report.encoded_windows + 1))
    assert encoding[0].name == "nordjylland-2023" and encoding[-1].name == "oestjylland-2024"


# ---- files that give no plan


def test_a_bad_file_is_reported_and_stops_no_other(store: Store, plan_folder: Path, encoder: HashingEncoder) -> None:
    write(plan_folder, "tom.md", " \n")
    (plan_folder / "billede.png").write_bytes(b"\x89PNG")
    (plan_folder / "genvej.md").symlink_to(plan_folder / "oestjylland-2024.md")
    (plan_folder / "mappe").mkdir()
    write(plan_folder, ".skjult.md", "x")
    report = run(store, plan_folder, encoder)
    skipped = {line.file: line.code for line in report.lines if line.state == "skipped"}
    assert skipped == {"billede.png": "file_type", "genvej.md": "file_link", "tom.md": "file_empty"}
    assert line_of(report, "billede.png").values["found"] == ".png"
    assert len(store.open().generation.plans) == 3 and len(report.lines) == 6


def test_a_name_that_is_no_text_is_skipped(store: Store, plan_folder: Path, encoder: HashingEncoder) -> None:
    (Path(str(plan_folder)) / "\udce6.md").write_text(NORDJYLLAND_2023, encoding="utf-8")
    assert line_of(run(store, plan_folder, encoder), "?.md").code == "file_name"


def test_a_fault_in_the_reader_costs_one_file(
    store: Store, plan_folder: Path, encoder: HashingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = index.sources.read_plan

    def fails_on_one(path: Path) -> Plan:
        if path.name == "oestjylland-2021.md":
            raise IndexError("list index out of range")
        return read(path)

    monkeypatch.setattr(index.sources, "read_plan", fails_on_one)
    report = run(store, plan_folder, encoder)
    assert (line_of(report, "oestjylland-2021.md").code, line_of(report, "oestjylland-2021.md").values["problem"]) == (
        "file_unreadable", "IndexError",
    )  # fmt: skip
    assert len(store.open().generation.plans) == 2


def test_a_file_that_changes_while_it_is_read_waits(
    store: Store, plan_folder: Path, encoder: HashingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = index.sources.read_plan

    def grows(path: Path) -> Plan:
        plan = read(path)
        if path.name == "oestjylland-2021.md":
            write(plan_folder, path.name, path.read_text(encoding="utf-8") + "\nMere.\n")
        return plan

    with monkeypatch.context() as patch:
        patch.setattr(index.sources, "read_plan", grows)
        assert line_of(run(store, plan_folder, encoder), "oestjylland-2021.md").code == "file_changed"
    assert states(run(store, plan_folder, encoder))["oestjylland-2021.md"] == "added"


def test_a_file_gone_bad_keeps_its_last_good_version(store: Store, plan_folder: Path, encoder: HashingEncoder) -> None:
    run(store, plan_folder, encoder)
    good = plan_of(store, "oestjylland-2021")
    write(plan_folder, "oestjylland-2021.md", "\n")
    report = run(store, plan_folder, encoder)
    line = line_of(report, "oestjylland-2021.md")
    assert (line.plan, line.state, line.code, line.values) == ("oestjylland-2021", "kept", "file_empty", {"file": "oestjylland-2021.md"})
    assert plan_of(store, "oestjylland-2021") == good
    marks = {record.id: record.kept for record in store.open().generation.manifest.plans}
    assert marks == {"nordjylland-2023": "", "oestjylland-2021": "file_empty", "oestjylland-2024": ""}
    before = tree(store)
    assert states(run(store, plan_folder, encoder))["oestjylland-2021.md"] == "kept" and tree(store) == before
    write(plan_folder, "oestjylland-2021.md", OESTJYLLAND_2021)
    assert states(run(store, plan_folder, encoder))["oestjylland-2021.md"] == "unchanged"
    assert not any(record.kept for record in store.open().generation.manifest.plans)


# ---- two files, one plan


def test_an_original_takes_the_place_of_a_retelling_and_gives_it_back(store: Store, plan_folder: Path, encoder: HashingEncoder) -> None:
    write(plan_folder, "a-genfortalt.md", RETOLD)
    report = run(store, plan_folder, encoder)
    line = line_of(report, "a-genfortalt.md")
    assert (line.plan, line.state, line.code, line.values) == (
        "oestjylland-2024", "superseded", "file_superseded", {"other": "oestjylland-2024.md"},
    )  # fmt: skip
    assert not plan_of(store, "oestjylland-2024").retold
    before = tree(store)
    again = run(store, plan_folder, encoder)
    assert (states(again)["a-genfortalt.md"], again.parsed, tree(store)) == ("superseded", 0, before)
    (plan_folder / "oestjylland-2024.md").unlink()
    assert states(run(store, plan_folder, encoder))["a-genfortalt.md"] == "changed"
    assert plan_of(store, "oestjylland-2024").retold and "røde pærer" in plan_of(store, "oestjylland-2024").text


def test_the_same_text_twice_and_another_text(store: Store, plan_folder: Path, encoder: HashingEncoder) -> None:
    write(plan_folder, "ø-kopi.md", OESTJYLLAND_2024)
    write(plan_folder, "ø-anden.md", OESTJYLLAND_2024.replace("412", "413"))
    report = run(store, plan_folder, encoder)
    assert (line_of(report, "ø-kopi.md").code, line_of(report, "ø-anden.md").code) == ("file_duplicate", "file_conflict")
    assert (states(report)["ø-kopi.md"], states(report)["ø-anden.md"]) == ("duplicate", "conflict")
    assert line_of(report, "ø-anden.md").values == {"other": "oestjylland-2024.md"}
    assert "412 indbrud" in plan_of(store, "oestjylland-2024").text and len(store.open().generation.plans) == 3


# ---- refusals and repairs


@pytest.mark.parametrize("gone", [True, False])
def test_an_emptied_folder_does_not_empty_the_store(store: Store, plan_folder: Path, encoder: HashingEncoder, gone: bool) -> None:
    run(store, plan_folder, encoder)
    before = tree(store)
    for path in plan_folder.iterdir():
        path.unlink()
    if gone:
        plan_folder.rmdir()
    with pytest.raises(StoreError) as caught:
        run(store, plan_folder, encoder)
    assert (caught.value.code, caught.value.values) == ("folder_empty", {"folder": str(plan_folder), "plans": 3})
    assert tree(store) == before
    assert set(states(run(store, plan_folder, encoder, allow_empty=True)).values()) == {"removed"}
    assert store.open().generation.plans == ()


def test_no_store_and_no_plans(store: Store, tmp_path: Path, encoder: HashingEncoder) -> None:
    with pytest.raises(StoreError) as caught:
        run(store, tmp_path / "ingen", encoder)
    assert (caught.value.code, caught.value.values["plans"]) == ("folder_empty", 0)
    (tmp_path / "ingen").mkdir()
    write(tmp_path / "ingen", "tom.md", "")
    report = run(store, tmp_path / "ingen", encoder)
    assert (report.generation, report.published, states(report)) == (None, False, {"tom.md": "skipped"})


def test_another_encoder_is_refused_or_rebuilds(store: Store, plan_folder: Path, encoder: HashingEncoder) -> None:
    run(store, plan_folder, encoder)
    before = tree(store)
    other = HashingEncoder("anden", dimension=32)
    with pytest.raises(StoreError) as caught:
        run(store, plan_folder, other)
    assert (caught.value.code, caught.value.values) == ("encoder_mismatch", {"store": "hashing", "given": "anden"})
    assert tree(store) == before
    report = run(store, plan_folder, other, rebuild=True)
    assert report.encoded_windows == len(other.encoded) > 0
    assert store.open().generation.vectors.shape == (len(other.encoded), 32)
    assert store.open().generation.manifest.origin.encoder.id == "anden"


def test_a_rebuild_of_a_sound_store_finds_the_same(store: Store, plan_folder: Path, encoder: HashingEncoder) -> None:
    run(store, plan_folder, encoder)
    before, encoder.encoded = tree(store), []
    report = run(store, plan_folder, encoder, rebuild=True)
    assert (report.parsed, report.encoded_windows, report.published) == (3, len(encoder.encoded), False)
    assert encoder.encoded and tree(store) == before


def test_a_new_recipe_reads_everything_again_and_encodes_only_new_texts(
    store: Store, plan_folder: Path, encoder: HashingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(store, plan_folder, encoder)
    monkeypatch.setattr(index.update, "recipe_sha256", lambda: "f" * 64)
    report = run(store, plan_folder, encoder)
    assert (report.parsed, report.encoded_windows, set(states(report).values())) == (3, 0, {"unchanged"})
    assert store.open().generation.manifest.origin.recipe == "f" * 64
    assert run(store, plan_folder, encoder).parsed == 0


@pytest.mark.parametrize("file", ["CURRENT", "manifest.json", "facts.jsonl"])
def test_an_update_heals_a_damaged_store(store: Store, plan_folder: Path, encoder: HashingEncoder, file: str) -> None:
    run(store, plan_folder, encoder)
    write(plan_folder, "ny.md", NORDJYLLAND_2023.replace("2023", "2024"))
    live = run(store, plan_folder, encoder).generation
    index_folder = store.root / "index"
    (index_folder / file if file == "CURRENT" else index_folder / "gens" / str(live) / file).write_bytes(b"")
    assert store.open().damaged_file == file
    report = run(store, plan_folder, encoder)
    assert (report.published, report.generation, store.live()) == (True, live, live)
    assert store.open().damaged_file is None and all(check.ok for check in store.verify())
    assert len(store.open().generation.plans) == 4


def test_a_store_damaged_beyond_its_past_needs_a_rebuild(store: Store, plan_folder: Path, encoder: HashingEncoder) -> None:
    live = run(store, plan_folder, encoder).generation
    (store.root / "index" / "gens" / str(live) / "rows.npy").write_bytes(b"")
    with pytest.raises(StoreError, match=r"store_damaged.*rows\.npy"):
        run(store, plan_folder, encoder)
    report = run(store, plan_folder, encoder, rebuild=True)
    assert report.generation == live and all(check.ok for check in store.verify())


def test_a_store_of_another_schema_needs_a_rebuild(
    store: Store, plan_folder: Path, encoder: HashingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = run(store, plan_folder, encoder).generation
    for module in (index.folder, index.generation):
        monkeypatch.setattr(module, "SCHEMA", 7)
    with pytest.raises(StoreError, match="store_schema"):
        run(store, plan_folder, encoder)
    report = run(store, plan_folder, encoder, rebuild=True)
    assert report.generation not in (None, live) and store.open().generation.manifest.schema == 7


def test_a_failing_encoder_changes_nothing(store: Store, plan_folder: Path, encoder: HashingEncoder) -> None:
    class Broken(HashingEncoder):
        def encode_query(self, text: str) -> object:  # type: ignore[override]
            raise MemoryError

    run(store, plan_folder, encoder)
    before = tree(store)
    write(plan_folder, "ny.md", NORDJYLLAND_2023.replace("2023", "2024"))
    with pytest.raises(MemoryError):
        run(store, plan_folder, Broken())
    assert tree(store) == before
    assert run(store, plan_folder, encoder).published


# ---- files of every kind


def test_each_file_of_every_kind_gives_exactly_one_line(store: Store, plan_folder: Path, encoder: HashingEncoder) -> None:
    (plan_folder / "fyn.pdf").write_bytes(pdf_of([PLAN_LINES, SCANNED_PAGE], extra=[PICTURE]))
    (plan_folder / "nord.docx").write_bytes(docx_of(plan_folder / "nordjylland-2023.md"))
    write(plan_folder, "syd.html", "<html><h1>Samarbejdsplan 2030</h1><p>SYDØSTJYLLANDS POLITI</p><h2>1. Havn</h2><p>Åben.</p></html>")
    (plan_folder / "scan.pdf").write_bytes(pdf_of([SCANNED_PAGE], extra=[PICTURE]))
    (plan_folder / "billede.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    (plan_folder / "regneark.xlsx").write_bytes(b"PK\x03\x04")
    report = run(store, plan_folder, encoder)
    assert [(line.file, line.state, line.code) for line in report.lines] == [
        ("billede.pdf", "skipped", "file_mismatch"),
        ("fyn.pdf", "added", "file_pages_scanned"),
        ("nord.docx", "added", ""),
        ("nordjylland-2023.md", "duplicate", "file_duplicate"),
        ("oestjylland-2021.md", "added", ""),
        ("oestjylland-2024.md", "added", ""),
        ("regneark.xlsx", "skipped", "file_type"),
        ("scan.pdf", "skipped", "file_scanned"),
        ("syd.html", "added", ""),
    ]
    assert dict(line_of(report, "fyn.pdf").values) == {"pages": "2", "count": 1, "total": 2}
    assert [(mark.page, mark.start) for mark in plan_of(store, "fyn-2031").pages] == [(1, 0)]


def test_a_caveat_is_told_again_while_its_file_stays(store: Store, plan_folder: Path, encoder: HashingEncoder) -> None:
    (plan_folder / "fyn.pdf").write_bytes(pdf_of([PLAN_LINES, SCANNED_PAGE], extra=[PICTURE]))
    run(store, plan_folder, encoder)
    line = line_of(run(store, plan_folder, encoder), "fyn.pdf")
    assert (line.state, line.code) == ("unchanged", "file_pages_scanned")


def test_a_file_that_no_longer_reads_keeps_its_last_good_plan(store: Store, plan_folder: Path, encoder: HashingEncoder) -> None:
    (plan_folder / "fyn.pdf").write_bytes(pdf_of([PLAN_LINES]))
    run(store, plan_folder, encoder)
    (plan_folder / "fyn.pdf").write_bytes(pdf_of([PLAN_LINES])[:400])
    line = line_of(run(store, plan_folder, encoder), "fyn.pdf")
    assert (line.state, line.code, "Havnen" in plan_of(store, "fyn-2031").text) == ("kept", "file_damaged", True)
