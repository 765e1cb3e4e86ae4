// Comfort on top of pages that work without script: copy a code, drop a file, jump to what is wrong.

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.querySelector("[role=status]").textContent = button.dataset.copied;
  });
}

for (const field of document.querySelectorAll("[data-file-drop]")) {
  const input = field.querySelector("input[type=file]");
  const target = field.querySelector(".ww-drop");
  target.querySelector("p").hidden = false;
  target.addEventListener("dragover", (event) => {
    event.preventDefault();
    target.dataset.over = "";
  });
  target.addEventListener("dragleave", () => delete target.dataset.over);
  target.addEventListener("drop", (event) => {
    event.preventDefault();
    delete target.dataset.over;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

document.querySelector("[data-focus-first]")?.focus();
