// The few request headers that ready answers need, read in one pass: `req.headers` would build an object for every request.
import type { IncomingMessage } from 'node:http';

export type Asked = {
  encoding: string | undefined;
  ifNoneMatch: string | undefined;
  language: string | undefined;
  accept: string | undefined;
  /** Empty when there are two (RFC 9112 §3.2). */
  host: string | undefined;
  forwardedFor: string | undefined;
  cookie: boolean;
  authorization: boolean;
  /** A browser fetches ahead: nobody has looked yet. */
  ahead: boolean;
};

export function readAsked(req: IncomingMessage): Asked {
  const asked: Asked = {
    encoding: undefined,
    ifNoneMatch: undefined,
    language: undefined,
    accept: undefined,
    host: undefined,
    forwardedFor: undefined,
    cookie: false,
    authorization: false,
    ahead: false,
  };
  const raw = req.rawHeaders;
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i] ?? '';
    switch (name.length) {
      case 4:
        if (name.toLowerCase() === 'host') asked.host = asked.host === undefined ? raw[i + 1] : '';
        break;
      case 6:
        if (name.toLowerCase() === 'cookie') asked.cookie = true;
        else if (name.toLowerCase() === 'accept') asked.accept = raw[i + 1];
        break;
      case 11:
        if (name.toLowerCase() === 'sec-purpose') asked.ahead = true;
        break;
      case 13:
        if (name.toLowerCase() === 'if-none-match') asked.ifNoneMatch = raw[i + 1];
        else if (name.toLowerCase() === 'authorization') asked.authorization = true;
        break;
      case 15:
        if (name.toLowerCase() === 'accept-encoding') asked.encoding = raw[i + 1];
        else if (name.toLowerCase() === 'accept-language') asked.language = raw[i + 1];
        else if (name.toLowerCase() === 'x-forwarded-for') asked.forwardedFor = raw[i + 1];
        break;
    }
  }
  return asked;
}
