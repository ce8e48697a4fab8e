// gzip for answers that are sent once: one compressor, used again and again. gzipSync makes a native one per call, which outlives
// the young generation: measured, the full collections that this brings cost several times the packing.
import { constants, createGzip, type Gzip } from 'node:zlib';

/** The types of Node leave `reset` to deflate; zlib begins a gzip anew as well. */
type Compressor = Gzip & { reset: () => void };

/** Packs one text after another, in order of asking, off the main thread. */
export function createPacker(): (text: string) => Promise<Buffer> {
  let gzip: Compressor | undefined;
  let parts: Buffer[] = [];
  let last: Promise<unknown> = Promise.resolve();

  const compressor = (): Compressor => {
    const made = createGzip({ level: 1, flush: constants.Z_FINISH, chunkSize: 64 * 1024 }) as Compressor;
    made.on('data', (part: Buffer) => parts.push(part));
    made.on('error', () => {
      gzip = undefined;
    });
    return made;
  };

  const pack = (text: string) =>
    new Promise<Buffer>((done, fail) => {
      gzip ??= compressor();
      const used = gzip;
      parts = [];
      used.write(text, (fault) => {
        if (fault) return fail(fault);
        while (used.read() !== null); // what has not flowed yet
        used.reset();
        done(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts));
      });
    });

  return (text) => {
    const mine = last.then(() => pack(text));
    last = mine.catch(() => {});
    return mine;
  };
}
