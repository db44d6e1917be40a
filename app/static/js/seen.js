// Pieces seen of late, kept in this browser alone. Their cards are fetched when the foot of a page comes near, for who
// has seen two others or more. Where the browser keeps nothing (private windows, a refusal), nothing is shown.
{
  const NAME = "seen";
  const MOST = 12, SHOWN = 4, FEWEST = 2;

  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(NAME) ?? "[]");
      return Array.isArray(kept) ? kept.filter((slug) => /^[a-z0-9-]{1,120}$/.test(slug)) : [];
    } catch {
      return [];
    }
  };

  const keep = (slugs) => {
    try {
      slugs.length ? localStorage.setItem(NAME, JSON.stringify(slugs.slice(0, MOST))) : localStorage.removeItem(NAME);
    } catch {
      // The browser keeps nothing: then nothing is remembered.
    }
  };

  const show = async (place, slugs) => {
    try {
      const answer = await fetch(`${place.dataset.seen}?pieces=${slugs.join(".")}`);
      const cards = answer.ok ? await answer.text() : "";
      if (!cards.includes("<li")) return;
      place.append(place.querySelector("template").content.cloneNode(true));
      place.querySelector("[data-cards]").innerHTML = cards;
      place.querySelector("[data-forget]").addEventListener("click", () => {
        keep([]);
        place.remove();
        const main = document.querySelector("main");
        main.tabIndex = -1;
        main.focus({ preventScroll: true }); // the button that had the focus is gone
      });
    } catch {
      // No network: the page is whole without.
    }
  };

  for (const place of document.querySelectorAll("[data-seen]")) {
    const here = place.dataset.slug;
    const others = read().filter((slug) => slug !== here);
    if (here) keep([here, ...others]);
    if (others.length < FEWEST) continue;
    const near = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      near.disconnect();
      show(place, others.slice(0, SHOWN));
    }, { rootMargin: "600px" });
    near.observe(place);
  }
}
