// The bench can be heard: another sound for each thing that a slot wants anew. Each browser keeps for
// itself whether it is on.
(() => {
  const KEY = "cardshop-sound";
  const TONES = {
    insert: [660, 880],
    confirm: [660, 880],
    replace: [660, 880],
    done: [523, 659, 784],
    bad: [330, 220],
    fault: [330, 220],
  };
  const button = document.getElementById("sound");
  let audio;
  let isOn = localStorage.getItem(KEY) === "on";
  const show = () => button.setAttribute("aria-pressed", String(isOn));
  // Browsers are silent until the page was touched.
  const wake = () => {
    audio ??= new AudioContext();
    audio.resume();
  };
  const play = (kind) => {
    wake();
    TONES[kind].forEach((pitch, i) => {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      const start = audio.currentTime + i * 0.16;
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.2, start);
      volume.gain.exponentialRampToValueAtTime(0.001, start + 0.15);
      tone.connect(volume).connect(audio.destination);
      tone.start(start);
      tone.stop(start + 0.15);
    });
  };
  const kinds = () =>
    new Map(
      [...document.querySelectorAll(".tile > [data-kind]")].map((slot) => [
        slot.parentElement.id,
        slot.dataset.kind,
      ]),
    );
  let known = kinds();
  document.addEventListener("pointerdown", () => isOn && wake());
  button.hidden = false;
  show();
  button.addEventListener("click", () => {
    isOn = !isOn;
    localStorage.setItem(KEY, isOn ? "on" : "off");
    show();
    if (isOn) play("done");
  });
  document.body.addEventListener("htmx:sseMessage", () => {
    const now = kinds();
    const news = [...now].filter(([id, kind]) => known.get(id) !== kind && TONES[kind]);
    known = now;
    if (isOn && news.length > 0) play(news[0][1]);
  });
})();
