// Passkeys: asks the browser for what the form needs, then sends the form. Without this file, or in a browser without passkeys, the forms
// stay hidden and everything else works the same.
const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
const encode = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
const listed = (list) => (list ?? []).map((c) => ({ ...c, id: decode(c.id) }));

const ways = {
  create: {
    parse: (o) =>
      PublicKeyCredential.parseCreationOptionsFromJSON?.(o) ?? {
        ...o,
        challenge: decode(o.challenge),
        user: { ...o.user, id: decode(o.user.id) },
        excludeCredentials: listed(o.excludeCredentials),
      },
    parts: (r) => ({
      clientDataJSON: encode(r.clientDataJSON),
      attestationObject: encode(r.attestationObject),
      transports: r.getTransports?.() ?? [],
    }),
  },
  get: {
    parse: (o) =>
      PublicKeyCredential.parseRequestOptionsFromJSON?.(o) ?? {
        ...o,
        challenge: decode(o.challenge),
        allowCredentials: listed(o.allowCredentials),
      },
    parts: (r) => ({
      clientDataJSON: encode(r.clientDataJSON),
      authenticatorData: encode(r.authenticatorData),
      signature: encode(r.signature),
      ...(r.userHandle ? { userHandle: encode(r.userHandle) } : {}),
    }),
  },
};

const able = typeof PublicKeyCredential === 'function' && typeof navigator.credentials?.get === 'function';
for (const form of document.querySelectorAll('form[data-passkey]')) {
  const way = ways[form.dataset.passkey];
  const said = form.querySelector('[role="alert"]');
  const answer = form.querySelector('input[name="response"]');
  if (!able || !way || !answer) continue;
  form.hidden = false;
  for (const off of document.querySelectorAll('[data-passkey-off]')) off.hidden = true;
  form.addEventListener('submit', async (event) => {
    if (answer.value) return; // the answer is there: on to the server
    event.preventDefault();
    if (said) said.hidden = true;
    try {
      const asked = await fetch(form.dataset.options, { method: 'POST', headers: { accept: 'application/json' } });
      if (!asked.ok) throw new Error(String(asked.status));
      const made = await navigator.credentials[form.dataset.passkey]({ publicKey: way.parse(await asked.json()) });
      answer.value = JSON.stringify(
        made.toJSON?.() ?? {
          id: made.id,
          rawId: encode(made.rawId),
          type: made.type,
          clientExtensionResults: made.getClientExtensionResults(),
          response: way.parts(made.response),
        },
      );
      form.requestSubmit(event.submitter);
    } catch {
      answer.value = '';
      if (said) said.hidden = false;
    }
  });
}
