// Says while one types whether a User Id can be had. It is judged again by the server at Save.
(() => {
  const form = document.getElementById("credentials");
  if (!form) return;
  const byId = (id) => document.getElementById(id);
  const [userId, state, suggestions] = ["user_id", "user_id-state", "suggestions"].map(byId);
  const say = (place, text, kind) => {
    place.textContent = text;
    place.className = kind ? `state ${kind}` : "state";
  };

  // Availability.
  let timer = 0;
  let asked = 0;
  const propose = (names) => {
    const list = suggestions.querySelector("ul");
    list.replaceChildren(...names.map((name) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button quiet small";
      button.value = name;
      button.textContent = name;
      item.append(button);
      return item;
    }));
    suggestions.hidden = names.length === 0;
  };
  const ask = async () => {
    const name = userId.value.trim();
    const turn = ++asked;
    if (name === "") { say(state, ""); propose([]); return; }
    say(state, form.dataset.checking);
    try {
      const address = `${form.dataset.availability}?user_id=${encodeURIComponent(name)}`;
      const answer = await fetch(address, { headers: { accept: "application/json" } });
      const reply = await answer.json();
      if (turn !== asked) return;
      say(state, reply.message, reply.free ? "good" : "bad");
      propose(reply.suggestions);
    } catch {
      if (turn === asked) say(state, "");
    }
  };
  userId.addEventListener("input", () => {
    clearTimeout(timer);
    asked += 1;
    say(state, "");
    const long = userId.value.trim().length >= Number(form.dataset.min);
    timer = setTimeout(ask, long ? 350 : 1200);
  });
  byId("check").addEventListener("click", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    ask();
  });
  suggestions.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    event.preventDefault();
    userId.value = button.value;
    userId.focus();
    ask();
  });
})();
