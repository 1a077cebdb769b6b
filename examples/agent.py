"""A LangChain agent that searches the plans with ``PlanRetriever`` as its tool.

    pip install 'plansvar[openai]'
    PLANSVAR_LLM_KEY=… python examples/agent.py --model gpt-oss-20b --base-url http://127.0.0.1:8000/v1 "Hvem leder rådet?"

An agent's words are its model's own: they are **not** checked sentence by sentence as Plansvar's written answers are, and the example
says so.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from langchain.agents import create_agent
from langchain_core.tools import create_retriever_tool
from langchain_openai import ChatOpenAI

from rag.chain import PlanRetriever
from ui.service import open_assistant

RULES = "Svar på spørgsmålet ud fra det, som værktøjet søg_i_planer finder, og nævn plan og år. Sig til, hvis planerne ikke svarer."


def main(arguments: list[str] | None = None) -> int:
    """Let the agent answer one question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, default=Path("data"))
    parser.add_argument("--model", required=True)
    parser.add_argument("--base-url", required=True)
    parser.add_argument("question")
    given = parser.parse_args(arguments)
    retriever = PlanRetriever(assistant=open_assistant(given.store).assistant, k=5)
    tool = create_retriever_tool(retriever, "soeg_i_planer", "Søger i politikredsenes samarbejdsplaner og giver de bedste steder.")
    key = os.environ.get("PLANSVAR_LLM_KEY", "-")
    model = ChatOpenAI(model=given.model, base_url=given.base_url, api_key=key, temperature=0, timeout=60, max_retries=1)  # type: ignore[arg-type]
    agent = create_agent(model, [tool], system_prompt=RULES.replace("søg_i_planer", "soeg_i_planer"))
    messages = agent.invoke({"messages": [("human", given.question)]})["messages"]
    found = [message for message in messages if message.type == "tool"]
    sys.stdout.write(f"{messages[-1].text}\n\n({len(found)} søgning(er) i planerne; svaret er modellens eget og ikke kontrolleret.)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
