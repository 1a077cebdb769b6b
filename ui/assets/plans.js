// The plans tab: shows what the server wrote, sends files one by one, asks before anything is taken away.
(function () {
  "use strict";
  const BUSY = 600, QUIET = 8000;
  const byId = (id) => document.getElementById(id);
  const pieces = ["state", "table", "handin", "lines"];
  let shown = {};
  let due = 0;
  let looked = 0;
  let asking = false;
  let sending = false;
  const waiting = [];

  function fill(reply) {
    for (const name of pieces) {
      const place = byId("desk-" + name);
      if (!place || (shown[name] === reply[name] && place.childElementCount)) continue;
      // A button that is about to be replaced must not take the keyboard with it.
      const held = place.contains(document.activeElement) ? document.activeElement : null;
      const key = held && held.dataset.desk ? '[data-desk="' + held.dataset.desk + '"][data-id="' + held.dataset.id + '"]' : "";
      place.innerHTML = reply[name];
      shown[name] = reply[name];
      if (held) (((key && place.querySelector(key)) || place.querySelector("button, a, input")) || byId("desk-said")).focus();
    }
    announce();
    compare();
    due = Date.now() + (reply.busy || sending ? BUSY : QUIET);
  }

  // What has ended since the last look is said once, to those who do not see the list.
  let told = null;
  function announce() {
    const ended = [...document.querySelectorAll('#desk-lines li:not([data-state="received"]):not([data-state="reading"]):not([data-state="placed"]):not([data-state="leaving"])')];
    const now = new Map(ended.map((line) => [line.dataset.id + line.dataset.state, line.querySelector(".told").innerText]));
    if (told !== null) {
      const fresh = [...now.keys()].filter((id) => !told.has(id)).map((id) => now.get(id).replace(/\s+/g, " "));
      if (fresh.length) byId("desk-said").textContent = fresh.join(" ");
    }
    told = new Set(now.keys());
  }

  // The choices beside the question field are those of the plans that were there when the page was opened.
  let first = null;
  function compare() {
    const ids = [...document.querySelectorAll("#desk-table tr[data-plan]")].map((row) => row.dataset.plan).join(" ");
    if (first === null) first = ids;
    byId("desk-reload").hidden = ids === first;
  }

  function look() {
    if (asking) return;
    asking = true;
    looked = Date.now();
    fetch("plans/desk", { credentials: "same-origin" })
      .then((reply) => (reply.ok ? reply.json().then(fill) : reply.json().then((words) => Promise.reject(words.error))))
      .catch((words) => {
        due = Date.now() + QUIET;
        shown.state = null;
        byId("desk-state").textContent = typeof words === "string" ? words : byId("desk").dataset.gone;
      })
      .finally(() => { asking = false; });
  }

  function wish(action, id) {
    fetch("plans/do", { method: "POST", credentials: "same-origin", headers: { "content-type": "application/json" }, body: JSON.stringify({ do: action, id: id }) })
      .then((reply) => {
        if (!reply.ok) return reply.json().then((words) => complain(words.error));
        // What happens next stands at the top; the button may be far below it.
        byId("desk").scrollIntoView({ block: "start" });
      })
      .catch(() => complain(byId("desk").dataset.gone))
      .finally(look);
  }

  function line(words) {
    const item = document.createElement("li");
    const told = document.createElement("div");
    const name = document.createElement("b");
    told.className = "told";
    name.textContent = words;
    told.append(name);
    item.append(told);
    byId("desk-sending").append(item);
    return { item: item, told: told };
  }

  function complain(words, name) {
    const made = line(name || "");
    const text = document.createElement("p");
    text.textContent = words;
    text.setAttribute("role", "alert");
    made.item.dataset.state = "refused";
    if (!name) made.told.firstChild.remove();
    made.told.append(text);
    setTimeout(() => made.item.remove(), 15000);
  }

  function send() {
    const file = waiting.shift();
    if (!file) { sending = false; look(); return; }
    sending = true;
    const made = line(file.name);
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.setAttribute("aria-label", byId("desk").dataset.sending + " " + file.name);
    made.told.append(bar);
    const limit = Number((byId("desk-file") || { dataset: {} }).dataset.limit || 0);
    const request = new XMLHttpRequest();
    const asked = new URLSearchParams({ name: file.name, size: file.size, more: waiting.length > 0 });
    request.open("POST", "plans/upload?" + asked);
    request.upload.onprogress = (event) => { if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total; };
    request.onload = () => {
      made.item.remove();
      if (request.status !== 200) {
        let words = "";
        try { words = JSON.parse(request.responseText).error; } catch (_) { /* not from the program itself */ }
        complain(words || byId("desk").dataset.lost, file.name);
      }
      look();
      send();
    };
    request.onerror = () => { made.item.remove(); complain(byId("desk").dataset.lost, file.name); send(); };
    // Too large to be sent at all: the server says so by the size alone.
    request.send(limit && file.size > limit ? null : file);
  }

  function take(files) {
    waiting.push(...files);
    if (!sending) send();
  }

  function confirm(button) {
    const dialog = byId("desk-ask");
    byId("desk-question").textContent = button.dataset.question;
    const yes = dialog.querySelector('[data-answer="yes"]');
    yes.textContent = button.firstChild.textContent.trim();
    dialog.returnValue = "";
    dialog.onclose = () => { if (dialog.returnValue === "yes") wish(button.dataset.desk, button.dataset.id); };
    dialog.showModal();
  }

  document.addEventListener("click", (event) => {
    const answer = event.target.closest("#desk-ask button");
    if (answer) { byId("desk-ask").close(answer.dataset.answer); return; }
    const button = event.target.closest("#desk [data-desk]");
    if (!button) return;
    if (button.dataset.question) confirm(button);
    else wish(button.dataset.desk, button.dataset.id);
  });

  document.addEventListener("change", (event) => {
    if (event.target.id !== "desk-file") return;
    take([...event.target.files]);
    event.target.value = "";
  });

  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const place = byId("desk-file") && event.target.closest && event.target.closest(".drop");
      if (!place) {
        // A file dropped beside the field would be opened in place of the page.
        if (byId("desk") && event.dataTransfer && [...event.dataTransfer.types].includes("Files")) event.preventDefault();
        return;
      }
      event.preventDefault();
      place.classList.toggle("over", kind === "dragenter" || kind === "dragover");
      if (kind === "drop") take([...event.dataTransfer.files]);
    });
  }

  // A part of the page that the server writes when it is first seen.
  function piece(place) {
    if (place.dataset.asked || place.offsetParent === null) return;
    place.dataset.asked = "1";
    fetch(place.dataset.piece, { credentials: "same-origin" })
      .then((reply) => (reply.ok ? reply.text() : Promise.reject(reply.status)))
      .then((html) => { place.innerHTML = html; })
      .catch(() => setTimeout(() => delete place.dataset.asked, QUIET));
  }

  setInterval(() => {
    document.querySelectorAll("[data-piece]").forEach(piece);
    const desk = byId("desk");
    if (!desk || document.hidden || desk.offsetParent === null) return;
    const empty = !byId("desk-table").childElementCount && Date.now() > looked + 1000;
    if (empty || Date.now() >= due) look();
  }, 200);
})();
