// What delivery would cost: the way of the chosen country, or of collecting, stands out; what all comes to is said.
{
  const box = document.querySelector("[data-delivery]");
  const form = box?.closest("form");
  const { country, pickup } = form?.elements ?? {};

  const way = (ways) => {
    if (pickup.checked) return ways.find((one) => one.dataset.zone === "pickup");
    if (!country.value) return undefined;
    const near = ways.find((one) => one.dataset.countries.split(" ").includes(country.value));
    return near ?? ways.find((one) => one.dataset.zone === "XX");
  };

  const show = () => {
    const ways = [...box.querySelectorAll("[data-zone]")];
    const chosen = way(ways);
    for (const one of ways) one.classList.toggle("chosen", one === chosen);
    const total = box.querySelector("[data-with]");
    total.closest("p").hidden = !chosen;
    total.textContent = chosen?.dataset.total ?? "";
  };

  if (country && pickup) {
    form.addEventListener("change", show);
    show();
  }
}
