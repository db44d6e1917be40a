// After a form came back with errors, the summary is read first: move the focus to it.
{
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
}
