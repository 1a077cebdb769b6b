"""The assistant as one step of a LangChain chain: a question in, the answer's text out.

    python examples/runnable.py --store data "Hvilke kommuner har et infohus?"

The store is made by ``plansvar index``. No language model is needed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from langchain_core.runnables import RunnableLambda

from rag.chain import assistant_runnable
from ui.render import answer_text
from ui.service import open_assistant


def main(arguments: list[str] | None = None) -> int:
    """Answer the questions of the command line, several at once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, default=Path("data"))
    parser.add_argument("question", nargs="+")
    given = parser.parse_args(arguments)
    assistant = open_assistant(given.store).assistant
    chain = assistant_runnable(assistant) | RunnableLambda(answer_text)
    for question, text in zip(given.question, chain.batch(given.question), strict=True):
        sys.stdout.write(f"{question}\n{text}\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
