/** npm passes SIGTERM to its shell only and kill -9 to nobody: when our parent is gone, so are we. */
export function keepWithParent(close: () => void): void {
  const parent = process.ppid;
  if (parent === 1) return;
  setInterval(() => {
    if (process.ppid !== parent) close();
  }, 250).unref();
}
