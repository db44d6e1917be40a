// Back to a page that the browser kept: it is asked for again, so that its figures are true and its forms can be sent once
// more. Only photos taken and not sent yet stay as they are.
{
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && !document.querySelector("form[data-sending]:not([data-sent])")) location.reload();
  });
}
