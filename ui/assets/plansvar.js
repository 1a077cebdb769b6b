// The page's behaviour around citations. It writes no HTML of its own: the panel shows what the server escaped.
(function () {
  "use strict";
  const phone = window.matchMedia("(max-width: 900px)");
  let opened = null; // the marker or card whose place is shown
  let latest = 0; // number of the newest request: an older reply must not overwrite it
  let turnsSeen = 0;

  const byId = (id) => document.getElementById(id);
  const sourcesOf = (link) => [...link.closest("article").querySelectorAll(".sources .cite")];

  function show(link, focus) {
    const panel = byId("panel");
    if (!panel) return;
    const request = ++latest;
    const address = link.getAttribute("href").split("#")[0].replace(/^plan\/([^?]+)\?/, "plan/$1/panel?");
    fetch(address, { credentials: "same-origin" })
      .then((reply) => (reply.ok ? reply.text() : Promise.reject(reply.status)))
      .then((html) => { if (request === latest) fill(html, link, focus); })
      .catch(() => { if (request === latest) fail(link, focus); });
  }

  function fill(html, link, focus) {
    byId("panel-body").innerHTML = html;
    finish(link, focus);
    const found = document.querySelector("#panel-body #fund");
    const body = byId("panel-body");
    if (!found) { body.scrollTop = 0; return; }
    const offset = found.getBoundingClientRect().top - body.getBoundingClientRect().top;
    body.scrollTop += offset - body.clientHeight * 0.3;
  }

  function fail(link, focus) {
    const words = document.createElement("p");
    words.className = "panel-empty";
    words.textContent = byId("panel").dataset.failed;
    byId("panel-body").replaceChildren(words);
    finish(link, focus);
  }

  function empty() {
    latest++;
    opened = null;
    const words = document.createElement("p");
    words.className = "panel-empty";
    words.textContent = byId("panel").dataset.empty;
    byId("panel-body").replaceChildren(words);
    byId("panel-count").textContent = "";
    byId("panel-whole").hidden = true;
    byId("panel-previous").disabled = byId("panel-next").disabled = true;
    document.body.classList.remove("source-open");
  }

  function finish(link, focus) {
    opened = link;
    const sources = sourcesOf(link);
    const place = sources.findIndex((one) => one.dataset.n === link.dataset.n);
    const count = byId("panel-count");
    count.textContent = count.dataset.of.replace("{n}", place + 1).replace("{total}", sources.length);
    byId("panel-previous").disabled = place <= 0;
    byId("panel-next").disabled = place >= sources.length - 1;
    byId("panel-whole").hidden = false;
    byId("panel-whole").href = link.getAttribute("href");
    document.querySelectorAll(".cite.current").forEach((one) => one.classList.remove("current"));
    link.closest("article").querySelectorAll('.cite[data-n="' + link.dataset.n + '"]').forEach((one) => one.classList.add("current"));
    document.body.classList.add("source-open");
    if (phone.matches) {
      byId("panel").setAttribute("role", "dialog");
      byId("panel").setAttribute("aria-modal", "true");
    }
    const title = document.querySelector("#panel-body .plan-title") || byId("panel-body");
    if (focus) title.focus({ preventScroll: true });
  }

  function step(by) {
    if (!opened) return;
    const sources = sourcesOf(opened);
    const place = sources.findIndex((one) => one.dataset.n === opened.dataset.n) + by;
    if (sources[place]) show(sources[place], false);
  }

  function close() {
    document.body.classList.remove("source-open");
    byId("panel").removeAttribute("role");
    byId("panel").removeAttribute("aria-modal");
    if (opened && opened.isConnected) opened.focus();
  }

  function ask(words) {
    const field = document.querySelector("#question textarea");
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, words);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    // The framework takes the value up in its next task.
    setTimeout(() => byId("ask").click(), 30);
  }

  document.addEventListener("click", (event) => {
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    const cite = event.target.closest("a.cite");
    if (cite && plain) { event.preventDefault(); show(cite, true); return; }
    const example = event.target.closest("button.example");
    if (example) { ask(example.textContent); return; }
    const button = event.target.closest("#panel button");
    if (!button) return;
    if (button.id === "panel-previous") step(-1);
    if (button.id === "panel-next") step(1);
    if (button.id === "panel-close") close();
  });

  document.addEventListener("keydown", (event) => {
    const panel = byId("panel");
    if (event.key === "Escape" && panel && (panel.contains(document.activeElement) || panel.getAttribute("aria-modal"))) close();
    if (event.key === "Tab" && panel && panel.getAttribute("aria-modal")) keepInside(event, panel);
  });

  function keepInside(event, panel) {
    const stops = [...panel.querySelectorAll("a[href], button:not([disabled]), [tabindex]")].filter((one) => one.offsetParent !== null);
    const first = stops[0];
    const last = stops[stops.length - 1];
    if (!panel.contains(document.activeElement)) { event.preventDefault(); first.focus(); }
    else if (event.shiftKey && document.activeElement === first) { event.preventDefault(); last.focus(); }
    else if (!event.shiftKey && document.activeElement === last) { event.preventDefault(); first.focus(); }
  }

  // A new turn is brought into view; when its answer is there it is announced, and on a wide screen its first source is opened beside it.
  function changed() {
    const turns = document.querySelectorAll("#conversation article.turn");
    const last = turns[turns.length - 1];
    if (!last) { turnsSeen = 0; empty(); return; }
    const state = turns.length + last.dataset.state;
    if (state === turnsSeen) return;
    turnsSeen = state;
    last.scrollIntoView({ block: "start" });
    if (last.dataset.state === "waiting") return;
    byId("spoken").textContent = byId("spoken").dataset.ready;
    const first = last.querySelector(".sources .cite");
    if (first && !phone.matches) show(first, false);
  }

  function repair() {
    // Gradio names the field by a title only when its label is hidden.
    const field = document.querySelector("#question textarea");
    const label = document.querySelector("#question label span");
    if (field && label && !field.getAttribute("aria-label")) field.setAttribute("aria-label", label.textContent.trim());
  }

  function start() {
    const conversation = byId("conversation");
    if (!conversation || !document.querySelector("#question textarea") || !document.querySelector("#conversation .welcome")) {
      setTimeout(start, 50);
      return;
    }
    new MutationObserver(changed).observe(conversation, { childList: true, subtree: true });
    repair();
    const asked = new URLSearchParams(location.search).get("q") || new URLSearchParams(location.hash.slice(1)).get("q");
    document.documentElement.dataset.ready = "1";
    if (asked) ask(asked.slice(0, 2000));
  }

  start();
})();
