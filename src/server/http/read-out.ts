// What becomes of a body that nobody wanted to read to its end: an answer such as 413 is given before it has come.
import type { IncomingMessage, ServerResponse } from 'node:http';

/** More than this is not worth reading for the sake of a connection. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Reads the rest of a refused body and throws it away, so that the client sees the answer and may use its connection again. The adapter's own way ends
 * the connection half a second later, also when it serves another request by then.
 */
export function readOut(req: IncomingMessage, res: ServerResponse): void {
  if (req.method === 'GET' || req.method === 'HEAD') return;
  res.once('finish', () => {
    if (req.complete || req.destroyed) return;
    // a reader that gave up would stop the flow again with every piece it is handed
    req.removeAllListeners('data');
    req.removeAllListeners('readable');
    let left = MOST_BYTES;
    req.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) req.destroy();
    });
    req.resume();
  });
}
