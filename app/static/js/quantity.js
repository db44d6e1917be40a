// − and + around a quantity in the shop. It stays between 1 and what is there.
{
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-qty] button");
    if (!button) return;
    const field = button.parentElement.querySelector("input");
    const most = Number(field.dataset.most) || 9999;
    const wanted = (parseInt(field.value, 10) || 0) + Number(button.dataset.by);
    field.value = Math.min(Math.max(wanted, 1), most);
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
