// A real SMTP server on this machine that keeps what it is given, and refuses when told to.
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export type Letter = { to: string[]; headers: string; subject: string; text: string };
export type PostOffice = { url: string; letters: Letter[]; refuse: boolean; close: () => Promise<void> };

export async function openPostOffice(): Promise<PostOffice> {
  const office: PostOffice = { url: '', letters: [], refuse: false, close: () => new Promise((done) => server.close(() => done())) };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (c: Buffer) => chunks.push(c));
      stream.on('end', () => {
        if (office.refuse) return done(Object.assign(new Error('mailbox full'), { responseCode: 452 }));
        office.letters.push({ to: session.envelope.rcptTo.map((r) => r.address), ...read(Buffer.concat(chunks).toString('latin1')) });
        done();
      });
    },
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', () => ready()));
  office.url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  return office;
}

function read(raw: string): Omit<Letter, 'to'> {
  const at = raw.indexOf('\r\n\r\n');
  const headers = raw.slice(0, at).replace(/\r\n[ \t]+/g, ' ');
  const body = raw.slice(at + 4);
  const base64 = /^content-transfer-encoding: base64/im.test(headers);
  const subject = (/^subject: (.*)$/im.exec(headers)?.[1] ?? '')
    .replace(/\?= =\?/g, '?==?')
    .replace(/=\?utf-8\?b\?([^?]*)\?=/gi, (_, b) => Buffer.from(b, 'base64').toString());
  return { headers, subject, text: base64 ? Buffer.from(body, 'base64').toString().replace(/\r\n/g, '\n') : body };
}
