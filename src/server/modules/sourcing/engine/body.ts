// Reads a request's body up to a limit. Many clients send all of it before they listen: what is too long is thrown away as it
// comes, so that they hear the refusal instead of a broken connection.

/** Beyond this nobody is waited for. */
const MOST_THROWN_AWAY = 128 * 1024 * 1024;
const PATIENCE = 5_000;

/** The text of a body of at most `most` bytes; undefined when it is longer. */
export async function readWithin(request: Request, most: number): Promise<string | undefined> {
  const reader = request.body?.getReader();
  if (!reader) return '';
  const until = performance.now() + PATIENCE;
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size <= most) {
      text += decoder.decode(value, { stream: true });
      continue;
    }
    text = '';
    if (size > MOST_THROWN_AWAY || performance.now() > until) {
      void reader.cancel().catch(() => {});
      break;
    }
  }
  return size > most ? undefined : text + decoder.decode();
}
