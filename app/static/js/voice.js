// A voice note plays where it stands, once it is touched: its button starts it and holds it, the drawing of the voice fills
// as it goes, the clock runs. One at a time. Without script, or where this browser cannot play it so, the link leads to
// the recording.
{
  const notes = new WeakMap();
  let speaking = null;

  const said = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

  const look = (note) => {
    const { audio, link, words, lasts } = note;
    const going = !audio.paused && !audio.ended;
    const use = link.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, going ? "#pause" : "#play"));
    link.setAttribute("aria-label", going ? link.dataset.pause : words);
    const length = Number.isFinite(audio.duration) ? audio.duration : 0;
    const at = audio.ended ? 0 : audio.currentTime;
    note.heard.setAttribute("stroke-dasharray", `${length ? at / length : 0} 2`);
    note.clock.textContent = at ? said(at) : lasts;
  };

  const known = (link) => {
    if (notes.has(link)) return notes.get(link);
    const box = link.closest(".voice");
    const whole = box.querySelector(".wave path");
    const heard = whole.cloneNode();
    heard.setAttribute("class", "heard");
    heard.setAttribute("pathLength", "1");
    whole.after(heard);
    const clock = box.querySelector("[data-clock]");
    const audio = new Audio(link.href);
    const note = { audio, link, heard, clock, words: link.getAttribute("aria-label"), lasts: clock.textContent };
    for (const event of ["play", "pause", "ended", "timeupdate"]) audio.addEventListener(event, () => look(note));
    notes.set(link, note);
    return note;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".voice .play");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { audio } = known(link);
    if (!audio.paused) return audio.pause();
    if (speaking && speaking !== audio) speaking.pause();
    speaking = audio;
    audio.play().catch((trouble) => {
      if (trouble.name === "NotSupportedError") location.assign(link.href);
    });
  });
}
