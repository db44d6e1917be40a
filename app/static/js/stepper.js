// − and + of 72 px around a number in the workshop. The step is written on the stepper (10 for prices, 1 for pieces).
{
  const rest = (stepper) => {
    const field = stepper.querySelector("input");
    const least = Number(field.min || 0);
    stepper.querySelector("[data-by='-1']").disabled = (Number(field.value) || 0) <= least;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-stepper] button");
    if (!button) return;
    const stepper = button.closest("[data-stepper]");
    const field = stepper.querySelector("input");
    const step = Number(stepper.dataset.step) || 1;
    const wanted = (Number(field.value) || 0) + step * Number(button.dataset.by);
    const most = field.max === "" ? Infinity : Number(field.max);
    field.value = Math.min(Math.max(wanted, Number(field.min || 0)), most);
    field.dispatchEvent(new Event("change", { bubbles: true }));
    rest(stepper);
  });

  for (const stepper of document.querySelectorAll("[data-stepper]")) {
    rest(stepper);
    stepper.addEventListener("input", () => rest(stepper));
  }
}
