// Photos on their way, in pieces of which each is told by how far it came: a network that fails costs a piece, not the
// photo. The form (data-sending: where pieces go) holds a <progress>, a place for the figure and words for failing
// (components/sending.html). Once all photos are there the form follows, with their keys instead of the files.
// Where pieces cannot be sent, the form leaves whole, as it does without script.
{
  const PIECE = 256 * 1024;
  const AGAIN = 5000;
  const MOST = 8;
  const percent = new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`, { style: "percent" });
  const waiting = new WeakMap();

  class Refused extends Error {}
  class NoPieces extends Error {}

  const look = (form, state, words = "") => {
    for (const one of ["going", "failed", "wrong"]) form.querySelector(`[data-${one}]`).hidden = state !== one;
    form.querySelector("[data-wrong] span").textContent = words;
    for (const button of form.querySelectorAll("button:not([type])")) button.disabled = state === "going";
  };

  const told = (form, share) => {
    form.querySelector("progress").value = share;
    form.querySelector("[data-share]").textContent = percent.format(share);
  };

  // A form sent back, with what is to be repaired: its page takes the place of this one.
  const shown = (page) => {
    if (!page || page.body.className !== document.body.className) return false;
    document.querySelector("main").replaceWith(page.querySelector("main"));
    scrollTo(0, 0);
    document.querySelector("[data-focus]")?.focus();
    return true;
  };

  const ask = (method, address, body, headers = {}, moved = () => {}, type = "text") =>
    new Promise((answered, failed) => {
      const way = new XMLHttpRequest();
      way.upload.addEventListener("progress", (sent) => moved(sent.loaded));
      way.addEventListener("error", () => failed(new Error("network")));
      way.addEventListener("load", () => answered(way));
      way.open(method, address);
      way.responseType = type;
      for (const [name, value] of Object.entries(headers)) way.setRequestHeader(name, value);
      way.send(body);
    });

  // What a photo is called stays known for this visit, for the door it went to: on a page loaded anew it goes on where
  // it stood. Once its form was taken it is forgotten, for it may be sent again, elsewhere.
  const memory = (start, file) => `upload ${start} ${file.name} ${file.size} ${file.lastModified}`;
  const remembered = (start, file, address) => {
    try {
      if (address === undefined) return sessionStorage.getItem(memory(start, file));
      if (address === null) sessionStorage.removeItem(memory(start, file));
      else sessionStorage.setItem(memory(start, file), address);
    } catch {
      // a browser that keeps nothing begins anew
    }
    return null;
  };

  const figure = (answer, name) => Number(answer.getResponseHeader(`Upload-${name}`) ?? NaN);

  const sentence = (answer) => {
    try {
      return JSON.parse(answer.response).sentence;
    } catch {
      return undefined;
    }
  };

  const begun = async (start, file) => {
    const known = remembered(start, file);
    if (known) {
      const answer = await ask("HEAD", known, null);
      if (answer.status === 200 && figure(answer, "Length") === file.size) return [known, figure(answer, "Offset")];
    }
    const answer = await ask("POST", start, new URLSearchParams({ size: file.size }));
    if (answer.status === 413) throw new Refused(sentence(answer));
    const address = answer.getResponseHeader("Location");
    if (answer.status !== 201 || !address) throw new NoPieces();
    remembered(start, file, address);
    return [address, 0];
  };

  // The key under which a photo is kept, once all its pieces have come.
  const kept = async (start, file, moved) => {
    let [address, offset] = await begun(start, file);
    for (let misplaced = 0; ; ) {
      const piece = file.slice(offset, offset + PIECE);
      const headers = { "Upload-Offset": offset, "Content-Type": "application/octet-stream" };
      const answer = await ask("PATCH", address, piece, headers, (sent) => moved(offset + Math.min(sent, piece.size)));
      if (answer.status === 204) offset = figure(answer, "Offset");
      else if (answer.status === 409 && misplaced++ < 3) offset = figure(answer, "Offset");
      else if (answer.status === 200 && answer.getResponseHeader("Upload-Offset")) return JSON.parse(answer.response).photo;
      else if (answer.status >= 500) throw new Error(answer.status);
      else {
        remembered(start, file, null);
        if (sentence(answer) && answer.status !== 404) throw new Refused(`${file.name}: ${sentence(answer)}`);
        throw new NoPieces();
      }
    }
  };

  const inPieces = async (form, files) => {
    const all = files.reduce((sum, file) => sum + file.size, 0);
    const keys = [];
    let before = 0;
    for (const file of files) {
      keys.push(await kept(form.dataset.sending, file, (sent) => told(form, (before + sent) / all)));
      before += file.size;
    }
    return keys;
  };

  const send = async (form, submitter) => {
    const fields = [...form.querySelectorAll("input[type='file']")];
    const files = fields.flatMap((field) => [...field.files]);
    const body = new FormData(form);
    if (submitter?.name) body.append(submitter.name, submitter.value);
    look(form, "going");
    told(form, 0);
    try {
      if (form.dataset.sending && files.length <= MOST) {
        const keys = await inPieces(form, files);
        for (const field of fields) body.delete(field.name);
        for (const key of keys) body.append("kept", key);
      }
    } catch (trouble) {
      if (trouble instanceof Refused) return look(form, "wrong", trouble.message);
      if (!(trouble instanceof NoPieces)) throw trouble;
    }
    const all = files.reduce((sum, file) => sum + file.size, 1);
    const answer = await ask("POST", form.action, body, {}, (sent) => told(form, Math.min(1, sent / all)), "document");
    if (answer.status < 400) {
      form.dataset.sent = "yes";
      for (const file of files) remembered(form.dataset.sending, file, null);
      location.assign(answer.responseURL);
    } else if (!shown(answer.response)) throw new Error(answer.status);
  };

  // After a cut it goes on by itself, unless the person writes on meanwhile: then they send it.
  const tryAgain = (form, submitter) => {
    const again = new AbortController();
    const go = () => {
      again.abort();
      if (form.isConnected) form.requestSubmit(submitter ?? undefined);
    };
    const clock = setTimeout(go, AGAIN);
    again.signal.addEventListener("abort", () => clearTimeout(clock));
    window.addEventListener("online", go, { signal: again.signal });
    form.addEventListener("input", () => again.abort(), { signal: again.signal });
    waiting.set(form, again);
  };

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-sending]");
    if (!form || ![...form.querySelectorAll("input[type='file']")].some((field) => field.files.length)) return;
    event.preventDefault();
    waiting.get(form)?.abort();
    send(form, event.submitter).catch(() => {
      look(form, "failed");
      tryAgain(form, event.submitter);
    });
  });
}
