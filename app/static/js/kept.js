// The pieces somebody keeps. The cookie `kept` reads "12.40". Here the header's figure and the button of a piece are
// written, and not by the server, so that pages are the same bytes for everyone. Without script the button keeps the
// piece and leads to the list.
{
  const read = () => {
    const cookie = document.cookie.split("; ").find((pair) => pair.startsWith("kept="));
    return decodeURIComponent(cookie ? cookie.slice(5) : "").replaceAll('"', "").split(".").filter(Boolean);
  };

  const write = () => {
    const ids = read();
    for (const figure of document.querySelectorAll("[data-kept-count] .count")) figure.textContent = ids.length || "";
    for (const form of document.querySelectorAll("form[data-keep]")) {
      const isKept = ids.includes(form.elements.namedItem("item").value);
      const words = form.querySelector("[data-other]");
      words.dataset.first ??= words.textContent;
      words.textContent = isKept ? words.dataset.other : words.dataset.first;
      form.classList.toggle("is-kept", isKept);
    }
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-keep]")) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    const id = form.elements.namedItem("item").value;
    const wasKept = read().includes(id);
    try {
      const body = new URLSearchParams({ item: id });
      await fetch(wasKept ? form.dataset.keep : form.action, { method: "POST", body, redirect: "manual" });
    } catch {
      form.submit(); // no network: the browser's own page says so
      return;
    }
    delete form.dataset.busy;
    if (read().includes(id) === wasKept) {
      location.assign(form.dataset.list); // nothing changed: no more fit, or cookies are off
      return;
    }
    write();
    const said = form.querySelector("[role=status]");
    said.textContent = wasKept ? said.dataset.unsaid : said.dataset.said;
  }, { capture: true });

  write();
  window.addEventListener("pageshow", write);
}
