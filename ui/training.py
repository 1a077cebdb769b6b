"""``plansvar train-encoder`` and ``plansvar train-selector``: the learned parts made anew from the training questions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, cast

import typer

from corpus.errors import StoreError
from ui.options import DEFAULT_STORE, Debug, LanguageName, Store, language_of
from ui.output import note, say
from ui.render import answer_text
from ui.texts import clean, text

Plans = Annotated[list[str] | None, typer.Option("--leave-out", metavar="PLAN", help=text("cli.option.leave_out", "da"))]
About = Annotated[list[str] | None, typer.Option("--about", metavar="PLAN", help=text("cli.option.about", "da"))]
Output = Annotated[Path, typer.Option("--output", metavar="STI", help=text("cli.option.trained", "da"))]


def train_encoder_command(
    output: Output = Path("encoder-training"),
    leave_out: Plans = None,
    epochs: Annotated[int, typer.Option("--epochs", min=1, help=text("cli.option.epochs", "da"))] = 4,
    own: Annotated[bool, typer.Option("--own", help=text("cli.option.own", "da"))] = False,
    field: Annotated[bool, typer.Option("--field", help=text("cli.option.field", "da"))] = False,
    part: Annotated[str, typer.Option("--part", metavar="all|words|layers", help=text("cli.option.part", "da"))] = "all",
    without: Annotated[list[str] | None, typer.Option("--without", metavar="LOSS", help=text("cli.option.without", "da"))] = None,
    store: Store = DEFAULT_STORE,
    language: LanguageName = None,
    debug: Debug = False,
) -> None:
    """Tune the packaged encoder and write model and adapter; an interrupted run in the same folder goes on."""
    from eval.ablations import DEPTHS
    from eval.encoders import left_out_recall
    from index.encoder import load_encoder
    from index.store import Store as PlanStore
    from index.training_data import asked, belonging, read_field, read_pairs, read_questions, read_terms, shipped_folder, training_plans
    from index.tuning import LOSSES, PARTS, Material, Part, TuningSettings, tune, write_tuned

    spoken, folder, unseen = language_of(language), shipped_folder(), leave_out or []
    plans = training_plans(folder)
    _known(unseen, sorted(plans))
    for chosen, available in ((part, PARTS), *((loss, LOSSES) for loss in without or ())):
        if chosen not in available:
            raise StoreError("training_choice", found=clean(chosen), available=", ".join(available))
    settings = TuningSettings(epochs=epochs, part=cast(Part, part), without=frozenset(without or ()))
    questions = asked(read_questions(folder, unseen), plans, settings.seed)
    indexed = PlanStore(store).open().generation.plans if own else ()
    field_pairs, field_questions = read_field(folder) if field else ([], [])
    pairs = [*read_pairs(folder, unseen), *field_pairs]
    material = Material([*questions, *field_questions], pairs, read_terms(field), belonging(indexed))
    told = {"questions": len(material.questions), "pairs": len(material.pairs), "terms": len(material.terms), "own": len(material.own)}
    note(text("train.material", spoken, **told))
    model = tune(material, output, settings)
    for asked_in, shares in left_out_recall(load_encoder(str(model)), unseen).items():
        shown = " / ".join(f"{share:.3f}" for share in shares)
        note(text("train.recall", spoken, asked_in=asked_in, depths=" / ".join(map(str, DEPTHS)), shares=shown))
    say(str(write_tuned(model, output, unseen)))


def train_selector_command(
    about: About = None,
    output: Output = Path("selector.toml"),
    store: Store = DEFAULT_STORE,
    language: LanguageName = None,
    debug: Debug = False,
) -> None:
    """Fit the choice of sentences and the decision to decline to the questions about plans that the encoder was not tuned on."""
    from eval.selector_training import crossed, examples, fit, fit_sureness, written
    from index.training_data import read_questions, shipped_folder
    from rag.assistant import Assistant
    from ui.service import open_assistant

    spoken = language_of(language)
    assistant = open_assistant(store).assistant
    _known(about or [], sorted(plan.id for plan in assistant.generation.plans))
    questions = [one for one in read_questions(shipped_folder()) if not about or one.about in about]
    found = list(examples(assistant, questions))
    names = list(assistant.features("?a", [])[0])
    chosen = fit(found, names)
    for ranking, shares in crossed(found, names).items():
        note(f"{ranking}: " + ", ".join(f"{wording} {first:.2f}/{three:.2f}" for wording, (first, three) in shares.items()))
    # How sure it may be is learned of answers by the sentences that were just learned to be chosen, and of all of them.
    trusting = Assistant.over(assistant.generation, assistant.encoder, replace(assistant.learned, sentence=chosen, floor=0.0))
    output.write_text(written(chosen, fit_sureness(trusting, answer_text, read_questions(shipped_folder()))), encoding="utf-8")
    say(text("train.written", spoken, file=output))


def _known(named: list[str], plans: list[str]) -> None:
    for plan in named:
        if plan not in plans:
            raise StoreError("training_plan", found=plan, available=", ".join(plans))
