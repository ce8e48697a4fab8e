// The post office: SMTP through nodemailer. Everything about encryption follows from SMTP_URL.
import { createTransport } from 'nodemailer';

/** `id` becomes the Message-ID: the same mail sent twice is seen to be the same. */
export type Mail = { id: string; to: string; subject: string; text: string };
export type Mailer = { send: (mail: Mail) => Promise<void>; close: () => void };

const LOCAL = new Set(['127.0.0.1', 'localhost', '[::1]']);
const TIMEOUT = 20_000;

/**
 * `smtp://user:password@host:587` (STARTTLS is required, except to this machine itself or with `?tls=0`) or `smtps://…:465`.
 * Undefined without an address.
 */
export function createMailer({ smtpUrl, from }: { smtpUrl: string | undefined; from: string | undefined }): Mailer | undefined {
  if (!smtpUrl || !from) return undefined;
  const url = new URL(smtpUrl);
  const secure = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  const transport = createTransport({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : secure ? 465 : 587,
    secure,
    requireTLS: !secure && !LOCAL.has(url.hostname) && url.searchParams.get('tls') !== '0',
    ...(user ? { auth: { user, pass: decodeURIComponent(url.password) } } : {}),
    connectionTimeout: TIMEOUT,
    greetingTimeout: TIMEOUT,
    socketTimeout: TIMEOUT,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const host = /@([\w.-]+)>?\s*$/.exec(from)?.[1] ?? 'sanvat';
  return {
    send: async ({ id, to, subject, text }) => {
      await transport.sendMail({
        from,
        // an object, so that nothing in it is read as a list of addresses
        to: { name: '', address: to },
        subject,
        text,
        textEncoding: 'base64',
        messageId: `<${id}@${host}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    },
    close: () => transport.close(),
  };
}
