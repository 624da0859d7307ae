// What is added at the end of a text is followed, unless somebody has scrolled up to read: then it
// stays as it is until they are back at its end.
(() => {
  const SLACK = 4;
  const toEnd = (text) => (text.scrollTop = text.scrollHeight);
  const texts = (root) => root.querySelectorAll("[data-follow]");
  const isAtEnd = (text) => text.scrollTop + text.clientHeight >= text.scrollHeight - SLACK;
  texts(document).forEach(toEnd);
  document.body.addEventListener("htmx:sseBeforeMessage", (event) => {
    if (![...texts(event.target)].every(isAtEnd)) event.preventDefault();
  });
  document.body.addEventListener("htmx:sseMessage", (event) => texts(event.target).forEach(toEnd));
})();
