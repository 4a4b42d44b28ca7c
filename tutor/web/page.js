// What the terminal of textual-serve (static/js/textual.js) is told, and what it does not do by itself.
"use strict";

const HOW = {
  1000: "The session has ended.",
  1001: "The tutor was stopped where it runs.",
  1011: "The session has ended.",
  1013: "All places are taken. Try again when somebody has left.",
};
const LOST = "The tutor can no longer be reached.";
const here = (id) => document.getElementById(id);
let live = false;

// The terminal opens one socket. It goes to the server of this page, with all that the page's own address says.
class Session extends WebSocket {
  constructor(address) {
    const url = new URL(address, location.href);
    url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    for (const [name, value] of new URLSearchParams(location.search)) url.searchParams.append(name, value);
    super(url.href);
    this.addEventListener("message", (event) => this.heard(event.data));
    this.addEventListener("close", (event) => this.ended(event.code));
  }

  send(data) {
    if (this.readyState === WebSocket.OPEN) super.send(data);
  }

  heard(data) {
    if (typeof data === "string") {
      const [kind, words] = JSON.parse(data);
      if (kind === "ended") here("words").textContent = words;
    } else if (!live) {
      live = true;
      document.querySelector(".xterm-helper-textarea").focus();
    }
  }

  ended(code) {
    live = false;
    here("how").textContent = HOW[code] ?? LOST;
    document.body.classList.add("-closed");
    here("again").focus();
  }
}

window.WebSocket = Session;

// Ctrl+V is for the browser, which gives the terminal what it pastes; the terminal would take it for a key.
window.addEventListener("keydown", (event) => {
  if (event.ctrlKey && !event.altKey && !event.metaKey && event.key.toLowerCase() === "v") event.stopImmediatePropagation();
}, true);

// Ctrl+W, which deletes a word in a terminal, closes a page: the browser asks before.
window.addEventListener("beforeunload", (event) => {
  if (live) event.preventDefault();
});

// Browsers have no clipboard for pages that come neither from this machine nor by https.
if (!navigator.clipboard) {
  const copy = (text) => {
    const field = document.body.appendChild(document.createElement("textarea"));
    field.value = text;
    field.select();
    document.execCommand("copy");
    field.remove();
    document.querySelector(".xterm-helper-textarea").focus();
  };
  Object.defineProperty(navigator, "clipboard", {
    value: { writeText: async (text) => copy(text), readText: async () => "" },
  });
}

// The terminal measures its letters once, so that they have to be there before it.
window.addEventListener("load", async () => {
  here("again").addEventListener("click", () => location.reload());
  await Promise.allSettled(["", "bold ", "italic "].map((kind) => document.fonts.load(`${kind}16px "Roboto Mono"`)));
  const script = document.createElement("script");
  script.src = "static/js/textual.js";
  script.addEventListener("load", () => window.onload());
  document.head.append(script);
});
