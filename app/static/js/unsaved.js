// What was written into a form (data-unsaved) and not yet sent: the browser asks before the page is left by a link, by
// another form or by "back". The form's own sending asks nothing.
{
  const written = new Set();

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && "unsaved" in form.dataset) written.add(form);
  });

  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) written.delete(event.target);
  });

  window.addEventListener("beforeunload", (event) => {
    if (written.size) event.preventDefault();
  });
}
