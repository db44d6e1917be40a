// A second tap on a button must not send a form twice. The server would answer once anyway; this spares the doubt.
// A form that brings a file (data-again) leaves its page where it is, and may be sent again.
// The pressed button's own name and value still travel, because it is disabled only after the form has been read.
{
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || "again" in form.dataset) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const button = event.submitter;
    if (!button) return;
    setTimeout(() => {
      button.disabled = true;
      button.setAttribute("aria-busy", "true");
    });
  });

  // Back from the next page, kept by the browser: everything can be sent again.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[aria-busy]")) {
        button.disabled = false;
        button.removeAttribute("aria-busy");
      }
    }
  });
}
