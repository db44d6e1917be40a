// The artisan's telephone beside the advice editor follows what is typed and ticked: the sentence last written, in its
// language, and the proofs chosen. Without script it shows what was kept last. data-shown-on holds the telephone's id.
{
  const sentenceOf = (form, language) => form.elements[`sentence_${language}`]?.value.trim() ?? "";

  const write = (form, phone, language) => {
    const place = phone.querySelector(".do > p");
    const said = sentenceOf(form, language) ? language : "fr";
    place.textContent = sentenceOf(form, said) || phone.querySelector(".do").dataset.empty;
    place.lang = sentenceOf(form, said) ? said : document.documentElement.lang;
    place.dir = place.lang === "ar" ? "rtl" : "ltr";
  };

  const prove = (form, phone) => {
    for (const box of form.querySelectorAll("input[name='proofs']")) {
      const proof = phone.querySelector(`[data-proof='${CSS.escape(box.value)}']`);
      if (proof) proof.hidden = !box.checked;
    }
  };

  const follow = (event) => {
    const form = event.target.form;
    const phone = form?.dataset.shownOn && document.getElementById(form.dataset.shownOn);
    if (!phone) return;
    const [part, language] = (event.target.name ?? "").split("_");
    if (part === "sentence") write(form, phone, language);
    if (part === "proofs") prove(form, phone);
  };

  document.addEventListener("input", follow);
  document.addEventListener("focusin", follow);
}
