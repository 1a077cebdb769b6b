"""The page for everybody, and against everybody: axe-core on every state, and hostile words in every place they can come from."""

from dataclasses import replace
from importlib import resources
from types import SimpleNamespace

import pytest

# ruff: noqa: E501
from rag.answer import Coverage, Statement
from tests.browser_pages import QUIET, CannedLive, answered, ask, browser, pages, serving, watch
from tests.ui_samples import CannedAssistant, abstained, cite, houses, make_plan

pytestmark = [pytest.mark.browser, QUIET]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Faults of Gradio that cannot be mended here: rule → when it was seen, in which version, and why it stays.
UPSTREAM: dict[str, str] = {}

_BEACON = "http://evil.example/x"
PAYLOADS = [
    "<script>alert(1)</script>", "<ScRiPt src=//evil.example/x.js></sCrIpT>", f'"><img src={_BEACON} onerror=alert(1)>', f"<img src={_BEACON}>",
    f"<img srcset='{_BEACON} 2x'>", f"<picture><source srcset={_BEACON}><img></picture>", "<svg onload=alert(1)>",
    f"<svg><image href={_BEACON} /></svg>", f"<svg><use href='{_BEACON}#x'/></svg>", "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x>", f"<iframe src={_BEACON}></iframe>", "<iframe srcdoc='<script>parent.alert(1)</script>'>",
    f"<object data={_BEACON}></object>", f"<embed src={_BEACON}>", f"<video poster={_BEACON}>", f"<video src={_BEACON} autoplay>",
    f"<audio src={_BEACON} autoplay>", f"<form action={_BEACON}><input name=cpr><button>Send</button></form>",
    f"</article></div><form action={_BEACON}>", f"<button formaction={_BEACON}>Klik</button>", f"<input type=image src={_BEACON}>",
    f"<a href={_BEACON}>Læs mere</a>", "<a href='javascript:alert(1)'>x</a>", "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    f"<a ping={_BEACON} href=plan/x>x</a>", f"<area href={_BEACON}>", f"<link rel=stylesheet href={_BEACON}>",
    f"<link rel=prefetch href={_BEACON}>", f"<link rel=dns-prefetch href={_BEACON}>", f"<style>@import '{_BEACON}'</style>",
    f"<style>*{{background:url({_BEACON})}}</style>", f"<p style='background:url({_BEACON})'>x</p>", f"<base href={_BEACON}>",
    f"<meta http-equiv=refresh content='0;url={_BEACON}'>", "<math><mtext></math><script>alert(1)</script>", "<template><script>alert(1)</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<textarea autofocus onfocus=alert(1)>", "<select autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>", "<marquee onstart=alert(1)>", "<body onload=alert(1)>", "<x onpointerenter=alert(1)>rør</x>",
    "' onfocus='alert(1)' autofocus='", '" onmouseover="alert(1)" x="', "` onclick=`alert(1)", "${alert(1)}", "${Object.assign(window,{INJ:1})}",
    "{{constructor.constructor('alert(1)')()}}", "{{#with alert}}{{this}}{{/with}}", f"![x]({_BEACON}.png)", f"[x]({_BEACON})",
    f"```mermaid\ngraph TD; A[\"<img src={_BEACON}>\"]\n```", "$$\\href{javascript:alert(1)}{x}$$", "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>", "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;img src=x onerror=alert(1)&#62;",
    "\u202e<b>vendt</b>\u202c", "\u0000<script>alert(1)</script>", "æøå\u2028<script>alert(1)</script>", "</mark></p><script>alert(1)</script>",
]  # fmt: skip


