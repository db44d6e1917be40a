// A part of a page that shows how far some work is (data-awaited, with an id) is asked for again until the work is done.
// Nothing else on the page changes: what somebody is typing stays, and so does the place of the focus.
{
  const EVERY = 2000;

  const look = async (part) => {
    try {
      const answer = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(part.id);
      if (!fresh) return;
      if (!part.contains(document.activeElement) || !("awaited" in fresh.dataset)) part.replaceChildren(...fresh.childNodes);
      if ("awaited" in fresh.dataset) setTimeout(look, EVERY, part);
      else delete part.dataset.awaited;
    } catch {
      setTimeout(look, EVERY * 5, part); // no network for a moment
    }
  };

  for (const part of document.querySelectorAll("[data-awaited]")) setTimeout(look, EVERY, part);
}
