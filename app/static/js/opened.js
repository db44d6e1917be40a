// Advice counts as opened once it stands before somebody's eyes: a page fetched ahead, or in a tab nobody looks at,
// says nothing. data-opened holds the address to tell; if that fails, the next look tells it.
{
  const page = document.querySelector("[data-opened]");
  const tell = () => {
    if (document.visibilityState !== "visible") return;
    document.removeEventListener("visibilitychange", tell);
    fetch(page.dataset.opened, { method: "POST", keepalive: true }).catch(() => {});
  };
  if (page) {
    document.addEventListener("visibilitychange", tell);
    tell();
  }
}
