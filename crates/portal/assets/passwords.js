// Says while one types whether two passwords are the same, and lets one look at them. They are
// judged again by the server at Save.
(() => {
  const byId = (id) => document.getElementById(id);
  const [password, confirm, confirmState] = ["password", "confirm", "confirm-state"].map(byId);
  if (!password || !confirm) return;
  const form = password.form;
  const say = (place, text, kind) => {
    place.textContent = text;
    place.className = kind ? `state ${kind}` : "state";
  };

  // Confirmation.
  const compare = () => {
    if (confirm.value === "") return say(confirmState, "");
    const same = confirm.value === password.value;
    if (same) say(confirmState, form.dataset.match, "good");
    else if (confirm.value.length >= password.value.length) {
      say(confirmState, form.dataset.differ, "bad");
    } else say(confirmState, "");
  };
  password.addEventListener("input", compare);
  confirm.addEventListener("input", compare);

  // Looking at the passwords.
  byId("show-row").hidden = false;
  byId("show").addEventListener("change", (event) => {
    const type = event.target.checked ? "text" : "password";
    password.type = type;
    confirm.type = type;
  });
  form.addEventListener("submit", () => {
    password.type = "password";
    confirm.type = "password";
  });
})();
