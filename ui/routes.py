"""Everything the application serves beside the chat: the plans tab, feedback, the quality page, the interface for programs."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI

from rag.answer import Language
from ui.api import add_api_routes
from ui.plan_desk import PlanDesk
from ui.plans_routes import PlansRoutes
from ui.quality_page import add_quality_routes
from ui.rating import Ratings, add_rating_routes
from ui.service import LiveAssistant
from ui.site import Site


def add_routes(app: FastAPI, live: LiveAssistant, site: Site, prefixes: Mapping[Language, str]) -> Ratings:
    """Add them in every language; before the pages are mounted, because a mount at "/" takes every address after it.

    Returns:
        What the pages put under their answers.
    """
    add_api_routes(app, live, site.api)
    desk, ratings = PlanDesk(live, site), Ratings(site)
    for language, prefix in prefixes.items():
        PlansRoutes(desk, live, site, language).add(app, prefix)
        add_rating_routes(app, ratings, language, prefix)
        add_quality_routes(app, live, site, language, prefix)
    return ratings
