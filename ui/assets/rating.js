// Thumbs under an answer: opens the server's form in a window of its own, sends it, and remembers in this page what was sent.
(function () {
  "use strict";
  const sent = new Set();
  let opened = null; // the thumb that was pressed

  function dialog() {
    let made = document.getElementById("rating-form");
    if (!made) {
      made = document.createElement("dialog");
      made.id = "rating-form";
      made.setAttribute("aria-labelledby", "rating-title");
      document.body.append(made);
      made.addEventListener("close", () => { if (opened && opened.isConnected) opened.focus(); });
    }
    return made;
  }

  function open(thumb) {
    const block = thumb.closest(".rating");
    opened = thumb;
    fetch("rating/form?" + new URLSearchParams({ token: block.dataset.token, verdict: thumb.dataset.verdict }), { credentials: "same-origin" })
      .then((reply) => reply.text())
      .then((html) => {
        const made = dialog();
        made.innerHTML = html;
        made.dataset.token = block.dataset.token;
        made.dataset.verdict = thumb.dataset.verdict;
        made.dataset.gone = block.dataset.gone;
        made.showModal();
      })
      .catch(() => {});
  }

  function send() {
    const made = dialog();
    const button = made.querySelector('[data-rating="send"]');
    const failure = made.querySelector(".failure");
    const body = {
      token: made.dataset.token,
      verdict: made.dataset.verdict,
      reasons: [...made.querySelectorAll('input[name="reason"]:checked')].map((box) => box.value),
      words: made.querySelector("textarea").value,
    };
    button.disabled = true;
    failure.hidden = true;
    fetch("rating/send", { method: "POST", credentials: "same-origin", headers: { "content-type": "application/json" }, body: JSON.stringify(body) })
      .then((reply) => (reply.ok ? null : reply.json().then((words) => Promise.reject(words.error))))
      .then(() => { sent.add(body.token); made.close(); mark(); })
      .catch((words) => {
        failure.textContent = typeof words === "string" ? words : made.dataset.gone;
        failure.hidden = false;
        button.disabled = false;
      });
  }

  // The conversation is written anew with every answer: what was sent is marked again.
  function mark() {
    for (const block of document.querySelectorAll(".rating:not(.sent)")) {
      if (!sent.has(block.dataset.token)) continue;
      const thanks = document.createElement("span");
      thanks.textContent = block.dataset.thanks;
      thanks.setAttribute("role", "status");
      thanks.tabIndex = -1;
      const held = block.contains(document.activeElement) || opened && block.contains(opened);
      block.replaceChildren(thanks);
      block.classList.add("sent");
      if (held) { opened = null; thanks.focus(); }
    }
  }

  document.addEventListener("click", (event) => {
    const thumb = event.target.closest(".rating .thumb");
    if (thumb) { open(thumb); return; }
    const button = event.target.closest("#rating-form [data-rating]");
    if (!button) return;
    if (button.dataset.rating === "send") send();
    else dialog().close();
  });

  new MutationObserver(mark).observe(document.documentElement, { childList: true, subtree: true });
})();
