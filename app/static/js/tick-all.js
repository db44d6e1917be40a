// A box that ticks all boxes of a name in its form, or none of them; it says itself whether all are ticked.
{
  const boxes = (all) => [...all.form.elements].filter((one) => one.type === "checkbox" && one.name === all.dataset.tickAll);
  const say = (all) => {
    const ticked = boxes(all).filter((one) => one.checked).length;
    all.checked = ticked > 0 && ticked === boxes(all).length;
    all.indeterminate = ticked > 0 && !all.checked;
  };
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.dataset.tickAll) for (const one of boxes(box)) one.checked = box.checked;
    for (const all of document.querySelectorAll("[data-tick-all]")) say(all);
  });
  for (const all of document.querySelectorAll("[data-tick-all]")) say(all);
}
