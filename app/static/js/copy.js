// A button that copies the text of another element: data-copy holds its id, data-copied what the button then says.
{
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    if (!source) return;
    await navigator.clipboard.writeText((source.value ?? source.textContent).trim());
    const words = button.querySelector("[data-copy-words]") ?? button;
    words.dataset.before ??= words.textContent;
    words.textContent = button.dataset.copied;
    setTimeout(() => {
      words.textContent = words.dataset.before;
    }, 3000);
  });
}
