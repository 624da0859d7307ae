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
