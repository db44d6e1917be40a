// Saying it into the microphone where the page stands: record, stop, listen, again. What was recorded becomes the file of
// the field beside it (data-recorder holds its id) and leaves with the form. It stops by itself after data-most seconds.
// Where a browser cannot record, the field alone remains: the telephone's own recorder, or a file.
{
  const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
  const WEIGHT = 32000; // bits a second: the server makes it lighter still
  const said = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

  const made = (parts, type) => {
    const ending = type.includes("mp4") ? "m4a" : type.includes("ogg") ? "ogg" : "webm";
    return new File(parts, `note.${ending}`, { type });
  };

  const prepare = (box) => {
    const field = document.getElementById(box.dataset.recorder);
    const part = (name) => box.querySelector(`[data-${name}]`);
    const most = Number(box.dataset.most);
    const audio = new Audio();
    let recorder = null;
    let parts = [];
    let since = 0;
    let clock = 0;

    const look = (recording) => {
      const there = field.files.length > 0;
      part("start").hidden = recording;
      part("stop").hidden = !recording;
      part("listen").hidden = recording || !there;
      part("clock").hidden = !recording && !there;
      part("first").hidden = there;
      part("again").hidden = !there;
    };

    const tick = () => {
      const seconds = (performance.now() - since) / 1000;
      part("clock").textContent = said(Math.min(seconds, most));
      if (seconds >= most) stop();
    };

    const stop = () => {
      clearInterval(clock);
      if (recorder?.state === "recording") recorder.stop();
    };

    const keep = () => {
      for (const track of recorder.stream.getTracks()) track.stop(); // the light of the microphone goes out
      const all = new DataTransfer();
      all.items.add(made(parts, recorder.mimeType));
      field.files = all.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
      part("listen").focus();
    };

    const start = async () => {
      audio.pause();
      part("deaf").hidden = true;
      let stream;
      try {
        stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
      } catch {
        part("deaf").hidden = false;
        return;
      }
      parts = [];
      const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
      recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: WEIGHT });
      recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
      recorder.addEventListener("stop", keep);
      recorder.start();
      since = performance.now();
      clock = setInterval(tick, 250);
      tick();
      look(true);
      part("stop").focus();
    };

    part("start").addEventListener("click", start);
    part("stop").addEventListener("click", stop);
    part("listen").addEventListener("click", () => (audio.paused ? audio.play().catch(() => {}) : audio.pause()));
    field.addEventListener("change", () => {
      URL.revokeObjectURL(audio.src);
      if (field.files.length) audio.src = URL.createObjectURL(field.files[0]);
      look(false);
    });
    field.removeAttribute("capture"); // the microphone is here: the field is for a recording there is already
    box.hidden = false;
    look(false);
  };

  if (window.MediaRecorder && navigator.mediaDevices?.getUserMedia) {
    for (const box of document.querySelectorAll("[data-recorder]")) prepare(box);
  }
}
