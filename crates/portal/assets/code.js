// Counts down to the moment when another code may be sent. Without this the button works too;
// the server then says how long to wait.
(() => {
  const button = document.getElementById("send");
  const when = document.getElementById("send-when");
  let left = Number(button?.dataset.wait ?? 0);
  if (!button || !when || !(left > 0)) return;
  const label = button.textContent;
  button.setAttribute("aria-disabled", "true");
  button.addEventListener("click", (event) => {
    if (left > 0) event.preventDefault();
  });
  const tick = () => {
    if (left > 0) {
      button.textContent = `${label} (${left})`;
      left -= 1;
      setTimeout(tick, 1000);
      return;
    }
    button.textContent = label;
    button.removeAttribute("aria-disabled");
    when.hidden = true;
  };
  tick();
})();
