// Photos put in order by dragging: a handle on each, for a mouse, a pen or a thumb. The places written in the fields
// follow, and so do the words above each (data-place), of which the first one is the cover's. The buttons for earlier and
// later do the same, and work without script too.
{
  const EDGE = 60;
  const STEP = 12;

  const rowsOf = (list) => [...list.querySelectorAll(":scope > [data-row]")];

  const count = (list) => {
    rowsOf(list).forEach((row, place) => {
      row.querySelector("[data-field] input").value = String(place + 1);
      row.querySelector("[data-place]").textContent = list.words[place];
      row.querySelector("[data-cover]").hidden = place > 0;
    });
  };

  const below = (list, row, y) =>
    rowsOf(list).find((one) => {
      const box = one.getBoundingClientRect();
      return one !== row && y < box.top + box.height / 2;
    }) ?? null;

  // The others change places around the one that is held: it would slip out of the hand if it left the page.
  const move = (list, row, before) => {
    const rows = rowsOf(list);
    const [from, to] = [rows.indexOf(row), before ? rows.indexOf(before) : rows.length];
    if (to < from) row.after(...rows.slice(to, from));
    else if (to > from + 1) row.before(...rows.slice(from + 1, to));
    else return;
    count(list);
  };

  for (const list of document.querySelectorAll("[data-arrange]")) {
    list.words = rowsOf(list).map((row) => row.querySelector("[data-place]").textContent);
  }

  document.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button) return;
    event.preventDefault();
    const row = handle.closest("[data-row]");
    const list = row.parentElement;
    const end = new AbortController();
    const signal = end.signal;
    let y = event.clientY;
    handle.setPointerCapture(event.pointerId);
    list.classList.add("arranging");
    row.classList.add("held");
    const stay = () => scrollBy(0, handle.getBoundingClientRect().top - y); // rows grew lower: it stays under the thumb
    stay();
    const place = () => move(list, row, below(list, row, y));
    handle.addEventListener(
      "pointermove",
      (moved) => {
        y = moved.clientY;
        place();
      },
      { signal },
    );
    // Held near the edge, the page moves on by itself.
    const clock = setInterval(() => {
      if (y > EDGE && y < innerHeight - EDGE) return;
      scrollBy(0, y <= EDGE ? -STEP : STEP);
      place();
    }, 30);
    for (const over of ["pointerup", "pointercancel"]) {
      handle.addEventListener(
        over,
        () => {
          end.abort();
          clearInterval(clock);
          list.classList.remove("arranging");
          row.classList.remove("held");
          stay();
        },
        { signal },
      );
    }
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-arrange] [data-steps]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("[data-row]");
    const list = row.parentElement;
    const rows = rowsOf(list);
    const place = rows.indexOf(row) + Number(button.dataset.steps);
    if (place < 0 || place >= rows.length) return;
    move(list, row, Number(button.dataset.steps) < 0 ? rows[place] : (rows[place + 1] ?? null));
    button.focus();
    row.scrollIntoView({ block: "nearest" });
  });
}
