// Cached pages carry no script of the framework, so nothing in them needs a nonce.
export const csr = false;
