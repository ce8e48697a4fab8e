// How the web process runs: a small young generation and a heap that grows by a third instead of doubling keep its memory near
// what it needs (measured after thousands of first renderings: about 400 instead of 480 MB).
export const WEB_FLAGS = ['--max-semi-space-size=8', '--heap-growing-percent=30'];
