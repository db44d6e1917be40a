// A button that prints the page: data-print. Without script it is not shown; the browser's own menu prints as well.
{
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
  });
}
