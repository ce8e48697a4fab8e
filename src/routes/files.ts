// Answers that are files.
import { type FileType, fileName } from '#server/platform/file-type.ts';

type Bytes = Uint8Array | Buffer;

/** A paper of ours, shown by the browser; kept nowhere unless `cache` says so. */
export const pdfAnswer = (bytes: Bytes, name: string, cache = 'no-store'): Response =>
  new Response(Buffer.from(bytes), {
    headers: { 'content-type': 'application/pdf', 'content-disposition': `inline; filename="${name}"`, 'cache-control': cache },
  });

/** A paper that somebody handed in, to be kept: never run by the browser on our ground. */
export const keptAnswer = (paper: { bytes: Bytes; type: FileType; name: string }): Response =>
  new Response(Buffer.from(paper.bytes), {
    headers: {
      'content-type': paper.type,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName(paper.name, paper.type))}`,
      'content-security-policy': "sandbox; default-src 'none'",
    },
  });
