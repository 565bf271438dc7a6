// The choice of light or dark in the footer. The line in <head> obeys it on every page;
// this shows the control, and keeps what is chosen.
const choice = document.querySelector(".theme-choice");
const root = document.documentElement;

function show(theme) {
  const option = choice.querySelector(`input[value="${theme}"]`);
  if (option) {
    option.checked = true;
    root.dataset.theme = theme;
  }
}

choice.addEventListener("change", (event) => {
  const theme = event.target.value;
  try {
    if (theme === "system") {
      localStorage.removeItem("theme");
    } else {
      localStorage.setItem("theme", theme);
    }
  } catch {
    // Storage is off: the choice holds for this page.
  }
  show(theme);
});

// Another tab chose.
addEventListener("storage", (event) => {
  if (event.key === "theme") {
    show(event.newValue ?? "system");
  }
});

show(root.dataset.theme ?? "system");
choice.hidden = false;
