// The page's start, what happens when the conversation changes, and what a reader takes along: copies and lists.
(function () {
  "use strict";
  const plansvar = (window.plansvar = window.plansvar || {});
  const byId = (id) => document.getElementById(id);
  let seen = "";

  // A new turn is brought into view; when its answer is there it is announced, and on a wide screen its first source is opened beside it.
  function changed() {
    const turns = document.querySelectorAll("#conversation article.turn");
    const last = turns[turns.length - 1];
    if (!last) { seen = ""; plansvar.emptyPanel(); return; }
    plansvar.markCurrent();
    const state = turns.length + last.dataset.state + last.dataset.address;
    if (state === seen) return;
    seen = state;
    last.scrollIntoView({ block: "start" });
    if (last.dataset.state === "waiting" || last.dataset.state === "writing") return;
    plansvar.ended();
    plansvar.follow(last);
    byId("spoken").textContent = byId("spoken").dataset.ready;
    const first = last.querySelector(".sources .cite");
    if (first && !plansvar.phone.matches) plansvar.show(first, false);
  }

  // ---- to take along
  async function copy(words) {
    if (navigator.clipboard && window.isSecureContext) {
      try { await navigator.clipboard.writeText(words); return true; } catch (error) { /* the older way below */ }
    }
    const field = document.createElement("textarea");
    field.value = words;
    field.className = "hidden";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
  async function copied(button, words) {
    const done = await copy(words);
    const before = button.dataset.before || button.textContent;
    button.dataset.before = before;
    button.textContent = byId("scope").dataset[done ? "copied" : "uncopied"];
    byId("spoken").textContent = button.textContent;
    button.focus();
    setTimeout(() => { button.textContent = before; }, 2000);
  }
  function download(name, words) {
    // The mark at the start tells Excel that æ, ø and å are in UTF-8.
    const address = URL.createObjectURL(new Blob(["\ufeff" + words], { type: "text/csv;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.tool");
    if (!button) return;
    if (button.matches(".copy")) copied(button, button.dataset.copy);
    if (button.matches(".link")) copied(button, plansvar.addressOf(button.closest("article.turn")));
    if (button.matches(".csv")) download(button.dataset.name, button.dataset.csv);
  });

  function repair() {
    // Gradio names the field by a title only when its label is hidden.
    const field = document.querySelector("#question textarea");
    const label = document.querySelector("#question label span");
    if (field && label && !field.getAttribute("aria-label")) field.setAttribute("aria-label", label.textContent.trim());
  }

  function start() {
    const conversation = byId("conversation");
    const filled = document.querySelector("#conversation .welcome, #conversation article.turn");
    // The framework mounts the parts one by one, on a slow machine with pauses between.
    const parts = ["panel", "scope", "known-plans", "spoken", "ask", "status"].every(byId);
    const scripts = plansvar.ticket && plansvar.show;
    if (!filled || !parts || !scripts || !document.querySelector("#question textarea")) {
      setTimeout(start, 50);
      return;
    }
    new MutationObserver(changed).observe(conversation, { childList: true, subtree: true });
    new MutationObserver(plansvar.showScope).observe(byId("status"), { childList: true, subtree: true });
    repair();
    plansvar.showScope();
    changed();
    plansvar.openAddress();
    document.documentElement.dataset.ready = "1";
  }

  start();
})();
