// How many lines "My request" holds. The cookie `list` reads "12x2.40x1": a variant and its quantity, joined by dots.
// The figure is written here and not by the server, so that pages are the same bytes for everyone.
{
  const cookie = document.cookie.split("; ").find((pair) => pair.startsWith("list="));
  const lines = decodeURIComponent(cookie ? cookie.slice(5) : "").replaceAll('"', "").split(".").filter(Boolean);
  for (const link of document.querySelectorAll("[data-list-count] .count")) {
    link.textContent = lines.length || "";
  }
}
