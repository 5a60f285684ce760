// Solves the challenge (ALTCHA, PBKDF2) that an address gets when it has made many look-ups, and
// sends the form again. Browsers without it wait as the page says.
(() => {
  const form = document.getElementById("work");
  if (!form || !globalThis.crypto?.subtle) return;
  const challenge = JSON.parse(form.dataset.challenge);
  const { nonce, salt, cost, keyLength, keyPrefix, algorithm } = challenge.parameters;
  if (algorithm !== "PBKDF2/SHA-256") return;
  const [wait, doing, progress] = ["work-wait", "work-doing", "work-progress"].map((id) =>
    document.getElementById(id));
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  const hex = (buffer) =>
    Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const saltBytes = bytes(salt);
  const guess = new Uint8Array(nonce.length / 2 + 4);
  guess.set(bytes(nonce));
  const counterView = new DataView(guess.buffer, nonce.length / 2);

  const derive = async (counter) => {
    counterView.setUint32(0, counter);
    const key = await crypto.subtle.importKey("raw", guess, "PBKDF2", false, ["deriveBits"]);
    const parameters = { name: "PBKDF2", hash: "SHA-256", salt: saltBytes, iterations: cost };
    return hex(await crypto.subtle.deriveBits(parameters, key, keyLength * 8));
  };
  const solve = async () => {
    wait.hidden = true;
    doing.hidden = false;
    progress.hidden = false;
    for (let counter = 0; counter <= 100000; counter += 1) {
      const derivedKey = await derive(counter);
      if (derivedKey.startsWith(keyPrefix)) {
        const answer = JSON.stringify({ challenge, solution: { counter, derivedKey } });
        form.elements.altcha.value = btoa(answer);
        form.requestSubmit();
        return;
      }
      if (counter % 8 === 0) progress.value = 100 * (1 - Math.exp(-counter / 150));
    }
  };
  solve().catch(() => {
    wait.hidden = false;
    doing.hidden = true;
    progress.hidden = true;
  });
})();
