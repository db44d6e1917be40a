// What the glossary suggests, while a translation is written: a word is put where the cursor stood last, and each
// suggestion says whether the text uses it already. Without script the suggestions are read and the words typed.
{
  const plain = (text) => ` ${text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ")} `;
  const fields = (list) => [...document.getElementById(list.dataset.glossary).querySelectorAll("input[lang], textarea[lang]")];
  let last = null;

  const look = (list) => {
    const said = plain(fields(list).map((field) => field.value).join(" "));
    for (const hint of list.querySelectorAll("[data-words]")) {
      const used = JSON.parse(hint.dataset.words).some((word) => said.includes(plain(word).trimEnd()));
      hint.querySelector("[data-used]").hidden = !used;
      hint.querySelector("[data-unused]").hidden = used;
    }
  };

  for (const list of document.querySelectorAll("[data-glossary]")) {
    for (const button of list.querySelectorAll("button[data-insert]")) button.hidden = false;
    for (const field of fields(list)) {
      field.addEventListener("focus", () => {
        last = field;
      });
      field.addEventListener("input", () => look(list));
    }
    list.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-insert]");
      if (!button) return;
      const field = last ?? fields(list)[0];
      const before = field.value.slice(0, field.selectionStart);
      const space = before && !/\s$/.test(before) ? " " : "";
      field.setRangeText(`${space}${button.dataset.insert}`, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
    look(list);
  }

  // Ctrl+Enter (or ⌘+Enter) in a text presses the form's first button.
  document.addEventListener("keydown", (event) => {
    const form = event.target.form;
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !form?.matches("[data-quick-send]")) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[name='do']"));
  });
}
