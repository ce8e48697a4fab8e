// The limit: node:http sending bytes that lie ready. Takes `{ head, body }` as JSON with base64 body on standard input.
import { createServer } from 'node:http';

let input = '';
for await (const chunk of process.stdin) {
  input += chunk;
  if (input.endsWith('\n')) break;
}
const { head, body } = JSON.parse(input) as { head: string[]; body: string };
const bytes = Buffer.from(body, 'base64');
const whole = [...head, 'content-length', String(bytes.length)];
const server = createServer((_req, res) => {
  res.writeHead(200, whole);
  res.end(bytes);
});
server.listen(0, '127.0.0.1', () => {
  const at = server.address();
  console.log(`ready ${typeof at === 'object' && at ? at.port : 0}`);
});
setTimeout(() => process.exit(0), 600_000).unref();
