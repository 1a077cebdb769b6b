// Asking: the tab's own ticket, what is searched, the address of a question, and what may stand in the way of an answer.
(function () {
  "use strict";
  const plansvar = (window.plansvar = window.plansvar || {});
  const byId = (id) => document.getElementById(id);
  const KEY = "plansvar.key";
  const LEFT_OUT = "plansvar.without";
  let memory = {}; // where the browser keeps nothing
  let since = 0;
  let clock = 0;

  function keep(name, value) {
    memory[name] = value;
    try { sessionStorage.setItem(name, value); } catch (error) { /* this tab only, until it is reloaded */ }
  }
  function kept(name) {
    try { return sessionStorage.getItem(name) || memory[name] || ""; } catch (error) { return memory[name] || ""; }
  }

  // The key of this tab's conversation: 128 random bits that no other tab knows.
  function key() {
    let found = kept(KEY);
    if (!found) {
      found = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      keep(KEY, found);
    }
    return found;
  }
  function leftOut() {
    try { return JSON.parse(kept(LEFT_OUT) || "[]"); } catch (error) { return []; }
  }
  function leaveOut(ids) {
    keep(LEFT_OUT, JSON.stringify([...new Set(ids)]));
    showScope();
  }

  plansvar.ticket = () => JSON.stringify({ key: key(), without: leftOut() });
  plansvar.asked = function (values) {
    notice("");
    started();
    return [...values.slice(0, -1), plansvar.ticket()];
  };
  plansvar.cleared = function () {
    const ticket = plansvar.ticket();
    leaveOut([]);
    history.pushState(null, "", location.pathname);
    ended();
    return ticket;
  };

  // ---- waiting
  function started() {
    since = performance.now();
    document.body.classList.add("asking");
    clearInterval(clock);
    clock = setInterval(() => {
      const seconds = Math.floor((performance.now() - since) / 1000);
      const shown = document.querySelector("article[data-state=waiting] .waited");
      if (shown && seconds > 0) shown.textContent = byId("scope").dataset.waited.replace("{seconds}", seconds);
    }, 250);
  }
  function ended() {
    clearInterval(clock);
    document.body.classList.remove("asking");
  }
  plansvar.ended = ended;

  function notice(words) {
    byId("notice").textContent = words;
    byId("notice").hidden = !words;
  }

  // The framework shows its own words, in English, when a question cannot be sent; these are shown instead.
  const fetched = window.fetch;
  window.fetch = function (...given) {
    const address = String((given[0] && given[0].url) || given[0]);
    if (!/\/gradio_api\/(queue|run)\//.test(address)) return fetched.apply(this, given);
    return fetched.apply(this, given).then(
      (reply) => {
        if (reply.status === 401) location.reload();
        else if (!reply.ok) failed(reply.status === 503 || reply.status === 429 ? "busy" : "lost");
        return reply;
      },
      (error) => {
        if (error.name !== "AbortError") failed("lost");
        throw error;
      },
    );
  };
  function failed(why) {
    ended();
    notice(byId("spoken").dataset[why]);
  }

  // ---- what is searched
  const ticked = (id) => [...document.querySelectorAll("#" + id + " input:checked")].map((box) => box.name || box.value);
  function known() {
    const data = byId("known-plans");
    return data ? JSON.parse(data.dataset.plans) : [];
  }
  function showScope() {
    const line = byId("scope");
    if (!line) return;
    const banner = document.querySelector("#status .banner");
    document.documentElement.style.setProperty("--ps-banner", (banner ? banner.offsetHeight : 0) + "px");
    const all = known();
    const without = leftOut();
    const districts = ticked("districts");
    const years = ticked("years");
    const newest = document.querySelector("#newest input:checked");
    const left = all.filter(
      (plan) =>
        (!districts.length || districts.includes(plan.district)) &&
        (!years.length || years.includes(plan.year)) &&
        !without.includes(plan.id) &&
        !(newest && plan.older),
    );
    const words = left.length === all.length ? "all" : left.length === 0 ? "nothing" : left.length === 1 ? "one" : "some";
    let names = left.slice(0, 6).map((plan) => plan.name).join(", ");
    if (left.length > 6) names = line.dataset.more.replace("{plans}", names).replace("{count}", left.length - 6);
    const text = line.dataset[words].replace("{count}", left.length).replace("{total}", all.length).replace("{plans}", names);
    if (line.textContent !== text) line.textContent = text;
    line.classList.toggle("narrow", left.length !== all.length);
    line.classList.toggle("nothing", all.length > 0 && left.length === 0);
    byId("left-out").replaceChildren(...all.filter((plan) => without.includes(plan.id)).map((plan) => chip(plan, line)));
  }
  function chip(plan, line) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "chip";
    button.dataset.plan = plan.id;
    button.textContent = line.dataset.without.replace("{plan}", plan.name) + " ×";
    button.setAttribute("aria-label", line.dataset.without.replace("{plan}", plan.name) + ". " + line.dataset.restore.replace("{plan}", plan.name));
    return button;
  }
  plansvar.showScope = showScope;

  // ---- asking by a click
  function ask(words) {
    const field = document.querySelector("#question textarea");
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, words);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    // The framework takes the value up in its next task.
    setTimeout(() => byId("ask").click(), 30);
  }
  function untickAll() {
    document.querySelectorAll("#filters input:checked").forEach((box) => box.click());
    leaveOut([]);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const article = button.closest("article.turn");
    if (button.matches(".example")) ask(button.textContent);
    else if (button.matches(".ask-again")) ask(article.dataset.question);
    else if (button.matches(".ask-all")) { untickAll(); ask(article.dataset.question); }
    else if (button.matches(".ask-without")) { leaveOut([...leftOut(), ...unticked(article).map((box) => box.dataset.plan)]); ask(article.dataset.question); }
    else if (button.matches(".chip")) { leaveOut(leftOut().filter((id) => id !== button.dataset.plan)); document.querySelector("#question textarea").focus(); }
    else if (button.id === "stop") ended();
    else if (button.id === "narrow") button.setAttribute("aria-expanded", document.body.classList.toggle("filters-open"));
    else if (button.id === "log-out") fetch("/logout", { method: "POST" }).then(() => location.reload());
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("a.skip")) return;
    event.preventDefault();
    document.querySelector("#question textarea").focus();
  });

  // A plan is left out whole: the ticks of its other sources follow.
  const unticked = (article) => [...article.querySelectorAll(".use input:not(:checked)")];
  document.addEventListener("change", (event) => {
    if (event.target.closest("#filters")) { showScope(); return; }
    if (!event.target.matches(".use input")) return;
    const article = event.target.closest("article.turn");
    article.querySelectorAll(".use input").forEach((box) => {
      if (box.dataset.plan === event.target.dataset.plan) box.checked = event.target.checked;
    });
    const names = [...new Set(unticked(article).map((box) => box.dataset.label))];
    const button = article.querySelector(".ask-without");
    button.textContent = button.dataset.words.replace("{plans}", names.join(", "));
    button.parentElement.hidden = !names.length;
  });

  // ---- the address of a question
  const turnAt = (address) => [...document.querySelectorAll("article.turn")].reverse().find((one) => one.dataset.address === address);
  plansvar.addressOf = (article) => location.origin + location.pathname + article.dataset.address;
  plansvar.follow = function (article) {
    if (article.dataset.state === "failed" || location.search === article.dataset.address) return;
    history.pushState(null, "", location.pathname + article.dataset.address);
  };
  window.addEventListener("popstate", () => {
    const article = turnAt(location.search);
    if (article) article.scrollIntoView({ block: "start" });
  });

  // A question in the address is asked, unless this tab's conversation already holds it.
  plansvar.openAddress = function () {
    const given = new URLSearchParams(location.search || location.hash.slice(1));
    const question = (given.get("q") || "").slice(0, 2000);
    const last = [...document.querySelectorAll("article.turn")].pop();
    if (!question) {
      if (last) history.replaceState(null, "", location.pathname + last.dataset.address);
      return;
    }
    const there = turnAt(location.search);
    if (there) { there.scrollIntoView({ block: "start" }); return; }
    tick("districts", given.getAll("kreds"));
    tick("years", given.getAll("aar"));
    if (given.has("uden")) leaveOut(given.getAll("uden"));
    setTimeout(() => ask(question), 60);
  };
  function tick(id, names) {
    document.querySelectorAll("#" + id + " input").forEach((box) => {
      if (names.includes(box.name || box.value) !== box.checked) box.click();
    });
  }
})();
