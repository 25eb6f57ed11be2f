// Codes read by the camera in the page, where the browser can read them itself (Chromium on Android); elsewhere the
// sentence stays that says to use the camera app. `found(text)` gives what to say of it.
window.DoorScan = (root, found) => {
  "use strict";
  const EVERY_MS = 250;
  const SAME_MS = 4000; // so long a code that is still before the camera is no second one
  const place = document.querySelector("[data-scan]");
  if (!place || !window.BarcodeDetector || !navigator.mediaDevices?.getUserMedia) return;
  const part = (name) => place.querySelector(`[data-scan-${name}]`);
  const sees = part("sees");
  let stream = null;
  let last = { text: "", at: 0 };

  const stop = () => {
    for (const track of stream?.getTracks() || []) track.stop();
    stream = sees.srcObject = null;
    sees.hidden = part("stop").hidden = true;
    part("start").hidden = false;
  };
  const look = async (detector) => {
    if (!stream) return;
    try {
      const [code] = sees.readyState >= 2 ? await detector.detect(sees) : [];
      const isSame = code && code.rawValue === last.text && Date.now() - last.at < SAME_MS;
      if (code) last = { text: code.rawValue, at: Date.now() };
      if (code && !isSame) {
        part("says").textContent = found(code.rawValue);
        navigator.vibrate?.(80);
      }
    } catch {
      // a frame that could not be read
    }
    window.setTimeout(look, EVERY_MS, detector);
  };
  part("start").addEventListener("click", async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    } catch {
      part("says").textContent = root.querySelector("template[data-word=no-camera]").content.textContent.trim();
      return;
    }
    sees.srcObject = stream;
    sees.hidden = part("stop").hidden = false;
    part("start").hidden = true;
    part("stop").focus();
    await sees.play();
    look(new window.BarcodeDetector({ formats: ["qr_code"] }));
  });
  part("stop").addEventListener("click", () => {
    stop();
    part("start").focus();
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && stop());
  window.BarcodeDetector.getSupportedFormats().then((formats) => {
    part("page").hidden = !formats.includes("qr_code");
    part("app").hidden = formats.includes("qr_code");
  }, () => {});
};
