// The plan beside the answer. It writes no HTML of its own: the panel shows what the server escaped.
(function () {
  "use strict";
  const plansvar = (window.plansvar = window.plansvar || {});
  const phone = window.matchMedia("(max-width: 900px)");
  const byId = (id) => document.getElementById(id);
  let opened = null; // where the shown place is cited: number of the turn, and the link. The page may replace its elements at any time.
  let latest = 0; // number of the newest request: an older reply must not overwrite it

  const turns = () => [...document.querySelectorAll("#conversation article.turn")];
  const sources = () => (opened && turns()[opened.turn] ? [...turns()[opened.turn].querySelectorAll(".sources a.cite")] : []);
  const placeAmong = (links) => links.findIndex((one) => one.getAttribute("href") === opened.href);

  function show(link, focus) {
    const panel = byId("panel");
    if (!panel) return;
    const request = ++latest;
    const href = link.getAttribute("href");
    const from = { turn: turns().indexOf(link.closest("article")), href, card: link.matches(".card") };
    const address = href.split("#")[0].replace(/^plan\/([^?]+)\?/, "plan/$1/panel?");
    fetch(address, { credentials: "same-origin" })
      .then((reply) => (reply.ok ? reply.text() : Promise.reject(reply.status)))
      .then((html) => { if (request === latest) fill(html, from, focus); })
      .catch(() => { if (request === latest) fail(from, focus); });
  }
  plansvar.show = show;
  plansvar.phone = phone;

  function fill(html, from, focus) {
    const body = byId("panel-body");
    body.innerHTML = html;
    finish(from, focus);
    const found = document.querySelector("#panel-body #fund");
    if (!found) { body.scrollTop = 0; return; }
    const head = document.querySelector("#panel-body .plan-head");
    const above = Math.max(body.clientHeight * 0.3, (head ? head.offsetHeight : 0) + 64);
    body.scrollTop += found.getBoundingClientRect().top - body.getBoundingClientRect().top - above;
  }

  function say(words) {
    const line = document.createElement("p");
    line.className = "panel-empty";
    line.textContent = words;
    byId("panel-body").replaceChildren(line);
  }
  function fail(from, focus) {
    say(byId("panel").dataset.failed);
    finish(from, focus);
  }

  plansvar.emptyPanel = function () {
    behind(false);
    latest++;
    opened = null;
    say(byId("panel").dataset.empty);
    byId("panel-count").textContent = "";
    byId("panel-whole").hidden = true;
    byId("panel-previous").disabled = byId("panel-next").disabled = true;
    document.body.classList.remove("source-open");
  };

  function finish(from, focus) {
    opened = from;
    const links = sources();
    const place = placeAmong(links);
    const count = byId("panel-count");
    count.textContent = place < 0 ? "" : count.dataset.of.replace("{n}", place + 1).replace("{total}", links.length);
    byId("panel-previous").disabled = place <= 0;
    byId("panel-next").disabled = place < 0 || place >= links.length - 1;
    byId("panel-whole").hidden = false;
    byId("panel-whole").href = from.href;
    plansvar.markCurrent();
    document.body.classList.add("source-open");
    if (phone.matches) {
      byId("panel").setAttribute("role", "dialog");
      byId("panel").setAttribute("aria-modal", "true");
      behind(true);
    }
    const title = document.querySelector("#panel-body .plan-title") || byId("panel-body");
    if (focus) title.focus({ preventScroll: true });
  }

  // Also after the page has replaced the conversation's elements.
  plansvar.markCurrent = function () {
    turns().forEach((article, place) => {
      article.querySelectorAll("a.cite").forEach((one) => {
        const here = Boolean(opened && opened.turn === place && one.getAttribute("href") === opened.href);
        if (one.classList.contains("current") !== here) one.classList.toggle("current", here);
      });
    });
  };

  function step(by) {
    const links = sources();
    const next = opened ? links[placeAmong(links) + by] : null;
    if (next) show(next, false);
  }

  // Under an open sheet nothing can be reached, by a finger, a key or a reader.
  function behind(inert) {
    document.querySelectorAll("#top, #status, #left, #tabs .tab-wrapper").forEach((one) => { one.inert = inert; });
  }

  function close() {
    behind(false);
    document.body.classList.remove("source-open");
    byId("panel").removeAttribute("role");
    byId("panel").removeAttribute("aria-modal");
    const article = opened && turns()[opened.turn];
    const links = article ? [...article.querySelectorAll("a.cite")].filter((one) => one.getAttribute("href") === opened.href) : [];
    const back = links.find((one) => one.matches(".card") === opened.card) || links[0];
    if (back) back.focus();
  }

  document.addEventListener("click", (event) => {
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    const cite = event.target.closest("a.cite");
    if (cite && plain) { event.preventDefault(); show(cite, true); return; }
    const button = event.target.closest("#panel button");
    if (!button) return;
    if (button.id === "panel-previous") step(-1);
    if (button.id === "panel-next") step(1);
    if (button.id === "panel-close") close();
  });

  document.addEventListener("keydown", (event) => {
    const panel = byId("panel");
    if (!panel) return;
    if (event.key === "Escape" && (panel.contains(document.activeElement) || panel.getAttribute("aria-modal"))) close();
    if (event.key === "Tab" && panel.getAttribute("aria-modal")) keepInside(event, panel);
  });

  function keepInside(event, panel) {
    const stops = [...panel.querySelectorAll("a[href], button:not([disabled]), [tabindex]")].filter((one) => one.offsetParent !== null);
    const first = stops[0];
    const last = stops[stops.length - 1];
    if (!panel.contains(document.activeElement)) { event.preventDefault(); first.focus(); }
    else if (event.shiftKey && document.activeElement === first) { event.preventDefault(); last.focus(); }
    else if (!event.shiftKey && document.activeElement === last) { event.preventDefault(); first.focus(); }
  }
})();
