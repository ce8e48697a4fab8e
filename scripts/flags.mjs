// How the web process runs: a small young generation keeps its memory near what it needs (measured: 244 instead of 349 MB after the start).
export const WEB_FLAGS = ['--max-semi-space-size=8'];
