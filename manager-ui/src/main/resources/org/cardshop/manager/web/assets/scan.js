// The camera reads codes of cards where the browser can, and sends each like one that was typed.
(async () => {
  const form = document.querySelector("[data-scan]");
  if (!form || !("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  if (!(await BarcodeDetector.getSupportedFormats()).includes("qr_code")) return;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  const button = form.querySelector("[data-camera]");
  const video = form.querySelector("[data-picture]");
  const again = "cardshop-camera";
  // The code of the last page is still before the camera: it is not sent twice.
  const last = sessionStorage.getItem(again);

  const look = async () => {
    const found = await detector.detect(video).catch(() => []);
    const code = found.map((f) => f.rawValue).find((value) => value && value !== last);
    if (code) {
      sessionStorage.setItem(again, code);
      form.elements.code.value = code;
      form.requestSubmit();
    } else {
      setTimeout(look, 150);
    }
  };
  const start = async () => {
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: "environment" },
      });
    } catch {
      sessionStorage.removeItem(again);
      return;
    }
    video.hidden = false;
    button.hidden = true;
    await video.play();
    look();
  };
  button.hidden = false;
  button.addEventListener("click", start);
  if (last !== null) start();
})();
