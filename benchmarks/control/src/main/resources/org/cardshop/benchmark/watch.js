// Notes when a slot shows another percentage: [slot, percentage, time in ms since 1970]. The time is that of the first
// task after the frame in which it is painted.
(() => {
  const SLOT = /^[A-Z]-\d\d$/;
  const PERCENT = /(\d+)\s*%/;
  const shown = new Map();
  const changed = new Set();
  const frames = [];
  const painted = new MessageChannel();
  window.seen = [];
  const percent = (cell) => {
    const bar = cell.querySelector("progress");
    return bar ? bar.value : Number((PERCENT.exec(cell.textContent) || [0, NaN])[1]);
  };
  const look = (tile) => {
    const news = [];
    for (const name of tile.querySelectorAll("bdi")) {
      const slot = name.textContent;
      const now = SLOT.test(slot) ? percent(name.closest("li, .tile")) : NaN;
      if (!Number.isNaN(now) && shown.get(slot) !== now) {
        shown.set(slot, now);
        news.push([slot, now]);
      }
    }
    return news;
  };
  painted.port1.onmessage = () => {
    const now = performance.timeOrigin + performance.now();
    for (const [slot, percentage] of frames.shift()) window.seen.push([slot, percentage, now]);
  };
  new MutationObserver((records) => {
    for (const { target } of records) {
      const tile = (target instanceof Element ? target : target.parentElement)?.closest(".tile");
      if (tile) {
        if (changed.size === 0) {
          requestAnimationFrame(() => {
            frames.push([...changed].flatMap(look));
            changed.clear();
            painted.port2.postMessage(0);
          });
        }
        changed.add(tile);
      }
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  document.querySelectorAll(".tile").forEach(look);
  window.slots = () => [...shown.keys()];
})();
