/** What every answer of the API carries, as writeHead takes it: open to be read from anywhere, never run as a page. */
export const API_HEADERS: readonly string[] = [
  'access-control-allow-origin',
  '*',
  'access-control-expose-headers',
  'Link,ETag',
  'content-security-policy',
  "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy',
  'cross-origin',
  'referrer-policy',
  'no-referrer',
  'x-content-type-options',
  'nosniff',
];
