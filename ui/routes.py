"""Everything the application serves beside the chat: the plans tab, feedback, the quality page, the interface for programs."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI

from rag.answer import Language
from ui.plan_desk import PlanDesk
from ui.plans_routes import PlansRoutes
from ui.service import LiveAssistant
from ui.site import Site


def add_routes(app: FastAPI, live: LiveAssistant, site: Site, prefixes: Mapping[Language, str]) -> None:
    """Add them in every language; before the pages are mounted, because a mount at "/" takes every address after it."""
    desk = PlanDesk(live, site)
    for language, prefix in prefixes.items():
        PlansRoutes(desk, live, site, language).add(app, prefix)
