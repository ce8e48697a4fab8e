// Verifying certificates in-process, register and status lists included; the offline package of a whole nation's register.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createApp } from '../../src/server/app.ts';
import { readFacts } from '../../src/server/modules/registry/index.ts';
import {
  findRecognised,
  issueCertificate,
  issueCode,
  issuingAt,
  verifyingAt,
  verifyMany,
  wholePackageAt,
} from '../../src/server/modules/traceability/index.ts';
import { type Line, median, printTable } from '../table.ts';

const CERTIFICATES = 1000;
const ROUNDS = 12;
const LIMIT = 5000;
const ORIGIN = 'https://sanvat.example';
const MOST_BYTES = 2e6;

export async function benchVerify(env: Record<string, string>): Promise<Line[]> {
  const data = mkdtempSync(path.join(tmpdir(), 'sanvat-bench-verify-'));
  const app = await createApp({ ...env, SANVAT_DATA: data, SANVAT_WORKER: '0', ORIGIN });
  try {
    const issuing = issuingAt(app, ORIGIN);
    const tokens: string[] = [];
    const codes: string[] = [];
    let products = 0;
    for await (const batch of readFacts(app.db))
      for (const facts of batch) {
        products++;
        const from = facts.recognitions.at(-1)?.validFrom;
        if (tokens.length >= CERTIFICATES || !from) continue;
        const found = await findRecognised(issuing, { productId: facts.id, validFrom: from });
        if (!found) continue;
        tokens.push((await issueCertificate(issuing, found)).text);
        codes.push((await issueCode(issuing, found)).text);
      }
    const rate = async (texts: string[]): Promise<{ perSecond: number; cpu: number; told: number }> => {
      const rates: number[] = [];
      const cpus: number[] = [];
      let told = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const [at, cpu] = [performance.now(), process.cpuUsage()];
        const answers = await verifyMany(verifyingAt(app, ORIGIN), texts);
        const ms = performance.now() - at;
        const used = process.cpuUsage(cpu);
        told = answers.filter((a) => a.status !== 'invalid').length;
        if (round > 1) {
          rates.push((texts.length / ms) * 1000);
          cpus.push((used.user + used.system) / texts.length);
        }
      }
      return { perSecond: median(rates), cpu: median(cpus), told };
    };
    const [jwt, short] = [await rate(tokens), await rate(codes)];
    if (jwt.told !== tokens.length || short.told !== codes.length) throw new Error('a genuine certificate was refused');
    const line = (what: string, { perSecond, cpu }: { perSecond: number; cpu: number }): Line => ({
      what: `${what} (${cpu.toFixed(0)} µs CPU each)`,
      ours: `${Math.round(perSecond).toLocaleString('en')}/s`,
      beside: `${LIMIT.toLocaleString('en')}/s`,
      ratio: `${(perSecond / LIMIT).toFixed(2)} ×`,
      target: '≥ 1 ×',
      met: perSecond >= LIMIT,
    });
    const from = performance.now();
    const { text, gz } = await wholePackageAt(app, ORIGIN);
    const ms = performance.now() - from;
    const sized = (what: string, bytes: number): Line => ({
      what,
      ours: `${(bytes / 1e6).toFixed(2)} MB`,
      beside: '2 MB',
      ratio: `${(bytes / MOST_BYTES).toFixed(2)} ×`,
      target: '≤ 2 MB',
      met: bytes <= MOST_BYTES,
    });
    const lines = [
      line('certificates verified', jwt),
      line('compact codes verified', short),
      sized(`offline package, ${products.toLocaleString('en')} products ever recognised, not packed`, text.length),
      sized('the same, packed', gz.length),
      { what: 'making it anew', ours: `${ms.toFixed(0)} ms`, beside: '', ratio: '', target: '', met: undefined },
    ];
    printTable(
      'Verify',
      lines,
      `in-process with PostgreSQL, ${tokens.length} certificates × ${ROUNDS - 2} rounds, median, Node ${process.version}`,
    );
    return lines;
  } finally {
    await app.close();
    rmSync(data, { recursive: true, force: true });
  }
}
