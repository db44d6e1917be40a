// Where one looks at a photo: a click on it says it to the tenth. Without script, nine buttons say it roughly.
{
  const MOST = 10;

  const show = (point, value) => {
    const picture = point.querySelector("[data-photo]");
    const [x, y] = value.split("-");
    picture.className = `pointed fx${x} fy${y}`;
  };

  document.addEventListener("click", (event) => {
    const picture = event.target.closest("[data-point] [data-photo]");
    if (!picture) return;
    const box = picture.getBoundingClientRect();
    const tenth = (share) => Math.max(0, Math.min(MOST, Math.round(share * MOST)));
    const value = `${tenth((event.clientX - box.left) / box.width)}-${tenth((event.clientY - box.top) / box.height)}`;
    const point = picture.closest("[data-point]");
    const exact = point.querySelector("[data-exact]");
    const one = [...point.querySelectorAll("input[type='radio']")].find((radio) => radio.value === value) ?? exact;
    exact.closest("label").hidden = one !== exact;
    if (one === exact) exact.value = value;
    one.checked = true;
    show(point, value);
  });

  document.addEventListener("change", (event) => {
    const point = event.target.closest("[data-point]");
    if (point) show(point, event.target.value);
  });
}
