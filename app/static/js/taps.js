// Each tap on − or + of a piece is one movement, however fast the thumb and however slow the network. The figure changes
// at once; taps leave one after the other, each with a key of its own, so one whose answer was lost is sent again
// without counting twice. Without network they wait here, and the row says so.
{
  const AGAIN = 5000;
  const waiting = [];
  let busy = false;

  const rowOf = (form) => form.closest("li");
  const waits = (form) => waiting.some((tap) => tap.form === form);

  const show = (form, change) => {
    const figure = form.querySelector("output").firstChild;
    const count = Number(figure.data) + change;
    figure.data = String(count);
    form.querySelector("[value='-1']").disabled = count <= Number(form.dataset.least);
    form.querySelector("[value='1']").disabled = form.dataset.most !== undefined && count >= Number(form.dataset.most);
  };

  const say = (form, offline) => {
    form.classList.toggle("queued", offline);
    form.nextElementSibling.hidden = !offline;
  };

  // A row replaced under a pressed thumb would lose its click.
  const thumbOff = async (row) => {
    if (!row.querySelector(":active")) return;
    await new Promise((resolve) => {
      for (const off of ["pointerup", "pointercancel", "keyup"]) document.addEventListener(off, resolve, { once: true });
    });
    await new Promise((resolve) => setTimeout(resolve)); // the click itself comes after the thumb
  };

  // The row as the server has it now: figure, what can be undone, what was refused.
  const renew = async (form, answer) => {
    const row = rowOf(form);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    await thumbOff(row);
    if (waits(form)) return; // tapped again while the answer was read: it knows nothing of that tap yet
    const fresh = page.getElementById(row.id);
    if (!fresh) return location.assign(answer.status === 401 ? location.href : answer.url);
    const pressed = row.contains(document.activeElement) ? document.activeElement.value : null;
    row.replaceWith(fresh);
    const button = pressed && fresh.querySelector(`button[name='d'][value='${pressed}']`);
    if (button) button.focus();
  };

  const send = async () => {
    if (busy || !waiting.length) return;
    busy = true;
    const tap = waiting[0];
    try {
      const more = waiting.some((one) => one !== tap && one.form === tap.form);
      const redirect = more ? "manual" : "follow"; // the page is fetched for the last one only
      const answer = await fetch(tap.form.action, { method: "POST", body: tap.body, redirect });
      if (answer.status >= 500) throw new Error(answer.status);
      waiting.shift();
      say(tap.form, false);
      if (answer.status >= 400) waiting.splice(0, waiting.length, ...waiting.filter((one) => one.form !== tap.form));
      if (answer.type !== "opaqueredirect" && !waits(tap.form)) await renew(tap.form, answer);
    } catch {
      for (const one of waiting) say(one.form, true);
      setTimeout(send, AGAIN);
      return;
    } finally {
      busy = false;
    }
    send();
  };

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-taps]");
    if (!form || !event.submitter) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    const change = event.submitter.value;
    body.set("d", change);
    body.set("key", `${body.get("key").slice(0, 40)}-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`);
    waiting.push({ form, body });
    show(form, Number(change));
    send();
  });

  window.addEventListener("online", send);
  window.addEventListener("beforeunload", (event) => {
    if (waiting.length) event.preventDefault();
  });
}
