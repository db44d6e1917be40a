// A list to choose from that is a form of its own (the order of the pieces) is sent as soon as it changes.
// Its button stays for those without script; with script it is hidden by `.js .js-hidden`.
{
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && form.matches("[data-submit-on-change]")) form.requestSubmit();
  });
}
