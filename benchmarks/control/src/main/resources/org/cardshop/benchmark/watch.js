// Notes when a tile shows another percentage: [tile, percent, time in ms since 1970]. The time is that of the first task
// after the frame in which it is painted.
(() => {
  window.seen = [];
  const last = new Map();
  const changed = new Set();
  const painted = new MessageChannel();
  const frames = [];
  painted.port1.onmessage = () => {
    const now = performance.timeOrigin + performance.now();
    for (const [tile, percent] of frames.shift()) window.seen.push([tile, percent, now]);
  };
  const look = (tile) => {
    const bar = tile.querySelector("progress");
    if (bar && last.get(tile.id) !== bar.value) {
      last.set(tile.id, bar.value);
      return [[tile.id, bar.value]];
    }
    return [];
  };
  new MutationObserver((records) => {
    for (const record of records) {
      const node = record.target.nodeType === Node.ELEMENT_NODE ? record.target : record.target.parentElement;
      const tile = node && node.closest(".tile");
      if (tile) {
        if (!changed.size) {
          requestAnimationFrame(() => {
            const shown = [...changed].flatMap(look);
            changed.clear();
            frames.push(shown);
            painted.port2.postMessage(0);
          });
        }
        changed.add(tile);
      }
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  return document.querySelectorAll(".tile progress").length;
})();
