// Pages need no script. A section that does (the desk) says so in its own layout.
export const csr = false;
