// Suggestions as one types in the search of the shop: a list to move through with the arrows, after the pattern of a
// combobox. The server makes them; without script, or where little data is wanted, the field is an ordinary field.
{
  const WAIT = 150; // milliseconds of silence before anything is asked
  const FEWEST = 2; // letters

  const begin = (form) => {
    const field = form.querySelector("input[type=search]");
    const list = document.createElement("ul");
    const status = document.createElement("p");
    const kept = new Map();
    let timer, asking, chosen = -1;

    Object.assign(list, { id: `${field.id}-list`, className: "suggestions", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", form.dataset.suggestLabel);
    status.className = "vh";
    status.setAttribute("role", "status");
    form.append(list, status);
    field.autocomplete = "off";
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
      field.setAttribute(name, value);
    }

    const choose = (place) => {
      list.children[chosen]?.setAttribute("aria-selected", "false");
      chosen = place;
      const option = list.children[chosen];
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      option ? field.setAttribute("aria-activedescendant", option.id) : field.removeAttribute("aria-activedescendant");
    };

    const open = (isOpen) => {
      list.hidden = !isOpen;
      field.setAttribute("aria-expanded", String(isOpen));
      choose(-1);
    };

    const close = () => {
      clearTimeout(timer);
      asking?.abort();
      open(false);
      status.textContent = "";
    };

    const option = (one, place) => {
      const item = document.createElement("li");
      const words = document.createElement("span");
      const kind = document.createElement("small");
      item.id = `${list.id}-${place}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.url = one.url;
      words.textContent = one.words;
      if (one.lang) words.lang = one.lang;
      words.dir = one.dir ?? "auto";
      kind.textContent = one.kind;
      item.append(words, " ", kind);
      return item;
    };

    const show = (answer) => {
      list.replaceChildren(...answer.suggestions.map(option));
      open(answer.suggestions.length > 0);
      status.textContent = answer.said;
    };

    const ask = async (typed) => {
      asking?.abort();
      asking = new AbortController();
      const { signal } = asking;
      try {
        if (!kept.has(typed)) {
          const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(typed)}`, { signal });
          if (!answer.ok) return;
          kept.set(typed, await answer.json());
        }
        if (!signal.aborted && document.activeElement === field) show(kept.get(typed));
      } catch {
        // A cut network or a later letter: the field works as it always does.
      }
    };

    const typed = () => field.value.trim().replace(/\s+/g, " ");

    const wait = () => {
      clearTimeout(timer);
      if (typed().length < FEWEST) return close();
      timer = setTimeout(() => ask(typed()), WAIT);
    };

    field.addEventListener("input", wait);
    field.addEventListener("blur", close);
    field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const { length } = list.children;
      const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (move && list.hidden && typed().length >= FEWEST) {
        ask(typed());
        event.preventDefault();
      } else if (move && !list.hidden) {
        // One place more than there are options: there the field itself is chosen again.
        choose((chosen + 1 + move + length + 1) % (length + 1) - 1);
        event.preventDefault();
      } else if (event.key === "Escape" && !list.hidden) {
        close();
        event.preventDefault(); // what was typed stays
      } else if (event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        location.assign(list.children[chosen].dataset.url);
      }
    });
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) location.assign(item.dataset.url);
    });
  };

  if (!navigator.connection?.saveData) {
    for (const form of document.querySelectorAll("form[data-suggest]")) begin(form);
  }
}
