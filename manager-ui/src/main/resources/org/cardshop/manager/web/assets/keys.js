// Keys for those who do without a mouse: / searches, ? helps.
(() => {
  const help = document.getElementById("help");
  const openHelp = () => {
    if (!help.open) help.showModal();
  };
  document.getElementById("help-link").addEventListener("click", (event) => {
    event.preventDefault();
    openHelp();
  });
  const isTyping = (element) =>
    element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "?") {
      event.preventDefault();
      openHelp();
    } else if (event.key === "/") {
      const search = document.querySelector("main input[type=search], main [data-search]");
      if (search) {
        event.preventDefault();
        search.focus();
      }
    }
  });
})();
