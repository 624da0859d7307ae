// Changes a tile in place where only words and attributes differ: on a wall of 500 slots that is a third of the work
// of a swap, and what has the focus keeps it. A tile of another shape is left to htmx. (A tile has
// no attributes of htmx, which would have to be told of changes, but hx-preserve.)
(() => {
  const parts = (node) =>
    [...node.childNodes].filter((n) => n.nodeType !== Node.TEXT_NODE || n.data.trim() !== "");
  const isAlike = (now, next) => {
    if (now.isEqualNode(next)) return true;
    if (now.nodeName !== next.nodeName) return false;
    const [some, others] = [parts(now), parts(next)];
    return some.length === others.length && some.every((part, i) => isAlike(part, others[i]));
  };
  const change = (now, next) => {
    if (now.isEqualNode(next)) return;
    if (now.nodeType !== Node.ELEMENT_NODE) {
      now.data = next.data;
      return;
    }
    for (const { name } of [...now.attributes]) {
      if (!next.hasAttribute(name)) now.removeAttribute(name);
    }
    for (const { name, value } of next.attributes) {
      if (now.getAttribute(name) !== value) now.setAttribute(name, value);
    }
    const others = parts(next);
    parts(now).forEach((part, i) => change(part, others[i]));
  };
  // At the document, after whoever wants to keep a tile as it is.
  document.addEventListener("htmx:sseBeforeMessage", (event) => {
    const tile = event.target;
    const next = tile.cloneNode();
    next.innerHTML = event.detail.data;
    if (event.defaultPrevented || !isAlike(tile, next)) return;
    event.preventDefault();
    change(tile, next);
    htmx.trigger(tile, "htmx:sseMessage", event.detail);
  });
})();
// Says when a live page is not live: its stream was cut and is not back yet. Lets go of the stream
// while nobody sees the page, since browsers open few connections to one server.
(() => {
  const HIDDEN_MS = 60000;
  const lost = document.getElementById("lost");
  let hidden;
  document.body.addEventListener("htmx:sseOpen", () => (lost.hidden = true));
  document.body.addEventListener("htmx:sseError", () => (lost.hidden = false));
  let isAway = false;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(hidden);
    if (document.hidden) {
      hidden = setTimeout(() => {
        isAway = true;
        document.querySelector("[sse-connect]").dispatchEvent(new CustomEvent("cardshop:away"));
      }, HIDDEN_MS);
    } else if (isAway) {
      location.reload();
    }
  });
  // htmx asks this when it opens a stream.
  htmx.createEventSource = (url) => {
    const source = new EventSource(url);
    document
      .querySelector("[sse-connect]")
      .addEventListener("cardshop:away", () => source.close(), { once: true });
    return source;
  };
})();
