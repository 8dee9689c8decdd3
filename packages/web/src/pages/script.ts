/**
 * The pages' one script. Everything works without it; with it, values are copied by a button, a file can be dropped and a long choice of accounts narrowed. Kept as text, so that no
 * build step stands between what is read here and what a browser runs.
 */
export const APP_JS = `const status = document.createElement("p");
status.setAttribute("role", "status");
status.className = "unseen";
document.body.append(status);

async function copy(button) {
  const source = button.parentElement.querySelector(".copy");
  try {
    await navigator.clipboard.writeText(source.textContent);
  } catch {
    getSelection().selectAllChildren(source);
    return;
  }
  const before = button.textContent;
  button.textContent = button.dataset.done;
  button.classList.add("done");
  status.textContent = button.dataset.done + ": " + button.dataset.what;
  setTimeout(() => {
    button.textContent = before;
    button.classList.remove("done");
    status.textContent = "";
  }, 2000);
}

for (const button of document.querySelectorAll("button.copy-button")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}

for (const picker of document.querySelectorAll(".picker")) {
  const input = picker.querySelector("input[type=search]");
  const boxes = [...picker.querySelectorAll(".box")];
  input.parentElement.hidden = boxes.length < 10;
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    for (const box of boxes) box.hidden = !box.textContent.toLowerCase().includes(wanted);
  });
  const count = picker.querySelector("summary small");
  picker.addEventListener("change", () => {
    count.textContent = count.textContent.replace(/\\d+/, picker.querySelectorAll(".box :checked").length);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}

for (const zone of document.querySelectorAll(".drop")) {
  const input = zone.querySelector("input[type=file]");
  for (const name of ["dragenter", "dragover"])
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer.files.length > 0) input.files = event.dataTransfer.files;
  });
}
`;
