// The photos just taken are shown at once, from the phone itself, before anything is sent.
// data-preview on the field holds the id of the list (.shots) that receives them. With data-largest (pixels) they are
// made smaller on the phone first, those taken before stay beside the new ones, and each can be left out again:
// the list's <template> is how one looks.
{
  const held = new WeakMap();

  // Upright, by whichever way this browser knows: Safari reads HEIC, some only in an <img>.
  const unfolded = async (file) => {
    try {
      return await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch {
      const image = new Image();
      image.src = URL.createObjectURL(file);
      try {
        await image.decode();
        return image;
      } finally {
        URL.revokeObjectURL(image.src);
      }
    }
  };

  const smaller = async (file, largest) => {
    try {
      const whole = await unfolded(file);
      const scale = largest / Math.max(whole.width, whole.height);
      if (scale >= 1 && file.type === "image/jpeg") return file;
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(whole.width * Math.min(scale, 1));
      canvas.height = Math.round(whole.height * Math.min(scale, 1));
      const drawing = canvas.getContext("2d");
      drawing.fillStyle = "#fff";
      drawing.fillRect(0, 0, canvas.width, canvas.height);
      drawing.drawImage(whole, 0, 0, canvas.width, canvas.height);
      whole.close?.();
      const drawn = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
      if (!drawn || drawn.size >= file.size) return file;
      const { lastModified } = file; // by which it is known again after a cut
      return new File([drawn], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg", lastModified });
    } catch {
      return file; // the server looks at it, and says what is wrong
    }
  };

  const keep = (field, files) => {
    const all = new DataTransfer();
    for (const file of files) all.items.add(file);
    field.files = all.files;
    held.set(field, files);
  };

  const show = (field, list) => {
    for (const old of list.querySelectorAll(`[data-chosen='${field.id}']`)) {
      URL.revokeObjectURL(old.querySelector("img").src);
      old.remove();
    }
    const pattern = list.parentElement.querySelector("template");
    for (const file of field.files) {
      const item = pattern ? pattern.content.firstElementChild.cloneNode(true) : document.createElement("li");
      const image = item.querySelector("img") ?? item.appendChild(document.createElement("img"));
      image.alt = file.name;
      image.src = URL.createObjectURL(file);
      item.dataset.chosen = field.id;
      item.querySelector("button")?.addEventListener("click", () => {
        keep(field, [...field.files].filter((one) => one !== file));
        show(field, list);
      });
      list.append(item);
    }
  };

  document.addEventListener("change", async (event) => {
    const field = event.target.closest("input[type='file'][data-preview]");
    const list = field && document.getElementById(field.dataset.preview);
    if (!list) return;
    const largest = Number(field.dataset.largest);
    if (largest) {
      const taken = [];
      for (const file of field.files) taken.push(await smaller(file, largest)); // one at a time: memory is short
      keep(field, [...(held.get(field) ?? []), ...taken]);
    }
    show(field, list);
  });
}