def axe(page, name):
    """What axe-core finds serious or critical, without the upstream faults."""
    page.evaluate(resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
    return [
        (name, one["id"], [node["target"] for node in one["nodes"]][:3])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical") and one["id"] not in UPSTREAM
    ]


@pytest.fixture(scope="module")
def chromium():
    pytest.importorskip("axe_playwright_python", reason="pip install axe-playwright-python")
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def address():
    from ui.app import safe_app

    with serving(safe_app(CannedLive(CannedAssistant(ejer=abstained("unsure"))))) as address:
        yield address


@pytest.fixture
def open_page(chromium, address):
    with pages(chromium, address) as opened:
        yield opened


@pytest.mark.parametrize(("size", "scheme"), [("desk", "light"), ("desk", "dark"), ("phone", "light"), ("small", "dark")])
def test_axe_finds_nothing_serious_in_any_state(open_page, address, size, scheme):
    page = open_page(size, color_scheme=scheme, reduced_motion="reduce")
    found = axe(page, "welcome")
    ask(page, "Hvilke kommuner har et infohus?")
    page.locator(".use input").nth(1).uncheck()
    page.click(".statement a.cite[data-n='2']")
    page.wait_for_selector("#panel .plan-title")
    found += axe(page, "source")
    if size != "desk":
        page.click("#panel-close")
        page.click("#narrow")
        found += axe(page, "filters")
    ask(page, "Hvem ejer huset?", turns=2)
    ask(page, "??", turns=3)
    found += axe(page, "declined and failed")
    if scheme == "light":
        page.goto(f"{address}/plan/oestjylland-2021")
        found += axe(page, "plan")
    assert found == []


@pytest.mark.parametrize("size", ["desk", "phone", "small"])
@pytest.mark.parametrize("path", ["/", "/en/"])
def test_nothing_is_wider_than_the_screen_and_targets_are_large_enough(open_page, size, path):
    page = open_page(size, path=path)
    ask(page, "Hvilke kommuner har et infohus? " + "Langtordudenmellemrum" * 12)
    too_wide = page.evaluate(
        "[...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > innerWidth + 1"
        " && !one.closest('.table-frame, .hidden, .skip')).map(one => one.outerHTML.slice(0, 90))"
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), too_wide
    small = page.evaluate(
        "[...document.querySelectorAll('#work button, #work a, #work input')].filter(one => one.offsetParent !== null"
        " && (one.offsetWidth < 19 || one.offsetHeight < 19)).map(one => one.outerHTML.slice(0, 80))"
    )
    assert small == []


class HostileAssistant(CannedAssistant):
    """Over one plan for each payload, with the payload in its district, title, file name, headings and text; cites them all."""

    def __init__(self):
        super().__init__()
        plans = tuple(hostile_plan(number, payload) for number, payload in enumerate(PAYLOADS))
        self.generation = SimpleNamespace(id="abc", plans=plans, passages=())
        sources = [cite(n, plan, plan.text[plan.sections[1].body_start :].strip()) for n, plan in enumerate(plans, 1)]
        sources = [replace(one, heading=payload, file=payload) for one, payload in zip(sources, PAYLOADS, strict=True)]
        forms = ("quote", "items", "unnamed", "yes", "expansion", "value")
        statements = [
            Statement(one.plan, forms[one.n % len(forms)], (payload, payload), payload, (one.n,), older=one.n % 2 == 0)
            for one, payload in zip(sources, PAYLOADS, strict=True)
        ]
        ids = tuple(plan.id for plan in plans)
        read = replace(
            houses().understood, topic=(PAYLOADS[0],), corrected=tuple(zip(PAYLOADS, PAYLOADS, strict=True)), rewritten=PAYLOADS[3]
        )
        self.hostile = replace(
            houses(), statements=tuple(statements), citations=tuple(sources), understood=read, coverage=Coverage(ids, ids)
        )

    def answer(self, question, **given):
        super().answer(question[:100], **given)
        return replace(self.hostile, question=question)


def hostile_plan(number, payload):
    words = payload.replace("\n", " ")
    plan = make_plan(2024, f"Plan 2024 {words}\n\n4.2 Infohuse {words}\nHer står {words} i teksten.\n", "4.2", payload, f"p{number}")
    sections = tuple(replace(section, title=payload, path=(payload, payload)) for section in plan.sections)
    return replace(plan, sections=sections, title=payload, file=payload, kommuner=(payload,))


def test_hostile_words_stay_words_wherever_they_come_from(chromium):
    from ui.app import safe_app

    assert len(set(PAYLOADS)) >= 60
    with serving(safe_app(CannedLive(HostileAssistant()))) as address:
        page = chromium.new_page()
        page.set_default_timeout(15_000)
        faults: list[str] = []
        watch(page, address, faults)
        page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
        page.goto(f"{address}/?q=%3Cimg%20src=x%20onerror=alert(9)%3E")
        answered(page)
        ask(page, " ".join(PAYLOADS)[:1900], turns=2)
        assert page.inner_text("article:last-child h2").count("<script") >= 1
        links = page.eval_on_selector_all("article:last-child .sources a.cite", "all => all.map(one => one.getAttribute('href'))")
        assert len(links) == len(PAYLOADS)
        for place in range(0, len(links), 7):
            page.locator("article:last-child .sources a.cite").nth(place).evaluate("one => one.click()")
            page.wait_for_function("href => document.querySelector('#panel-whole').getAttribute('href') === href", arg=links[place])
            faults += unexpected(page)
        page.get_by_role("tab", name="Planer").click()
        page.wait_for_selector("#plans table")
        faults += unexpected(page)
        for place in (0, 3, 18, 33):
            page.goto(f"{address}/{links[place].replace('#fund', '')}")
            faults += unexpected(page, "body")
            assert page.locator("mark").count() >= 1
        assert page.evaluate("typeof INJ") == "undefined"
        page.close()
    assert faults == []


def unexpected(page, within="#conversation, #panel, #plans, #status, #filters"):
    """Elements and attributes that no page of ours makes."""
    return page.evaluate(
        """within => [...document.querySelectorAll(within)].flatMap(root => [...root.querySelectorAll('*')]).filter(one =>
            one.matches('script,img,svg,math,iframe,object,embed,video,audio,form,style,base,meta,template,picture,textarea:not(#question *)')
            || (one.tagName === 'A' && !/^($|plan\\/|#|\\.\\.\\/|p[0-9]+-2024)/.test(one.getAttribute('href')))
            || [...one.attributes].some(attribute => attribute.name.startsWith('on') || ['srcdoc', 'ping', 'formaction'].includes(attribute.name))
        ).map(one => one.outerHTML.slice(0, 120))""",
        within,
    )
